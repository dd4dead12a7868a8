package io.docket.platform.privacy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whom a stored object names, and where its personal values stand. Both are found in one pass over its bytes, without a tree
 * of them: this is done for each event.
 *
 * @param named the values that tell which person something concerns
 * @param marked the values that are personal, in their order; none of them is {@code null}
 */
public record PersonalPlaces(List<Named> named, List<Marked> marked) {

    /** A value that tells which person something concerns. */
    record Named(PersonalFields.Id id, String value) {}

    /**
     * A value that is personal.
     *
     * @param begin the index of its first byte
     * @param end the index behind its last byte
     * @param path as a JSON pointer
     * @param text what it is if it is a text; {@code null} if it is anything else
     * @param of the field of its object that tells whose it is; {@code null} if it is the event's main person's
     * @param beside what its object names
     */
    record Marked(
            int begin,
            int end,
            String path,
            @Nullable String text,
            PersonalFields.@Nullable Id of,
            Map<PersonalFields.Id, Named> beside) {

        /** What tells whose it is; nothing if it is the event's main person's. */
        @Nullable
        Named owner() {
            return of == null ? null : beside.get(of);
        }

        boolean isSealed() {
            return text != null && SealedValue.isSealed(text);
        }
    }

    /** Those in an object of some type. */
    public static PersonalPlaces in(Class<?> type, byte[] object) {
        return in(PersonalFields.of(type), object);
    }

    static PersonalPlaces in(PersonalFields fields, byte[] object) {
        var found = new PersonalPlaces(new ArrayList<>(), new ArrayList<>());
        try (JsonParser from = JsonMapper.shared().createParser(object)) {
            from.nextToken();
            found.look(fields, from, "");
        }
        return found;
    }

    /** The first value of a field. */
    Optional<String> value(PersonalFields.Id id) {
        return named.stream().filter(one -> one.id.equals(id)).map(Named::value).findFirst();
    }

    private void look(PersonalFields fields, JsonParser from, String path) {
        if (from.hasToken(JsonToken.START_ARRAY)) {
            for (int i = 0; from.nextToken() != JsonToken.END_ARRAY; i++) {
                look(fields, from, path + "/" + i);
            }
        } else if (from.hasToken(JsonToken.START_OBJECT)) {
            lookAtFields(fields, from, path);
        }
    }

    private void lookAtFields(PersonalFields fields, JsonParser from, String path) {
        Map<PersonalFields.Id, Named> beside = new HashMap<>();
        for (String name = from.nextName(); name != null; name = from.nextName()) {
            JsonToken token = from.nextToken();
            PersonalFields.Id id = fields.id(name);
            if (id != null && token == JsonToken.VALUE_STRING) {
                var one = new Named(id, from.getString());
                beside.put(id, one);
                named.add(one);
            }
            PersonalFields.Marked mark = fields.mark(name);
            PersonalFields inner = fields.nested().get(name);
            if (mark != null && token != JsonToken.VALUE_NULL) {
                marked.add(marked(mark, from, path + "/" + name, beside));
            } else if (inner != null) {
                look(inner, from, path + "/" + name);
            } else {
                from.skipChildren();
            }
        }
    }

    private static Marked marked(
            PersonalFields.Marked mark, JsonParser from, String path, Map<PersonalFields.Id, Named> beside) {
        int begin = beginOfToken(from);
        String text = from.hasToken(JsonToken.VALUE_STRING) ? from.getString() : null;
        from.skipChildren();
        return new Marked(begin, endOfToken(from), path, text, mark.of(), beside);
    }

    /** The index of the first byte of what a parser of bytes stands at. */
    static int beginOfToken(JsonParser from) {
        return (int) from.currentTokenLocation().getByteOffset();
    }

    /** The index behind its last byte, once it has been read. */
    static int endOfToken(JsonParser from) {
        return (int) from.currentLocation().getByteOffset();
    }
}
