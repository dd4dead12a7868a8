package io.docket.esim.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The id of an eSIM order, which is its {@code externalId} too. */
public record EsimOrderId(@JsonValue UUID value) {

    @JsonCreator
    public EsimOrderId {}

    public static EsimOrderId random() {
        return new EsimOrderId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
