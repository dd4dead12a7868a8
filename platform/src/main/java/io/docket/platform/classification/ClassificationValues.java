package io.docket.platform.classification;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A classification with its values, as every API prints it. */
public record ClassificationValues(
        @JsonProperty("schema-id") String schemaId, List<Classification.Value> values) {

    static ClassificationValues of(Classification classification) {
        return new ClassificationValues(classification.schemaId(), classification.values());
    }
}
