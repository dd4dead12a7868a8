package io.docket.operations.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * All projections.
 *
 * @param head the position of the last event
 */
@JsonPropertyOrder({"head", "Items"})
record ProjectionList(
        @JsonProperty("head") long head,
        @JsonProperty("Items") List<ProjectionRepresentation> items) {}
