package io.docket.console;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console's place with the configured issuer. With the embedded one it has its place already.
 *
 * @param clientId the client that the issuer knows the console by; without one there is no console
 * @param clientSecret the secret of that client; without one it is a public client
 * @param scopes what people are asked for, and get as far as they have it
 */
@ConfigurationProperties("docket.console")
record ConsoleProperties(
        @Nullable String clientId,
        @Nullable String clientSecret,

        @DefaultValue({"audit.read", "events.read", "operations"})
        List<String> scopes) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "ConsoleProperties[clientId=" + clientId + "]";
    }
}
