package io.docket.platform.contract;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads bodies: JSON in UTF-8, well-formed, each name once, numbers that can be calculated with, and not too deep. */
final class StrictJson {

    private static final int MAX_NESTING = 50;

    /** What a double-precision number can have, which others mean by a number too (RFC 8259, section 6). */
    private static final int MAX_EXPONENT = 308;

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /**
     * The text of a body. What is UTF-16 or UTF-32 is no JSON in UTF-8.
     *
     * @throws CharacterCodingException if it is no well-formed UTF-8
     */
    static String text(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    /**
     * What a text says.
     *
     * @param json its numbers are no larger, and no nearer to zero, than can be calculated with
     * @param outOfRange the fields with other numbers, which have been replaced
     */
    record Parsed(JsonNode json, List<FieldError> outOfRange) {}

    /**
     * Reads a text. A number such as {@code 1e2147483647} would take all memory there is.
     *
     * @throws JacksonException if it is malformed
     */
    Parsed read(String text) {
        List<FieldError> outOfRange = new ArrayList<>();
        String readable = mayHaveExponents(text) ? readable(text, outOfRange) : text;
        return new Parsed(json.readTree(readable), outOfRange);
    }

    private String readable(String text, List<FieldError> outOfRange) {
        var readable = new StringBuilder(text.length());
        int copied = 0;
        try (JsonParser parser = json.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                String number = token == JsonToken.VALUE_NUMBER_FLOAT ? parser.getString() : "";
                if (!hasExponentInRange(number)) {
                    String tag = tag(parser.streamReadContext());
                    outOfRange.add(new FieldError(tag, ErrorLiteral.OUT_OF_RANGE, tag + " is out of range."));
                    int start = (int) parser.currentTokenLocation().getCharOffset();
                    int e = Math.max(number.indexOf('e'), number.indexOf('E'));
                    readable.append(text, copied, start + e + 1)
                            .append(number.charAt(e + 1) == '-' ? "-" : "")
                            .append(MAX_EXPONENT);
                    copied = start + number.length();
                }
            }
        }
        return readable.append(text, copied, text.length()).toString();
    }

    private static boolean mayHaveExponents(String text) {
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == 'e' || c == 'E') && text.charAt(i - 1) >= '0' && text.charAt(i - 1) <= '9') {
                return true;
            }
        }
        return false;
    }

    private static boolean hasExponentInRange(String number) {
        int e = Math.max(number.indexOf('e'), number.indexOf('E'));
        if (e < 0) {
            return true;
        }
        long exponent = 0;
        for (int i = e + 1; i < number.length() && exponent <= MAX_EXPONENT; i++) {
            char c = number.charAt(i);
            if (c >= '0' && c <= '9') {
                exponent = exponent * 10 + (c - '0');
            }
        }
        return exponent <= MAX_EXPONENT;
    }

    private static String tag(TokenStreamContext place) {
        String parent = place.getParent() == null ? "" : tag(place.getParent());
        if (place.inArray()) {
            return parent + "[" + place.getCurrentIndex() + "]";
        }
        String name = place.inObject() ? place.currentName() : null;
        return name == null ? parent : parent.isEmpty() ? name : parent + "." + name;
    }
}
