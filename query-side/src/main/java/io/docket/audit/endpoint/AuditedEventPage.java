package io.docket.audit.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.docket.audit.AuditedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the events of an aggregate.
 *
 * @param totalCount how many it has
 * @param pageSize how many were asked for
 * @param next what {@code after} has to be for those behind; {@code null} if there are none
 */
@JsonPropertyOrder({"total-count", "page-size", "next", "Items"})
record AuditedEventPage(
        @JsonProperty("total-count") long totalCount,
        @JsonProperty("page-size") int pageSize,
        @JsonProperty("next") @Nullable Long next,
        @JsonProperty("Items") List<AuditedEvent> items) {}
