package io.docket.platform.commands;

import io.docket.platform.database.Deadline;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;

/** What is done about commands that meet in an aggregate: the slower one is sent again. */
public final class Conflicts {

    /** Another command was quicker to change the aggregate. */
    static final Predicate<RuntimeException> CHANGED = ConcurrencyException.class::isInstance;

    /** There is an aggregate with the id of the one to be created. */
    static final Predicate<RuntimeException> TAKEN = AggregateStreamCreationException.class::isInstance;

    private static final int MAX_ATTEMPTS = 10;

    private Conflicts() {}

    /** Sends a command, again if another one was quicker to create or change the same aggregates. */
    public static <R> R retry(Deadline deadline, IntFunction<R> send) {
        return retry(CHANGED.or(TAKEN), deadline, send);
    }

    /** The same for some conflicts. The attempts are counted from 1. */
    static <R> R retry(Predicate<RuntimeException> conflict, Deadline deadline, IntFunction<R> send) {
        for (int attempt = 1; ; attempt++) {
            try {
                return send.apply(attempt);
            } catch (RuntimeException e) {
                if (!conflict.test(e) || attempt == MAX_ATTEMPTS || deadline.hasPassed()) {
                    throw e;
                }
            }
        }
    }
}
