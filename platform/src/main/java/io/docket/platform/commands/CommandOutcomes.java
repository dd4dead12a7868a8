package io.docket.platform.commands;

import io.docket.platform.database.PassingFault;
import io.docket.platform.errors.OutcomeUnknownException;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.errors.UnavailableException;
import io.docket.platform.metrics.Durations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Counts and times commands, each until its events are committed, by what became of it. One that is sent again after a
 * conflict counts again.
 */
@Component
final class CommandOutcomes implements MessageHandlerInterceptor<CommandMessage<?>> {

    private enum Outcome {
        /** Its events are committed, or it changed nothing. */
        DONE,
        /** A rule forbids it, or what it is for does not exist. */
        REFUSED,
        /** Another command was quicker. */
        CONFLICT,
        /** The store did not answer in time; nothing is changed. */
        UNAVAILABLE,
        /** Nobody knows whether it is committed. */
        UNKNOWN,
        /** A fault of the program. */
        FAILED
    }

    private final MeterRegistry meters;
    private final Map<Ended, Timer> timers = new ConcurrentHashMap<>();

    private record Ended(Class<?> type, Outcome outcome) {}

    CommandOutcomes(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> unit, InterceptorChain chain)
            throws Exception {
        long begun = System.nanoTime();
        Class<?> type = unit.getMessage().getPayloadType();
        UnitOfWork<?> root = unit.root();
        root.onCleanup(ended -> {
            Timer timer = timers.computeIfAbsent(new Ended(type, outcome(ended)), this::timer);
            timer.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        });
        return chain.proceed();
    }

    private Timer timer(Ended ended) {
        return Durations.timer("docket.commands")
                .tag("command", ended.type.getSimpleName())
                .tag("outcome", ended.outcome.name().toLowerCase(Locale.ROOT))
                .description("Commands, until their events are committed")
                .register(meters);
    }

    private static Outcome outcome(UnitOfWork<?> ended) {
        if (ended.getExecutionResult() == null || !ended.getExecutionResult().isExceptionResult()) {
            return ended.isRolledBack() ? Outcome.FAILED : Outcome.DONE;
        }
        Throwable failure = ended.getExecutionResult().getExceptionResult();
        Outcome outcome = outcome(failure);
        return outcome == Outcome.FAILED && failure.getCause() != null ? outcome(failure.getCause()) : outcome;
    }

    private static Outcome outcome(Throwable failure) {
        if (failure instanceof RefusedException
                || failure instanceof AggregateNotFoundException
                || failure instanceof IncompatibleAggregateException) {
            return Outcome.REFUSED;
        }
        if (failure instanceof OutcomeUnknownException) {
            return Outcome.UNKNOWN;
        }
        if (failure instanceof ConcurrencyException || failure instanceof AggregateStreamCreationException) {
            return Outcome.CONFLICT;
        }
        return failure instanceof EventStoreException
                        || failure instanceof UnavailableException
                        || failure instanceof CannotCreateTransactionException
                        || PassingFault.causes(failure)
                ? Outcome.UNAVAILABLE
                : Outcome.FAILED;
    }
}
