package io.docket.esim.command;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which SM-DP+ profiles come from.
 *
 * @param adapter how it is reached
 * @param address where devices download from it, if it does not say so itself; stands in the activation codes
 * @param simulated how the simulated one behaves from the start
 * @param es2plus where the one that speaks ES2+ is
 */
@ConfigurationProperties("docket.smdp")
record SmdpProperties(
        @DefaultValue("simulated") Adapter adapter,
        @Nullable String address,
        @DefaultValue @NestedConfigurationProperty SmdpBehaviour simulated,
        @DefaultValue Es2Plus es2plus) {

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?(:\\d{1,5})?");

    /** @throws IllegalArgumentException if the address is none */
    SmdpProperties {
        if (address != null && !isAddress(address)) {
            throw new IllegalArgumentException("docket.smdp.address must be the name of a host");
        }
    }

    /** Whether an activation code may hold this address. */
    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** The adapters that there are. */
    enum Adapter {
        SIMULATED,
        ES2PLUS
    }

    /**
     * An SM-DP+ that speaks ES2+.
     *
     * @param baseUrl what stands before {@code /gsma/rsp2/es2plus/}; required if the adapter is used
     * @param requesterId who we are to it ({@code functionRequesterIdentifier}); required if the adapter is used
     * @param sslBundle the name of the SSL bundle with our certificate and those that we trust; without one, the
     *     SM-DP+'s certificate is held against what the Java runtime trusts, and we show none
     * @param release how a profile is released
     * @param connectTimeout how long a connection may take
     * @param readTimeout how long a call may take in all, until the end of the answer
     */
    record Es2Plus(
            @Nullable URI baseUrl,
            @Nullable String requesterId,
            @Nullable String sslBundle,
            @DefaultValue("with-confirmation") Release release,
            @DefaultValue("2s") Duration connectTimeout,
            @DefaultValue("30s") Duration readTimeout) {

        private static final Pattern REQUESTER_ID = Pattern.compile("[\\x20-\\x7e]{1,128}");

        /** @throws IllegalArgumentException if a value is not fit for its use */
        Es2Plus {
            if (baseUrl != null
                    && (!"https".equals(baseUrl.getScheme())
                            || baseUrl.getHost() == null
                            || baseUrl.getRawUserInfo() != null
                            || baseUrl.getRawQuery() != null
                            || baseUrl.getRawFragment() != null)) {
                throw new IllegalArgumentException(
                        "docket.smdp.es2plus.base-url must be an https address without user, query and fragment");
            }
            if (requesterId != null && !REQUESTER_ID.matcher(requesterId).matches()) {
                throw new IllegalArgumentException(
                        "docket.smdp.es2plus.requester-id must have 1 to 128 visible ASCII characters");
            }
            requirePositive("connect-timeout", connectTimeout);
            requirePositive("read-timeout", readTimeout);
        }

        private static void requirePositive(String property, Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("docket.smdp.es2plus." + property + " must be positive");
            }
        }
    }

    /** How a profile is released. */
    enum Release {
        /** ConfirmOrder does it ({@code releaseFlag} true). */
        WITH_CONFIRMATION,
        /** ReleaseProfile does it, after ConfirmOrder. */
        SEPARATELY
    }
}
