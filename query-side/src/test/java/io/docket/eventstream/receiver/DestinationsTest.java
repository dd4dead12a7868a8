package io.docket.eventstream.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationsTest {

    private final Destinations destinations = new Destinations(List.of());

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.168.0.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:a9fe:a9fe",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::7f00:1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void whatIsNotOfThePublicInternetIsRefused(String literal) {
        assertThat(destinations.allows(address(literal))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "223.255.255.255",
                "::ffff:1.1.1.1",
                "64:ff9b::101:101",
                "2606:4700:4700::1111",
                "2a00:1450:4001:80b::200e"
            })
    void whatIsOfItIsNot(String literal) {
        assertThat(destinations.allows(address(literal))).isTrue();
    }

    @Test
    void whatAnOperatorHasNamedIsAllowedToo() {
        var named =
                new Destinations(List.of(Network.of("10.1.0.0/16"), Network.of("fd12::/15"), Network.of("::1/128")));
        assertThat(List.of("10.1.0.1", "10.1.255.255", "::ffff:10.1.2.3", "fd12::1", "fd13:ffff::1", "::1"))
                .allMatch(literal -> named.allows(address(literal)) && named.isNamed(address(literal)));
        assertThat(List.of("10.0.255.255", "10.2.0.0", "fd11::1", "fd14::", "127.0.0.1"))
                .noneMatch(literal -> named.allows(address(literal)));
        assertThat(named.isNamed(address("1.1.1.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0",
                "10.0.0.0/33",
                "10.0.0/8",
                "fc00::/129",
                "/8",
                "beef.cafe/8",
                "localhost/8",
                "10.0.0.256/8",
                ""
            })
    void otherTextsAreNoNetworks(String name) {
        assertThat(Network.parse(name)).isEmpty();
    }
}
