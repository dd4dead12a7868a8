package io.docket.platform.partner;

import io.docket.platform.settings.InvalidSettingException;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a partner is, and how long it may take.
 *
 * @param baseUrl what the paths of its API stand behind; without a slash at its end. {@code https}, or {@code http} to this
 *     machine
 * @param sslBundle the name of the SSL bundle with our certificate and those that we trust; {@code null} to show none, and
 *     to trust what the Java runtime trusts
 * @param connectTimeout how long a connection may take
 * @param readTimeout how long a call may take in all, until the end of the answer
 */
public record PartnerConnection(
        URI baseUrl, @Nullable String sslBundle, Duration connectTimeout, Duration readTimeout) {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    /**
     * Checks what an operator has set.
     *
     * @param property what the names of the settings start with, such as {@code docket.co}
     * @param baseUrl {@code null} if it is not set
     * @throws InvalidSettingException if there is no address, or a value is not fit for its use; its message names the
     *     setting, and no secret
     */
    public static PartnerConnection of(
            String property,
            @Nullable URI baseUrl,
            @Nullable String sslBundle,
            Duration connectTimeout,
            Duration readTimeout) {
        if (baseUrl == null) {
            throw new InvalidSettingException(
                    property + ".base-url is not set.",
                    "Set it to the address of the partner, or, to try Docket out, start it with docket.demo.enabled=true.");
        }
        boolean plain = "http".equals(baseUrl.getScheme());
        if (!(plain || "https".equals(baseUrl.getScheme()))
                || baseUrl.getHost() == null
                || baseUrl.getRawUserInfo() != null
                || baseUrl.getRawQuery() != null
                || baseUrl.getRawFragment() != null) {
            throw unfit(property + ".base-url must be an http or https address without user, query and fragment");
        }
        if (plain && !isLoopback(baseUrl)) {
            throw unfit(property + ".base-url must be https: only this machine is called over http");
        }
        requirePositive(property + ".connect-timeout", connectTimeout);
        requirePositive(property + ".read-timeout", readTimeout);
        return new PartnerConnection(withoutSlash(baseUrl), sslBundle, connectTimeout, readTimeout);
    }

    /** Whether an address is one of this machine, by its name alone. */
    public static boolean isLoopback(URI address) {
        return address.getHost() != null && LOOPBACK.matcher(address.getHost()).matches();
    }

    private static InvalidSettingException unfit(String problem) {
        return new InvalidSettingException(problem + ".", "Correct it.");
    }

    private static void requirePositive(String property, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw unfit(property + " must be positive");
        }
    }

    private static URI withoutSlash(URI url) {
        String text = url.toString();
        int end = text.length();
        while (text.charAt(end - 1) == '/') {
            end--;
        }
        return URI.create(text.substring(0, end));
    }
}
