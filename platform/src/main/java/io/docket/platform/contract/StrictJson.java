package io.docket.platform.contract;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
     * Reads a text that has passed {@link #outOfRange}.
     *
     * @throws JacksonException if it is malformed
     */
    JsonNode read(String text) {
        return json.readTree(text);
    }

    /**
     * The numbers that are too large, or too small, for a calculation. To read one may take all memory there is.
     *
     * @throws JacksonException if the text is malformed
     */
    List<FieldError> outOfRange(String text) {
        if (!mayHaveExponents(text)) {
            return List.of();
        }
        try (JsonParser parser = json.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT && !hasExponentInRange(parser.getString())) {
                    String tag = tag(parser.streamReadContext());
                    return List.of(new FieldError(tag, ErrorLiteral.OUT_OF_RANGE, tag + " is out of range."));
                }
            }
            return List.of();
        }
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
        String name = place.inObject() ? place.currentName() : null;
        return name == null ? parent : parent.isEmpty() ? name : parent + "." + name;
    }
}
