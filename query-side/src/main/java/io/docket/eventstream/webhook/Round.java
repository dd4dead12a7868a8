package io.docket.eventstream.webhook;

import io.docket.eventstream.receiver.Attempt;
import io.docket.eventstream.receiver.Message;
import io.docket.eventstream.receiver.Receiver;
import io.docket.eventstream.receiver.Receivers;
import io.docket.eventstream.receiver.SigningKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Some events on their way to one receiver: those of a thing one after the other, those of several things at the same time.
 * The first that is not taken ends it, once what is under way has ended too; and so does the time, since what is kept in
 * memory here is not to be sent long after.
 */
final class Round {

    private static final int AT_ONCE = 8;
    private static final Duration TIME = Duration.ofSeconds(10);

    private final Receivers receivers;
    private final SigningKey key;
    private final BooleanSupplier mayGoOn;
    private final Runnable ended;
    private final long until = System.nanoTime() + TIME.toNanos();

    private final Deque<Deque<Due>> waiting = new ArrayDeque<>();
    private final Set<Long> taken = new HashSet<>();
    private int underWay;
    private boolean stopped;
    private @Nullable Attempt failure;

    /** An event that is to be sent. */
    record Due(long position, String subject, Message message) {}

    /**
     * A round that has not begun.
     *
     * @param due in the order of the log
     * @param mayGoOn whether something may still be sent
     * @param ended is called once, and returns at once
     */
    Round(List<Due> due, SigningKey key, Receivers receivers, BooleanSupplier mayGoOn, Runnable ended) {
        this.receivers = receivers;
        this.key = key;
        this.mayGoOn = mayGoOn;
        this.ended = ended;
        Map<String, Deque<Due>> bySubject = new LinkedHashMap<>();
        due.forEach(one -> bySubject
                .computeIfAbsent(one.subject, subject -> new ArrayDeque<>())
                .add(one));
        waiting.addAll(bySubject.values());
    }

    /** Begins, where it is known already where the receiver is. */
    void begin(Receiver receiver) {
        goOn(receiver);
    }

    /** Ends before anything was sent. */
    void fail(Attempt attempt) {
        synchronized (this) {
            failure = attempt;
        }
        ended.run();
    }

    private void goOn(Receiver receiver) {
        for (Deque<Due> next = nextOrEnd(); next != null; next = nextOrEnd()) {
            send(next, receiver);
        }
    }

    /** The events of the next thing; nothing if all places are taken, or there is no more to be done. */
    private @Nullable Deque<Due> nextOrEnd() {
        boolean isOver;
        synchronized (this) {
            stopped = stopped || System.nanoTime() - until > 0 || !mayGoOn.getAsBoolean();
            if (!stopped && underWay < AT_ONCE && !waiting.isEmpty()) {
                underWay++;
                return waiting.poll();
            }
            isOver = underWay == 0 && (stopped || waiting.isEmpty());
            if (isOver) {
                // Nobody is told twice.
                underWay = -1;
            }
        }
        if (isOver) {
            ended.run();
        }
        return null;
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(Deque<Due> events, Receiver receiver) {
        Due next = events.getFirst();
        CompletableFuture<Attempt> sent;
        try {
            sent = receivers.send(receiver, next.message, key);
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        sent.whenComplete((attempt, fault) -> {
            synchronized (this) {
                underWay--;
                if (attempt != null && attempt.isTaken()) {
                    taken.add(next.position);
                    events.removeFirst();
                    if (!events.isEmpty()) {
                        waiting.addFirst(events);
                    }
                } else {
                    stopped = true;
                    if (failure == null) {
                        failure = attempt == null ? Attempt.notSent() : attempt;
                    }
                }
            }
            goOn(receiver);
        });
    }

    /** The positions of what was taken. */
    synchronized Set<Long> taken() {
        return Set.copyOf(taken);
    }

    /** Why the first was not taken that was not; {@code null} if all were that were sent. */
    synchronized @Nullable Attempt failure() {
        return failure;
    }
}
