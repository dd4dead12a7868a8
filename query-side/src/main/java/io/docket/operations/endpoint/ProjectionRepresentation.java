package io.docket.operations.endpoint;

import io.docket.platform.projection.processing.ProjectionStates.Claim;
import io.docket.platform.projection.processing.ProjectionStates.Failure;
import io.docket.platform.projection.processing.ProjectionStates.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A projection as the API prints it. */
@JsonNaming(KebabCaseStrategy.class)
record ProjectionRepresentation(
        String name,
        String state,
        long position,
        Lag lag,
        long heldUp,
        List<Segment> segments,
        @Nullable LastError lastError) {

    /** How far it is behind the log, and for how long the first event that concerns it has waited. */
    record Lag(long events, double seconds) {}

    /** A projection has one segment: its events are taken in one after the other. */
    @JsonNaming(KebabCaseStrategy.class)
    record Segment(int segment, String process, boolean thisProcess, Instant heardAt) {}

    /** What last kept it from going on, in whichever process. */
    record LastError(Instant time, String cause) {}

    static ProjectionRepresentation of(State state) {
        Claim claim = state.claim();
        Failure failure = state.failure();
        return new ProjectionRepresentation(
                state.name(),
                state.condition().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                state.position(),
                new Lag(state.behind(), state.lag().toMillis() / 1000.0),
                state.heldUp(),
                Stream.ofNullable(claim)
                        .map(one -> new Segment(0, one.process(), one.here(), one.heardAt()))
                        .toList(),
                failure == null ? null : new LastError(failure.time(), failure.cause()));
    }
}
