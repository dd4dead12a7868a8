package io.docket.privacy.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of the erasure of a person. */
public record ErasureId(@JsonValue UUID value) {

    @JsonCreator
    public ErasureId {}

    /** A new one. */
    public static ErasureId random() {
        return new ErasureId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
