package io.docket.audit.search;

import com.fasterxml.jackson.annotation.JsonValue;
import io.docket.common.api.Literal;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The place of a record among all, the newest first: by its time, what it is, and its id. Endpoints take it as a parameter.
 *
 * @param time in whole milliseconds
 * @param id unique among records of that kind
 */
public record Cursor(Instant time, RecordKind kind, String id) {

    private static final Pattern PRINTED =
            Pattern.compile("[0-9]{1,14}\\.(event\\.[0-9]{1,18}|(refusal|read|action)\\.[0-9a-f-]{1,64})");

    /**
     * Reads what was printed.
     *
     * @throws IllegalArgumentException if it was not
     */
    public static Cursor of(String text) {
        if (!PRINTED.matcher(text).matches()) {
            throw new IllegalArgumentException("This is no place among the records");
        }
        String[] parts = text.split("\\.", 3);
        return new Cursor(
                Instant.ofEpochMilli(Long.parseLong(parts[0])), Literal.of(RecordKind.class, parts[1]), parts[2]);
    }

    @JsonValue
    @Override
    public String toString() {
        return time.toEpochMilli() + "." + kind.literal() + "." + id;
    }
}
