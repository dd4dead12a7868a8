package io.docket.esim.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Whom eSIMs are for. Made of the tenant and the email address in small letters, neither of which can be read from it.
 *
 * @param value {@code esim-customer-} and 64 hex digits
 */
public record EsimCustomerId(@JsonValue String value) {

    private static final String PREFIX = "esim-customer-";

    @JsonCreator
    public EsimCustomerId {}

    /** The customer whom a tenant knows by an email address. */
    public static EsimCustomerId of(String tenant, String email) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((tenant + "\n" + email.toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8));
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
