package io.docket.eventstream.webhook;

import io.docket.eventstream.log.EventFilter;
import io.docket.eventstream.receiver.Attempt;
import io.docket.eventstream.receiver.Message;
import io.docket.eventstream.receiver.Receiver;
import io.docket.eventstream.receiver.SigningKey;
import io.docket.eventstream.receiver.UnreachableReceiverException;
import io.docket.eventstream.subscription.EventFeed;
import io.docket.eventstream.subscription.LiveEvent;
import io.docket.platform.automation.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of one webhook, as long as this process has the lease. It has no thread: it is woken when there are events,
 * when a round has ended, and when it is time for another attempt, and then has a turn, one at a time.
 */
final class WebhookSender {

    /** How long a receiver may fail before nothing more is sent. */
    static final Duration GIVES_UP_AFTER = Duration.ofDays(3);

    /** And how often in a row: in three days in which nothing was sent, since no process ran, nothing has failed. */
    static final int GIVES_UP_AT = 10;

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(30));

    /** A receiver does not get us to wait longer. */
    private static final Duration LONGEST_WISH = Duration.ofHours(1);

    private static final Duration LONGEST_WAIT = LONGEST_WISH.multipliedBy(2);

    private static final int MOST = 100;
    private static final long MOST_BYTES = 128 * 1024;

    /** Of events that are not wanted, so many are passed before that is noted. */
    private static final long UNNOTED = 1_000;

    private final Webhook webhook;
    private final EventFilter filter;
    private final SigningKey key;
    private final WebhookSenders senders;
    private final AtomicInteger wakes = new AtomicInteger();

    /** What was taken beyond the position: events of other things than the first that is to be sent again. */
    private final Set<Long> ahead = new HashSet<>();

    private Standing standing;
    private long noted;
    private volatile boolean stopped;
    private volatile boolean underWay;
    private volatile @Nullable Instant retryAt;
    private @Nullable Running running;
    private volatile boolean ended;

    /** A round, and what it is about. */
    private record Running(Round round, EventFeed.Piece piece, List<Round.Due> due) {}

    WebhookSender(Webhook webhook, EventFilter filter, SigningKey key, WebhookSenders senders) {
        this.webhook = webhook;
        this.filter = filter;
        this.key = key;
        this.senders = senders;
        this.standing = webhook.standing();
        this.noted = standing.position();
        this.retryAt = standing.nextAttemptAt();
    }

    long version() {
        return webhook.version();
    }

    /** Gives it a turn, now or after the one that it has. */
    void wake() {
        if (wakes.getAndIncrement() == 0) {
            senders.run(this::turn);
        }
    }

    /** Sends nothing more. What is under way is not taken back. */
    void stop() {
        stopped = true;
    }

    /** Whether it has been stopped, and nothing is under way any more. */
    boolean hasEnded() {
        return stopped && !underWay && wakes.get() == 0;
    }

    /** Gives it a turn, unless it waits for a time that has not come: it may have been held back by a lease that was late. */
    void look(Instant now) {
        if (isDue(now)) {
            wake();
        }
    }

    /** Whoever would have to wait longer than anybody does, waits for a time of a clock that was set back. */
    private boolean isDue(Instant now) {
        Instant at = retryAt;
        return at == null || !now.isBefore(at) || at.isAfter(now.plus(LONGEST_WAIT));
    }

    private void turn() {
        int seen = wakes.get();
        boolean goesOn = false;
        try {
            goesOn = goOn();
        } catch (RuntimeException | Error e) {
            // What has been taken and could not be noted is sent again.
            stopped = true;
            senders.failed(e);
        }
        if (goesOn || !wakes.compareAndSet(seen, 0)) {
            senders.run(this::turn);
        }
    }

    /** Does what there is to do, and says whether there may be more to do at once. */
    private boolean goOn() {
        if (underWay) {
            if (!ended) {
                return false;
            }
            settle();
        }
        if (stopped || !senders.maySend() || !isDue(senders.now())) {
            return false;
        }
        EventFeed.Piece piece = senders.feed().after(standing.position(), filter, MOST, MOST_BYTES);
        List<LiveEvent> left = piece.events().stream()
                .filter(event -> !ahead.contains(event.event().position()))
                .toList();
        if (!left.isEmpty()) {
            begin(piece, left);
            return false;
        }
        if (piece.through() == standing.position()) {
            return false;
        }
        ahead.clear();
        standing = standing.passed(piece.through());
        if (standing.position() - noted >= UNNOTED) {
            note();
        }
        return true;
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void begin(EventFeed.Piece piece, List<LiveEvent> left) {
        List<Round.Due> due = left.stream()
                .map(event -> new Round.Due(
                        event.event().position(),
                        event.event().subject(),
                        new Message(event.event().id(), senders.feed().json(event, webhook.unmasked()))))
                .toList();
        var round = new Round(due, key, senders.receivers(), () -> !stopped && senders.maySend(), this::roundHasEnded);
        CompletableFuture<Receiver> found =
                senders.receivers().find(webhook.url(), webhook.client(), standing.failures());
        running = new Running(round, piece, due);
        ended = false;
        underWay = true;
        found.whenComplete((receiver, failure) -> {
            if (receiver != null) {
                round.begin(receiver);
            } else {
                round.fail(unreachable(failure));
            }
        });
    }

    /** Why a receiver is not found. */
    static Attempt unreachable(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return Attempt.failed(
                cause instanceof UnreachableReceiverException
                        ? String.valueOf(cause.getMessage())
                        : "The receiver cannot be looked up");
    }

    private void roundHasEnded() {
        ended = true;
        wake();
    }

    /** Notes what a round has come to. */
    private void settle() {
        Running settled = running;
        running = null;
        underWay = false;
        if (settled == null) {
            return;
        }
        Set<Long> taken = settled.round.taken();
        ahead.addAll(taken);
        long through = settled.due.stream()
                .mapToLong(Round.Due::position)
                .filter(position -> !taken.contains(position))
                .map(position -> position - 1)
                .min()
                .orElse(settled.piece.through());
        ahead.removeIf(position -> position <= through);
        boolean advanced = taken.stream().anyMatch(position -> position <= through);
        Attempt failure = settled.round.failure();
        if (failure == null && taken.isEmpty()) {
            // It ended before anything was sent.
            return;
        }
        Instant now = senders.now();
        Standing before = advanced ? standing.taken(through, now) : standing.passed(through);
        standing = failure == null ? standing.taken(through, now) : failed(before, failure, now);
        retryAt = standing.nextAttemptAt();
        note();
        if (standing.paused() != null) {
            stopped = true;
            senders.paused(webhook, standing);
        }
    }

    private static Standing failed(Standing before, Attempt failure, Instant now) {
        int failures = before.failures() + 1;
        Instant since =
                before.failingSince() == null || before.failingSince().isAfter(now) ? now : before.failingSince();
        Pause pause = null;
        if (failure.answer() == Attempt.Answer.GONE) {
            pause = Pause.GONE;
        } else if (failures >= GIVES_UP_AT && !now.isBefore(since.plus(GIVES_UP_AFTER))) {
            pause = Pause.FAILING;
        }
        return new Standing(
                before.position(),
                failures,
                since,
                pause == null ? now.plus(pauseAfter(failures, failure.retryAfter())) : null,
                failure.words(),
                before.lastSuccessAt(),
                pause);
    }

    /** Receivers that have failed at the same moment are not all tried again at the same moment. */
    private static Duration pauseAfter(int failures, @Nullable Duration wish) {
        long whole = BACKOFF.after(failures).toMillis();
        Duration pause =
                Duration.ofMillis(whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1));
        if (wish == null || wish.compareTo(pause) < 0) {
            return pause;
        }
        return wish.compareTo(LONGEST_WISH) < 0 ? wish : LONGEST_WISH;
    }

    private void note() {
        noted = standing.position();
        if (!senders.leases().save(webhook, standing)) {
            stopped = true;
        }
    }
}
