package io.docket.eventstream.receiver;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where requests may go that somebody else has named: to addresses of the public Internet. All others are ours, our
 * neighbours' or nobody's: loopback, private and link-local ones, those of providers' services (metadata among them), of
 * carriers (CGNAT), multicast, documentation and tests. An operator can allow networks by name.
 */
final class Destinations {

    private static final List<Network> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    // A service for the machines of a provider, in the middle of its public addresses.
                    "168.63.129.16/32",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(Network::of)
            .toList();

    /** All of IPv6 that is public is in it. */
    private static final Network GLOBAL_UNICAST = Network.of("2000::/3");

    /** Addresses of IPv4, in the last four bytes, for machines that have IPv6 alone. */
    private static final Network TRANSLATED = Network.of("64:ff9b::/96");

    private static final int BYTES_OF_IPV4 = 4;

    private final List<Network> allowed;

    Destinations(List<Network> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** Whether an operator has named any network. */
    boolean namesAny() {
        return !allowed.isEmpty();
    }

    /** Whether a request may go to an address. */
    boolean allows(InetAddress address) {
        return isNamed(address) || isPublic(address.getAddress());
    }

    /** Whether an operator has named a network that the address is in. */
    boolean isNamed(InetAddress address) {
        byte[] bytes = address.getAddress();
        return allowed.stream().anyMatch(network -> network.has(bytes));
    }

    private static boolean isPublic(byte[] address) {
        if (TRANSLATED.has(address)) {
            return isPublic(Arrays.copyOfRange(address, address.length - BYTES_OF_IPV4, address.length));
        }
        return (address.length == BYTES_OF_IPV4 || GLOBAL_UNICAST.has(address))
                && NOT_PUBLIC.stream().noneMatch(network -> network.has(address));
    }
}
