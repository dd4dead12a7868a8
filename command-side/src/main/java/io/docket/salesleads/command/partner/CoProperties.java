package io.docket.salesleads.command.partner;

import io.docket.platform.partner.PartnerConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The communication operator that sales leads are ordered at.
 *
 * @param baseUrl what stands before {@code /orders/}; {@code https}, or {@code http} to this machine
 * @param sslBundle the name of the SSL bundle with our certificate and those that we trust; without one, the certificates
 *     that Java trusts
 * @param username who we are to it; without, no credentials are sent
 * @param password a secret
 * @param connectTimeout how long a connection may take
 * @param readTimeout how long a request may take in all, until the end of the answer
 * @param orderEventsEvery how often its list of order events is read
 */
@ConfigurationProperties("docket.co")
public record CoProperties(
        @Nullable URI baseUrl,
        @Nullable String sslBundle,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("10s") Duration readTimeout,
        @DefaultValue("10s") Duration orderEventsEvery) {

    /** @throws IllegalArgumentException if a value is not fit for its use; never with credentials in its message */
    public CoProperties {
        requireFit("username", username);
        requireFit("password", password);
        if (isMissing(username) != isMissing(password)) {
            throw new IllegalArgumentException("docket.co.username and password must be set together");
        }
        if (username != null && username.contains(":")) {
            throw new IllegalArgumentException("docket.co.username must have no colon");
        }
        if (orderEventsEvery.isNegative() || orderEventsEvery.isZero()) {
            throw new IllegalArgumentException("docket.co.order-events-every must be positive");
        }
    }

    private static boolean isMissing(@Nullable String value) {
        return value == null || value.isEmpty();
    }

    private static void requireFit(String property, @Nullable String value) {
        if (value != null && value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("docket.co." + property + " holds control characters");
        }
    }

    /** @throws io.docket.platform.settings.InvalidSettingException if there is none, or it is not fit for its use */
    PartnerConnection connection() {
        return PartnerConnection.of("docket.co", baseUrl, sslBundle, connectTimeout, readTimeout);
    }

    /** The value of the {@code Authorization} header, a secret; {@code null} for none. */
    @Nullable
    String authorization() {
        if (isMissing(username)) {
            return null;
        }
        byte[] userAndPassword = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword);
    }

    /** Leaves the credentials out. */
    @Override
    public String toString() {
        return "CoProperties[baseUrl=" + baseUrl + "]";
    }
}
