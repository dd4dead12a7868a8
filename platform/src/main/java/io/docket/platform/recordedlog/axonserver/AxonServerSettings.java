package io.docket.platform.recordedlog.axonserver;

import io.docket.platform.settings.InvalidSettingException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which Axon Server keeps the events.
 *
 * @param address host and gRPC port; without one, the database keeps them
 * @param context of Axon Server; what others write there is left alone
 * @param log the name of the log there, of lower-case letters, digits and hyphens: each Docket has its own
 * @param token that Axon Server wants where it controls access
 * @param tls whether connections are encrypted, and the server's certificate is checked
 */
@ConfigurationProperties("docket.axon-server")
record AxonServerSettings(
        @Nullable String address,
        @DefaultValue("default") String context,
        @DefaultValue("docket") String log,
        @Nullable String token,
        @DefaultValue("false") boolean tls) {

    private static final int PORT = 8124;

    AxonServerSettings {
        if (!log.matches("[a-z0-9-]+")) {
            throw new InvalidSettingException(
                    "docket.axon-server.log is no name of a log.", "Use lower-case letters, digits and hyphens.");
        }
    }

    String host() {
        String given = given();
        return given.contains(":") ? given.substring(0, given.lastIndexOf(':')) : given;
    }

    int port() {
        String given = given();
        if (!given.contains(":")) {
            return PORT;
        }
        try {
            return Integer.parseInt(given.substring(given.lastIndexOf(':') + 1));
        } catch (NumberFormatException e) {
            throw new InvalidSettingException(
                    "docket.axon-server.address ends in no port.",
                    "Set it to a host and a port, such as axonserver:8124.");
        }
    }

    private String given() {
        return address == null ? "" : address;
    }
}
