package io.docket.common.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** A constant of an enumeration that an API spells in its own way. */
public interface Literal {

    /** As the API spells it. */
    @JsonValue
    String literal();

    /**
     * The constant of an enumeration that the API spells so.
     *
     * @throws IllegalArgumentException if there is none
     */
    static <E extends Enum<E> & Literal> E of(Class<E> enumeration, String literal) {
        return Arrays.stream(enumeration.getEnumConstants())
                .filter(constant -> constant.literal().equals(literal))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown literal"));
    }
}
