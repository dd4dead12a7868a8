package io.docket.esim.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The id of an eSIM order, which is its {@code externalId} too. */
public record EsimOrderId(@JsonValue UUID value) {

    private static final Pattern FORMAT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    @JsonCreator
    public EsimOrderId {}

    /** The id that a text names, if it has the form of one. */
    public static Optional<EsimOrderId> parse(String text) {
        return FORMAT.matcher(text).matches() ? Optional.of(new EsimOrderId(UUID.fromString(text))) : Optional.empty();
    }

    public static EsimOrderId random() {
        return new EsimOrderId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
