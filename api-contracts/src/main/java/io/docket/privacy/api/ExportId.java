package io.docket.privacy.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of an export of what is held about a person. */
public record ExportId(@JsonValue UUID value) {

    @JsonCreator
    public ExportId {}

    /** A new one. */
    public static ExportId random() {
        return new ExportId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
