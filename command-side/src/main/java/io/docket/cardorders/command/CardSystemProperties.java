package io.docket.cardorders.command;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which card management system orders go to.
 *
 * @param adapter how it is reached
 * @param simulated how the simulated one behaves from the start
 * @param http where the one over HTTP is
 */
@ConfigurationProperties("docket.card-system")
record CardSystemProperties(
        @DefaultValue("simulated") Adapter adapter,
        @DefaultValue @NestedConfigurationProperty CardSystemBehaviour simulated,
        @DefaultValue Http http) {

    /** The adapters that there are. */
    enum Adapter {
        SIMULATED,
        HTTP
    }

    /**
     * A card management system over HTTP.
     *
     * @param baseUrl what stands before {@code /card-requests}; required if the adapter is used
     * @param token the bearer token that it wants to see; a secret
     * @param connectTimeout how long a connection may take
     * @param readTimeout how long a request may take in all, until the end of the answer
     */
    record Http(
            @Nullable URI baseUrl,
            @Nullable String token,
            @DefaultValue("2s") Duration connectTimeout,
            @DefaultValue("10s") Duration readTimeout) {

        /** @throws IllegalArgumentException if a value is not fit for its use; never with the token in its message */
        Http {
            if (baseUrl != null
                    && (!Set.of("http", "https").contains(baseUrl.getScheme())
                            || baseUrl.getHost() == null
                            || baseUrl.getRawUserInfo() != null
                            || baseUrl.getRawQuery() != null
                            || baseUrl.getRawFragment() != null)) {
                throw new IllegalArgumentException(
                        "docket.card-system.http.base-url must be an http or https address without user, query and "
                                + "fragment");
            }
            if (token != null && !token.matches("[\\x21-\\x7e]*")) {
                throw new IllegalArgumentException("docket.card-system.http.token holds characters that no token has");
            }
            requirePositive("connect-timeout", connectTimeout);
            requirePositive("read-timeout", readTimeout);
        }

        private static void requirePositive(String property, Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("docket.card-system.http." + property + " must be positive");
            }
        }

        /** Leaves the token out. */
        @Override
        public String toString() {
            return "Http[baseUrl=" + baseUrl + ", connectTimeout=" + connectTimeout + ", readTimeout=" + readTimeout
                    + "]";
        }
    }
}
