package io.docket.platform.eventstore;

import io.docket.platform.errors.OutcomeUnknownException;
import io.docket.platform.privacy.Person;
import io.docket.platform.recordedlog.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;

/** What one command appends. Its thread may give it up until its commit begins. */
final class Append {

    private enum State {
        /** Somebody waits for it. */
        WAITING,
        /** Its commit has begun, and may have succeeded. */
        COMMITTING,
        /** The same, and nobody waits for it any more. */
        LEFT,
        /** It is not to be written. */
        GIVEN_UP
    }

    static final Append STOP = new Append(List.of(), null, List.of());

    /** How many characters the effects of a part have, but for what one append has more. */
    private static final long MOST_EFFECTS = 1_000_000;

    final List<StoredEvent> events;
    final @Nullable TransactionParticipant participant;
    final List<Effect> effects;

    /** When it was handed over, in the time of {@link System#nanoTime()}. */
    final long since = System.nanoTime();

    private final CompletableFuture<Long> position = new CompletableFuture<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /** @param effects those of the participant, where there is a log of record to keep them */
    Append(List<StoredEvent> events, @Nullable TransactionParticipant participant, List<Effect> effects) {
        this.events = events;
        this.participant = participant;
        this.effects = effects;
    }

    /**
     * All of what waits, in parts of which each is no more than a log of record takes at once: what belongs to the events is
     * one message there, of 4 MB at the most.
     */
    static List<List<Append>> parts(List<Append> appends) {
        List<List<Append>> parts = new ArrayList<>();
        long room = 0;
        for (Append append : appends) {
            long size = append.effects.stream()
                    .mapToLong(effect -> effect.data().length())
                    .sum();
            if (parts.isEmpty() || size > room) {
                parts.add(new ArrayList<>());
                room = MOST_EFFECTS;
            }
            parts.get(parts.size() - 1).add(append);
            room -= size;
        }
        return parts;
    }

    StoredEvent last() {
        return events.get(events.size() - 1);
    }

    /** Whether there have been erasures since its personal data were encrypted. */
    boolean isOutdated(long erasures) {
        return events.stream().anyMatch(event -> !event.concerned().isEmpty() && event.erasures() != erasures);
    }

    /** Whether it concerns persons who are not stored yet. */
    boolean meetsSomebody() {
        return events.stream()
                .flatMap(event -> event.concerned().stream())
                .anyMatch(concerned -> !concerned.person().isStored());
    }

    boolean concernsAnyOf(Set<Person> persons) {
        return !persons.isEmpty()
                && events.stream()
                        .flatMap(event -> event.concerned().stream())
                        .anyMatch(concerned -> persons.contains(concerned.person()));
    }

    long await(Duration time) throws TimeoutException, InterruptedException {
        try {
            return position.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new EventStoreException("Appending failed", e.getCause());
        }
    }

    /** Keeps it from being written; too late if its commit has begun. */
    boolean giveUp() {
        return state.compareAndSet(State.WAITING, State.GIVEN_UP);
    }

    void leave() {
        if (!giveUp()) {
            state.compareAndSet(State.COMMITTING, State.LEFT);
        }
    }

    boolean beginCommit() {
        return state.compareAndSet(State.WAITING, State.COMMITTING);
    }

    void cancelCommit() {
        if (!state.compareAndSet(State.COMMITTING, State.WAITING)) {
            state.set(State.GIVEN_UP);
        }
    }

    boolean isInDoubt() {
        return state.get() == State.COMMITTING || state.get() == State.LEFT;
    }

    /** Whether it is to be written, which its last commit is known not to have done. */
    boolean isWanted() {
        if (isInDoubt()) {
            cancelCommit();
        }
        return state.get() == State.WAITING;
    }

    /** Whether anything remains to be done. */
    boolean isOpen() {
        return !position.isDone() && state.get() != State.GIVEN_UP;
    }

    void succeed(long committed) {
        position.complete(committed);
    }

    void fail(Throwable failure) {
        position.completeExceptionally(failure);
    }

    /** Has nobody look after it any more. */
    void drop(Throwable failure) {
        if (giveUp()) {
            fail(new EventStoreException("Appending failed", failure));
        } else {
            fail(new OutcomeUnknownException("Appending failed while it was being committed", failure));
        }
    }

    /** Fails it if it is known not to be in the store; else it stays open until that is known. */
    void failUnlessInDoubt(EventStoreException failure) {
        if (giveUp()) {
            fail(failure);
        }
    }
}
