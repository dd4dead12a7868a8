package io.docket.salesleads.command;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which communication operator sales leads are ordered at.
 *
 * @param adapter how it is reached
 * @param simulated how the simulated one behaves from the start
 * @param http where the one over HTTP is
 * @param orderEventsEvery how often its list of order events is read
 */
@ConfigurationProperties("docket.co")
record CoProperties(
        @DefaultValue("simulated") Adapter adapter,
        @DefaultValue @NestedConfigurationProperty CoBehaviour simulated,
        @DefaultValue Http http,
        @DefaultValue("10s") Duration orderEventsEvery) {

    /** @throws IllegalArgumentException if a value is not fit for its use */
    CoProperties {
        requirePositive("order-events-every", orderEventsEvery);
    }

    private static void requirePositive(String property, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("docket.co." + property + " must be positive");
        }
    }

    /** The adapters that there are. */
    enum Adapter {
        SIMULATED,
        HTTP
    }

    /**
     * A communication operator that speaks ON-API 2.5 over HTTP.
     *
     * @param baseUrl what stands before {@code /orders/}; required if the adapter is used
     * @param username who we are to it; without, no credentials are sent
     * @param password a secret
     * @param connectTimeout how long a connection may take
     * @param readTimeout how long a request may take in all, until the end of the answer
     */
    record Http(
            @Nullable URI baseUrl,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("2s") Duration connectTimeout,
            @DefaultValue("10s") Duration readTimeout) {

        /** @throws IllegalArgumentException if a value is not fit for its use; never with credentials in its message */
        Http {
            if (baseUrl != null
                    && (!Set.of("http", "https").contains(baseUrl.getScheme())
                            || baseUrl.getHost() == null
                            || baseUrl.getRawUserInfo() != null
                            || baseUrl.getRawQuery() != null
                            || baseUrl.getRawFragment() != null)) {
                throw new IllegalArgumentException(
                        "docket.co.http.base-url must be an http or https address without user, query and fragment");
            }
            requireFit("username", username);
            requireFit("password", password);
            if (isMissing(username) != isMissing(password)) {
                throw new IllegalArgumentException("docket.co.http.username and password must be set together");
            }
            if (username != null && username.contains(":")) {
                throw new IllegalArgumentException("docket.co.http.username must have no colon");
            }
            requirePositive("http.connect-timeout", connectTimeout);
            requirePositive("http.read-timeout", readTimeout);
        }

        private static boolean isMissing(@Nullable String value) {
            return value == null || value.isEmpty();
        }

        private static void requireFit(String property, @Nullable String value) {
            if (value != null && value.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("docket.co.http." + property + " holds control characters");
            }
        }

        /** Leaves the credentials out. */
        @Override
        public String toString() {
            return "Http[baseUrl=" + baseUrl + ", connectTimeout=" + connectTimeout + ", readTimeout=" + readTimeout
                    + "]";
        }
    }
}
