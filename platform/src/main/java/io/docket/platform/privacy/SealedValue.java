package io.docket.platform.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import io.docket.common.api.PersonalData;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * A personal value as it is stored: a text that begins with the control character DEL, which no text of a request holds,
 * and goes on with the form, the number of the person and the encrypted value.
 *
 * @param isText whether the value is a text; anything else is encrypted as JSON
 * @param personId whose it is
 * @param encrypted by AES-256-GCM, with the initialization vector before it
 */
@SuppressWarnings("ArrayRecordComponent")
record SealedValue(boolean isText, long personId, byte[] encrypted) {

    static final char MARK = '\u007f';

    /** What an encrypted value takes the place of, where others are to know that there is something. */
    static final String WITHHELD = "[withheld]";

    private static final char TEXT = 't';
    private static final char JSON = 'j';
    private static final char END = '.';
    private static final int HEAD = 2;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    /** Encrypts a value for its place: nowhere else can it be decrypted. */
    static SealedValue seal(JsonNode value, Person person, String place) {
        boolean isText = value.isString();
        byte[] plain = (isText ? value.stringValue() : value.toString()).getBytes(UTF_8);
        try {
            return new SealedValue(isText, person.id(), person.key().encrypt(plain, place.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a text is, if it is a sealed value. */
    static Optional<SealedValue> parse(String text) {
        if (!isSealed(text)) {
            return Optional.empty();
        }
        int end = text.indexOf(END, HEAD);
        try {
            return Optional.of(new SealedValue(
                    text.charAt(1) == TEXT,
                    Long.parseLong(text.substring(HEAD, end), Character.MAX_RADIX),
                    DECODER.decode(text.substring(end + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static boolean isSealed(String text) {
        return text.length() > HEAD
                && text.charAt(0) == MARK
                && (text.charAt(1) == TEXT || text.charAt(1) == JSON)
                && text.indexOf(END, HEAD) > 0;
    }

    /**
     * The value.
     *
     * @param key {@code null} if the person has been erased
     * @throws GeneralSecurityException if it was not encrypted with this key for this place
     */
    JsonNode open(@Nullable Aead key, String place) throws GeneralSecurityException {
        if (key == null) {
            return isText ? StringNode.valueOf(PersonalData.ERASED) : NullNode.getInstance();
        }
        String plain = new String(key.decrypt(encrypted, place.getBytes(UTF_8)), UTF_8);
        return isText ? StringNode.valueOf(plain) : PersonalJson.EXACT.readTree(plain);
    }

    /** What is read by who is to see no personal data. */
    JsonNode masked(boolean isErased) {
        if (!isText) {
            return NullNode.getInstance();
        }
        return StringNode.valueOf(isErased ? PersonalData.ERASED : PersonalData.MASKED);
    }

    @Override
    public String toString() {
        return "" + MARK + (isText ? TEXT : JSON) + Long.toString(personId, Character.MAX_RADIX) + END
                + ENCODER.encodeToString(encrypted);
    }
}
