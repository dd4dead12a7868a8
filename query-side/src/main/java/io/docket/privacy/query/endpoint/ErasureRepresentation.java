package io.docket.privacy.query.endpoint;

import io.docket.common.api.UtcDateTime;
import io.docket.platform.scrubbing.ScrubRequests.Request;
import io.docket.privacy.api.ErasedPlace;
import io.docket.privacy.api.ErasureId;
import io.docket.privacy.query.ErasureView;
import java.util.List;
import java.util.Optional;
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
        List<ErasedPlace> scrubbed,
        @Nullable String cause) {

    /** @param request what the query side was asked to scrub, if it is under way */
    static ErasureRepresentation of(ErasureView view, Optional<Request> request) {
        boolean completed = view.completedAt() != null;
        return new ErasureRepresentation(
                view.erasureId(),
                completed ? "completed" : "scrubbing",
                view.requestedBy(),
                view.reason(),
                view.forced(),
                view.aggregates(),
                new UtcDateTime(view.erasedAt()),
                view.completedAt() == null ? null : new UtcDateTime(view.completedAt()),
                completed ? view.places() : firstPass(request),
                completed ? null : request.map(Request::cause).orElse(null));
    }

    private static List<ErasedPlace> firstPass(Optional<Request> request) {
        return request.map(Request::answer)
                .map(answer -> answer.places().stream()
                        .map(place -> new ErasedPlace(place.place(), place.count()))
                        .toList())
                .orElse(List.of());
    }
}
