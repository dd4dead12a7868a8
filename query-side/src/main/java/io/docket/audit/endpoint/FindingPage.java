package io.docket.audit.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.docket.audit.search.Cursor;
import io.docket.audit.search.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the records that a search finds.
 *
 * @param pageSize how many were asked for
 * @param next what {@code after} has to be for those behind; {@code null} if there are none
 */
@JsonPropertyOrder({"page-size", "next", "Items"})
record FindingPage(
        @JsonProperty("page-size") int pageSize,
        @JsonProperty("next") @Nullable Cursor next,
        @JsonProperty("Items") List<Finding> items) {}
