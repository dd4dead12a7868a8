package io.docket.privacy.query.endpoint;

import io.docket.common.api.UtcDateTime;
import io.docket.privacy.api.ErasedPlace;
import io.docket.privacy.api.ErasureId;
import io.docket.privacy.query.ErasureView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** An erasure as the API prints it. */
@JsonNaming(KebabCaseStrategy.class)
record ErasureRepresentation(
        ErasureId id,
        String status,
        String requestedBy,
        String reason,
        boolean forced,
        long records,
        UtcDateTime erasedAt,
        @Nullable UtcDateTime completedAt,
        List<ErasedPlace> scrubbed) {

    static ErasureRepresentation of(ErasureView view) {
        return new ErasureRepresentation(
                view.erasureId(),
                view.completedAt() == null ? "scrubbing" : "completed",
                view.requestedBy(),
                view.reason(),
                view.forced(),
                view.aggregates(),
                new UtcDateTime(view.erasedAt()),
                view.completedAt() == null ? null : new UtcDateTime(view.completedAt()),
                view.places());
    }
}
