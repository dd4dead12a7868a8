package io.docket.cardorders.command.partner;

import io.docket.platform.partner.PartnerConnection;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The card management system that orders go to.
 *
 * @param baseUrl what stands before {@code /card-requests}; {@code https}, or {@code http} to this machine
 * @param sslBundle the name of the SSL bundle with our certificate and those that we trust; without one, the certificates
 *     that Java trusts
 * @param token the bearer token that it wants to see; a secret
 * @param connectTimeout how long a connection may take
 * @param readTimeout how long a request may take in all, until the end of the answer
 */
@ConfigurationProperties("docket.card-system")
record CardSystemProperties(
        @Nullable URI baseUrl,
        @Nullable String sslBundle,
        @Nullable String token,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("10s") Duration readTimeout) {

    /** @throws IllegalArgumentException if a value is not fit for its use; never with the token in its message */
    CardSystemProperties {
        if (token != null && !token.matches("[\\x21-\\x7e]*")) {
            throw new IllegalArgumentException("docket.card-system.token holds characters that no token has");
        }
    }

    /** @throws io.docket.platform.settings.InvalidSettingException if there is none, or it is not fit for its use */
    PartnerConnection connection() {
        return PartnerConnection.of("docket.card-system", baseUrl, sslBundle, connectTimeout, readTimeout);
    }

    /** The value of the {@code Authorization} header, a secret; {@code null} for none. */
    @Nullable
    String authorization() {
        return token == null || token.isEmpty() ? null : "Bearer " + token;
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "CardSystemProperties[baseUrl=" + baseUrl + "]";
    }
}
