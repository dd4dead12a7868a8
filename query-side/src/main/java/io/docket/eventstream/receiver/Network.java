package io.docket.eventstream.receiver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses that begin with the same bits. */
final class Network {

    private static final Pattern CIDR =
            Pattern.compile("(?<address>[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:]*)/(?<bits>[0-9]{1,3})");

    private final byte[] address;
    private final int bits;

    private Network(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** A network by its name, such as {@code 10.0.0.0/8} or {@code fc00::/7}; nothing if it is none. */
    static Optional<Network> parse(String name) {
        Matcher parts = CIDR.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            byte[] address = InetAddress.getByName(parts.group("address")).getAddress();
            int bits = Integer.parseInt(parts.group("bits"));
            return bits <= address.length * Byte.SIZE ? Optional.of(new Network(address, bits)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    static Network of(String name) {
        return parse(name).orElseThrow(() -> new IllegalArgumentException(name + " is no network"));
    }

    boolean has(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (other[i] != address[i]) {
                return false;
            }
        }
        int left = bits % Byte.SIZE;
        return left == 0
                || (other[whole] & 0xff) >> (Byte.SIZE - left) == (address[whole] & 0xff) >> (Byte.SIZE - left);
    }
}
