package io.docket.salesleads.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of a sales lead, in the format of ON-API. It follows from the operator, the access, the product and the time of the
 * order, so that a lead that is sent again is found; and not from the customer, who could be told from it.
 *
 * @param value such as {@code 0c3ad2a1-5cfe-8b52-9b0e-30f9f0a43a5e}
 */
public record LeadId(@JsonValue String value) {

    private static final Pattern FORMAT = Pattern.compile("[-0-9a-zA-Z.]{1,36}");

    private static final long VERSION_8 = 0x8000L;
    private static final long VERSION_CLEARED = 0xFFFF_FFFF_FFFF_0FFFL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long VARIANT_CLEARED = 0x3FFF_FFFF_FFFF_FFFFL;

    /** @throws IllegalArgumentException if the value does not have the format */
    @JsonCreator
    public LeadId {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a lead id");
        }
    }

    /**
     * An id of a lead: a UUID of version 8 (RFC 9562), made of a SHA-256 digest.
     *
     * @param others how many leads of other customers, with the same access, product and time, have come before
     */
    public static LeadId of(Lead lead, int others) {
        String name = String.join(
                "\n",
                lead.coId(),
                lead.coAccessId(),
                lead.product().productId(),
                lead.product().offeringId(),
                lead.orderDateTime().toString());
        if (others > 0) {
            name += "\n" + others;
        }
        ByteBuffer digest = ByteBuffer.wrap(sha256(name));
        long high = (digest.getLong() & VERSION_CLEARED) | VERSION_8;
        long low = (digest.getLong() & VARIANT_CLEARED) | VARIANT;
        return new LeadId(new UUID(high, low).toString());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
