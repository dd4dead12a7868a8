package io.docket.platform.classification;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.List;

/** The classifications of an API, without their values, as every API prints them. */
public record ClassificationList(@JsonProperty("Items") List<Item> items) {

    /** One of them. */
    public record Item(@JsonProperty("schema-id") String schemaId, String description) {}

    static ClassificationList of(Collection<Classification> classifications) {
        return new ClassificationList(classifications.stream()
                .map(classification -> new Item(classification.schemaId(), classification.description()))
                .toList());
    }
}
