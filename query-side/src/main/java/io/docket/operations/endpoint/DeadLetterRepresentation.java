package io.docket.operations.endpoint;

import io.docket.platform.projection.faults.HeldUpAggregates.Discarded;
import io.docket.platform.projection.faults.HeldUpAggregates.Event;
import io.docket.platform.projection.faults.HeldUpAggregates.HeldUp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A dead letter as the API prints it: nothing of what events hold. */
@JsonNaming(KebabCaseStrategy.class)
record DeadLetterRepresentation(
        String id,
        String projection,
        String objectId,
        long sequence,
        @Nullable Event event,
        long waitingBehind,
        String cause,
        Instant since,
        int attempts,
        @Nullable Instant nextAttempt,
        @Nullable Discarded discarded) {

    static DeadLetterRepresentation of(HeldUp heldUp) {
        return new DeadLetterRepresentation(
                heldUp.id(),
                heldUp.projection(),
                heldUp.aggregateId(),
                heldUp.sequenceNumber(),
                heldUp.event(),
                heldUp.behind(),
                heldUp.cause(),
                heldUp.since(),
                heldUp.attempts(),
                heldUp.discarded() == null ? heldUp.nextAttempt() : null,
                heldUp.discarded());
    }
}
