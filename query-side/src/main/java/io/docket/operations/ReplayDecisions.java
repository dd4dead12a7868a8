package io.docket.operations;

import io.docket.common.api.Refusal;
import io.docket.platform.audit.OperatorActions;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.projection.processing.ProjectionStates;
import io.docket.platform.projection.rebuild.Replay;
import io.docket.platform.projection.rebuild.Replays;
import io.docket.platform.security.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What operators decide about replays. It is on record in the transaction that does it. */
@Component
public final class ReplayDecisions {

    private final Replays replays;
    private final ProjectionStates states;
    private final OperatorActions actions;
    private final TransactionTemplate transaction;

    ReplayDecisions(
            Replays replays,
            ProjectionStates states,
            OperatorActions actions,
            PlatformTransactionManager transactions) {
        this.replays = replays;
        this.states = states;
        this.actions = actions;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A replay.
     *
     * @throws RefusedException not found
     */
    public Replay find(String id) {
        return replays.find(id).orElseThrow(() -> new RefusedException(Refusal.notFound()));
    }

    /**
     * Has a read model made anew.
     *
     * @param id of the replay, which nobody else has
     * @param dryRun whether it is only compared with the live one
     * @param from the position of the first event that counts; {@code null} for all
     * @throws RefusedException not found, or conflict, if it is none that can be made anew or that is under way
     */
    public Replay start(String id, String projection, boolean dryRun, @Nullable Long from, Caller caller) {
        requireReplayable(projection);
        try {
            transaction.executeWithoutResult(status -> {
                actions.add("startReplay", projection, reason(dryRun, from), caller);
                replays.startFrom(from, id, projection, dryRun, caller.id());
            });
        } catch (DuplicateKeyException e) {
            throw new RefusedException(
                    Refusal.conflict("replay-under-way", "This read model is being made anew already."));
        }
        return find(id);
    }

    /** What is on record beside who and what; {@code null} for nothing. */
    private static @Nullable String reason(boolean dryRun, @Nullable Long from) {
        if (from == null) {
            return dryRun ? "dry run" : null;
        }
        return (dryRun ? "dry run, " : "") + "from position " + from;
    }

    private void requireReplayable(String projection) {
        if (!replays.isReplayable(projection)) {
            throw new RefusedException(
                    states.behind().containsKey(projection)
                            ? Refusal.conflict(
                                    "not-replayable", "This is no read model, and has nothing to be made anew.")
                            : Refusal.notFound());
        }
    }

    /**
     * Gives a replay up: the read model stays as it is.
     *
     * @throws RefusedException not found, or conflict, if it has ended
     */
    public void cancel(String id, Caller caller) {
        Replay replay = find(id);
        transaction.executeWithoutResult(status -> {
            actions.add("cancelReplay", replay.projection(), replay.id(), caller);
            if (!replays.cancel(replay.id())) {
                throw new RefusedException(Refusal.conflict("replay-ended", "The replay has ended."));
            }
        });
    }
}
