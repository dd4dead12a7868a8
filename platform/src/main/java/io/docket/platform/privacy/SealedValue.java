package io.docket.platform.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import io.docket.common.api.PersonalData;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

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
    private static final String WITHHELD = "[withheld]";

    private static final byte[] NULL = "null".getBytes(UTF_8);

    private static final char TEXT = 't';
    private static final char JSON = 'j';
    private static final char END = '.';
    private static final int HEAD = 2;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    /** Encrypts a text for its place: nowhere else can it be decrypted. */
    static SealedValue ofText(String text, Person person, String place) {
        return new SealedValue(true, person.id(), encrypted(text.getBytes(UTF_8), person, place));
    }

    /** Encrypts anything else, as JSON. */
    static SealedValue ofJson(byte[] json, Person person, String place) {
        return new SealedValue(false, person.id(), encrypted(json, person, place));
    }

    private static byte[] encrypted(byte[] plain, Person person, String place) {
        try {
            return person.key().encrypt(plain, place.getBytes(UTF_8));
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
     * The value, as JSON.
     *
     * @param key {@code null} if the person has been erased
     * @throws GeneralSecurityException if it was not encrypted with this key for this place
     */
    byte[] open(@Nullable Aead key, String place) throws GeneralSecurityException {
        if (key == null) {
            return masked(true);
        }
        byte[] plain = key.decrypt(encrypted, place.getBytes(UTF_8));
        return isText ? json(new String(plain, UTF_8)) : plain;
    }

    /** What is read by who is to see no personal data, as JSON. */
    byte[] masked(boolean isErased) {
        if (!isText) {
            return NULL;
        }
        return json(isErased ? PersonalData.ERASED : PersonalData.MASKED);
    }

    /** What is read by whom it does not concern, as JSON. */
    static byte[] withheld() {
        return json(WITHHELD);
    }

    private static byte[] json(String text) {
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        var json = new byte[quoted.length + 2];
        json[0] = '"';
        System.arraycopy(quoted, 0, json, 1, quoted.length);
        json[json.length - 1] = '"';
        return json;
    }

    /** As it is stored, as JSON. */
    byte[] toJson() {
        return ('"' + toString() + '"').getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return "" + MARK + (isText ? TEXT : JSON) + Long.toString(personId, Character.MAX_RADIX) + END
                + ENCODER.encodeToString(encrypted);
    }
}
