package io.docket.platform.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.docket.platform.settings.InvalidSettingException;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class PortsTest {

    @ParameterizedTest
    @ValueSource(strings = {"server", "management.server"})
    void aPortThatIsTakenIsRefusedAndOneThatIsFreeIsLeftFree(String server) throws IOException {
        String port;
        try (var taken = new ServerSocket(0)) {
            port = String.valueOf(taken.getLocalPort());
            assertThatExceptionOfType(InvalidSettingException.class)
                    .isThrownBy(() -> check(server + ".port", port))
                    .withMessage("Port " + port + " is in use by another process.")
                    .satisfies(refusal -> assertThat(refusal.remedy()).contains(server + ".port"));
        }

        assertThatCode(() -> check(server + ".port", port)).doesNotThrowAnyException();
        new ServerSocket(Integer.parseInt(port)).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "65536", "8080 8081"})
    void whatIsNoPortIsRefused(String value) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> check("server.port", value))
                .withMessage("server.port is \"" + value + "\", which is no port.");
    }

    @Test
    void anAddressOfAnotherMachineIsRefused() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> Ports.check(new MockEnvironment()
                        .withProperty("server.port", "18080")
                        .withProperty("server.address", "192.0.2.1")))
                .withMessageContaining("cannot be listened on");
    }

    private static void check(String name, String value) {
        Ports.check(new MockEnvironment().withProperty("server.port", "0").withProperty(name, value));
    }
}
