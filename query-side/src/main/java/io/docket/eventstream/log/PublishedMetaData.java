package io.docket.eventstream.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.docket.platform.correlation.Correlation;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** What of the metadata of an event is published, as it stands between the quotes of JSON texts. */
final class PublishedMetaData {

    private static final List<String> NAMES = List.of(Correlation.ID, Correlation.CAUSATION_ID, Correlation.ACTOR);
    private static final byte[][] WRITTEN =
            NAMES.stream().map(name -> name.getBytes(UTF_8)).toArray(byte[][]::new);

    private final byte[] json;
    private final byte[] @Nullable [] found = new byte[NAMES.size()][];
    private int at;

    private PublishedMetaData(byte[] json) {
        this.json = json;
    }

    /** The values, in the order of the attributes; {@code null} for those that there are none of. */
    static byte[] @Nullable [] in(byte[] json) {
        var flat = new PublishedMetaData(json);
        return flat.isFlat() ? flat.found : parsed(json);
    }

    /** Reads what this system writes by itself: an object of texts without escapes or spaces; all else wants a parser. */
    private boolean isFlat() {
        if (!skip('{')) {
            return false;
        }
        if (skip('}')) {
            return at == json.length;
        }
        do {
            int name = at;
            int nameEnd = endOfText();
            if (nameEnd < 0 || !skip(':')) {
                return false;
            }
            int value = at;
            int valueEnd = endOfText();
            if (valueEnd < 0) {
                return false;
            }
            keep(name + 1, nameEnd, value + 1, valueEnd);
        } while (skip(','));
        return skip('}') && at == json.length;
    }

    private boolean skip(char expected) {
        boolean is = at < json.length && json[at] == expected;
        if (is) {
            at++;
        }
        return is;
    }

    /** Where the text that begins here ends, and goes on behind it; negative if it is none, or not as simple. */
    private int endOfText() {
        if (!skip('"')) {
            return -1;
        }
        for (int i = at; i < json.length; i++) {
            byte next = json[i];
            if (next == '"') {
                at = i + 1;
                return i;
            }
            // What is not ASCII is negative, and may be no UTF-8.
            if (next == '\\' || next < ' ') {
                return -1;
            }
        }
        return -1;
    }

    private void keep(int name, int nameEnd, int value, int valueEnd) {
        for (int i = 0; i < WRITTEN.length; i++) {
            if (Arrays.equals(json, name, nameEnd, WRITTEN[i], 0, WRITTEN[i].length)) {
                found[i] = valueEnd > value ? Arrays.copyOfRange(json, value, valueEnd) : null;
            }
        }
    }

    private static byte[] @Nullable [] parsed(byte[] json) {
        var found = new byte[NAMES.size()][];
        try (JsonParser parser = JsonMapper.shared().createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                int which = NAMES.indexOf(parser.currentName());
                if (parser.nextToken() == JsonToken.VALUE_STRING && which >= 0) {
                    String value = parser.getString();
                    found[which] = value.isEmpty() ? null : FrameBytes.quoted(value);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return found;
    }
}
