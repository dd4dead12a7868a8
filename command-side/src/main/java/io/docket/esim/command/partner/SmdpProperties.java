package io.docket.esim.command.partner;

import io.docket.platform.partner.PartnerConnection;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The SM-DP+ that profiles come from.
 *
 * @param baseUrl where it is: what stands before {@code /gsma/rsp2/es2plus/}; {@code https}, or {@code http} to this machine
 * @param requesterId who we are to it ({@code functionRequesterIdentifier})
 * @param address where devices download from it, if it does not say so itself; stands in the activation codes
 * @param sslBundle the name of the SSL bundle with our certificate and those that we trust; without one, the SM-DP+'s
 *     certificate is held against what the Java runtime trusts, and we show none
 * @param release how a profile is released
 * @param connectTimeout how long a connection may take
 * @param readTimeout how long a call may take in all, until the end of the answer
 */
@ConfigurationProperties("docket.smdp")
record SmdpProperties(
        @Nullable URI baseUrl,
        @Nullable String requesterId,
        @Nullable String address,
        @Nullable String sslBundle,
        @DefaultValue("with-confirmation") Release release,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("30s") Duration readTimeout) {

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?(:\\d{1,5})?");
    private static final Pattern REQUESTER_ID = Pattern.compile("[\\x20-\\x7e]{1,128}");

    /** @throws IllegalArgumentException if a value is not fit for its use */
    SmdpProperties {
        if (address != null && !isAddress(address)) {
            throw new IllegalArgumentException("docket.smdp.address must be the name of a host");
        }
        if (requesterId != null && !REQUESTER_ID.matcher(requesterId).matches()) {
            throw new IllegalArgumentException("docket.smdp.requester-id must have 1 to 128 visible ASCII characters");
        }
    }

    /** Whether an activation code may hold this address. */
    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** @throws io.docket.platform.settings.InvalidSettingException if there is none, or it is not fit for its use */
    PartnerConnection connection() {
        return PartnerConnection.of("docket.smdp", baseUrl, sslBundle, connectTimeout, readTimeout);
    }

    /** How a profile is released. */
    enum Release {
        /** ConfirmOrder does it ({@code releaseFlag} true). */
        WITH_CONFIRMATION,
        /** ReleaseProfile does it, after ConfirmOrder. */
        SEPARATELY
    }
}
