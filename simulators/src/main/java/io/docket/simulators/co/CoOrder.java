package io.docket.simulators.co;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An order at the communication operator.
 *
 * @param number its place in the order in which orders were placed
 * @param state {@code RECEIVED}, {@code IN_PROGRESS}, {@code DONE_SUCCESS}, {@code DONE_FAILED} or, of one that was not
 *     taken, {@code REFUSED}
 * @param reason why it failed or was refused
 * @param failure why it will fail; {@code null} if it will not
 * @param asked how many times it was asked for
 * @param movesOnAt when its state changes next; {@code null} if it does not
 * @param doneAt when it ends, if it is not held
 */
@JsonNaming(KebabCaseStrategy.class)
record CoOrder(
        long number,
        String reference,
        @Nullable String coOrderId,
        String accessId,
        String service,
        Instant requestedDateTime,
        String state,
        @Nullable String reason,
        @Nullable String failure,
        int asked,
        Instant placedAt,
        @Nullable Instant movesOnAt,
        Instant doneAt) {

    static final String RECEIVED = "RECEIVED";
    static final String IN_PROGRESS = "IN_PROGRESS";
    static final String DONE_SUCCESS = "DONE_SUCCESS";
    static final String DONE_FAILED = "DONE_FAILED";
    static final String REFUSED = "REFUSED";

    @JsonIgnore
    boolean isActive() {
        return state.equals(RECEIVED) || state.equals(IN_PROGRESS);
    }

    CoOrder askedAgain() {
        return with(state, reason, asked + 1, movesOnAt, doneAt);
    }

    CoOrder in(String newState, @Nullable String newReason, @Nullable Instant newMovesOnAt) {
        return with(newState, newReason, asked, newMovesOnAt, doneAt);
    }

    CoOrder releasedAt(Instant now) {
        return with(state, reason, asked, now, now);
    }

    private CoOrder with(
            String newState,
            @Nullable String newReason,
            int newAsked,
            @Nullable Instant newMovesOnAt,
            Instant newDoneAt) {
        return new CoOrder(
                number,
                reference,
                coOrderId,
                accessId,
                service,
                requestedDateTime,
                newState,
                newReason,
                failure,
                newAsked,
                placedAt,
                newMovesOnAt,
                newDoneAt);
    }
}
