package io.docket.console.audit;

import org.jspecify.annotations.Nullable;

/** What was filled into a field of a form. */
final class Given {

    private static final int LONGEST = 200;

    private Given() {}

    /**
     * The text of a field; {@code null} if it was left empty.
     *
     * @throws IllegalArgumentException if nothing that is on record can be like it
     */
    static @Nullable String text(@Nullable String field) {
        String text = field == null ? "" : field.strip();
        if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("No such text is on record");
        }
        return text.isEmpty() ? null : text;
    }
}
