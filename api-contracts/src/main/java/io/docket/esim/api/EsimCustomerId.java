package io.docket.esim.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Whom eSIMs are for. Made of the tenant and the email address in small letters, neither of which can be read from it, nor
 * tried by whoever does not have the key.
 *
 * @param value {@code esim-customer-} and 64 hex digits
 */
public record EsimCustomerId(@JsonValue String value) {

    private static final String PREFIX = "esim-customer-";

    @JsonCreator
    public EsimCustomerId {}

    /**
     * The customer whom a tenant knows by an email address.
     *
     * @param keyedDigest makes 64 hex digits of a text
     */
    public static EsimCustomerId of(String tenant, String email, UnaryOperator<String> keyedDigest) {
        return new EsimCustomerId(PREFIX + keyedDigest.apply(name(tenant, email)));
    }

    private static String name(String tenant, String email) {
        return tenant + "\n" + email.toLowerCase(Locale.ROOT);
    }

    /** The same customer, as versions named customers that had no key. Those who have this id keep it. */
    public static EsimCustomerId withoutKey(String tenant, String email) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(name(tenant, email).getBytes(StandardCharsets.UTF_8));
            return new EsimCustomerId(PREFIX + HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
