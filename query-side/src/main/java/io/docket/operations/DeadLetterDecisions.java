package io.docket.operations;

import io.docket.common.api.Refusal;
import io.docket.platform.audit.OperatorActions;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.projection.faults.HeldUpAggregates;
import io.docket.platform.projection.faults.HeldUpAggregates.HeldUp;
import io.docket.platform.security.Caller;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What operators decide about dead letters. It is on record in the transaction that does it. A retry is done by one of the
 * processes within a second or two.
 */
@Component
public final class DeadLetterDecisions {

    private final HeldUpAggregates heldUp;
    private final OperatorActions actions;
    private final TransactionTemplate transaction;

    DeadLetterDecisions(HeldUpAggregates heldUp, OperatorActions actions, PlatformTransactionManager transactions) {
        this.heldUp = heldUp;
        this.actions = actions;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A dead letter.
     *
     * @throws RefusedException not found, if it is held up no longer
     */
    public HeldUp find(UUID id) {
        return heldUp.find(id.toString()).orElseThrow(DeadLetterDecisions::notFound);
    }

    private static RefusedException notFound() {
        return new RefusedException(Refusal.notFound());
    }

    /**
     * Has one tried again, also if it was discarded.
     *
     * @return how it stood before
     * @throws RefusedException not found, if it is held up no longer
     */
    public HeldUp retry(UUID id, Caller caller) {
        HeldUp found = find(id);
        transaction.executeWithoutResult(status -> {
            actions.add("retryDeadLetter", found.aggregateId(), found.projection(), caller);
            if (!heldUp.retry(found.id())) {
                throw notFound();
            }
        });
        return found;
    }

    /**
     * Has all tried again that were not discarded.
     *
     * @param projection only those of this one; {@code null} for those of all
     * @return how many they are
     */
    public int retryAll(@Nullable String projection, Caller caller) {
        return Objects.requireNonNull(transaction.execute(status -> {
            actions.add("retryDeadLetters", null, projection, caller);
            return heldUp.retryAll(projection);
        }));
    }

    /**
     * Discards one.
     *
     * @throws RefusedException not found, or conflict, if it was discarded already, or is held up by another event by now
     */
    public void discard(UUID id, String reason, Caller caller) {
        HeldUp found = find(id);
        transaction.executeWithoutResult(status -> {
            actions.add("discardDeadLetter", found.aggregateId(), found.projection() + ": " + reason, caller);
            if (!heldUp.discard(found, caller.id(), reason)) {
                throw new RefusedException(
                        Refusal.conflict("already-discarded", "It has been discarded, or is held up no longer."));
            }
        });
    }
}
