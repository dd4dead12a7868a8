package io.docket.eventstream.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.eventstream.log.EventFilter;
import io.docket.eventstream.log.LogInMemory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.BadCredentialsException;

class SubscriberTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long HEAD = 20_000;

    private final LogInMemory log = new LogInMemory(HEAD);
    private final LiveEvents live = new LiveEvents();
    private final Subscribers subscribers = subscribers();
    private final Taken taken = new Taken();
    private volatile Runnable right = () -> {};

    @SuppressWarnings("NullAway")
    private Subscribers subscribers() {
        return new Subscribers(
                new EventStreamProperties(1, 1),
                log,
                live,
                log.writer(),
                null,
                Clock.systemUTC(),
                new SimpleMeterRegistry());
    }

    /** Takes so many writes, and then no more until it is told to. */
    private static final class Taken implements Outlet {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long room = Long.MAX_VALUE;
        private int asked;
        private int flushed;
        private boolean busyAfterFlush;
        private String end = "";

        @Override
        public synchronized boolean isReady() {
            asked++;
            return room > 0 && end.isEmpty();
        }

        @Override
        public synchronized void write(byte[] written, int from, int length) {
            room--;
            bytes.write(written, from, length);
        }

        @Override
        public synchronized void flush() {
            flushed = bytes.size();
            if (busyAfterFlush) {
                room = 0;
            }
        }

        @Override
        public synchronized void complete() {
            end = room > 0 ? "complete" : "too early";
        }

        @Override
        public synchronized void cutOff() {
            end = "cut off";
        }

        synchronized void room(long writes) {
            room = writes;
        }

        synchronized void beBusyAfterFlush() {
            busyAfterFlush = true;
        }

        synchronized void roomIfNone() {
            room = Math.max(room, 1);
        }

        synchronized int asked() {
            return asked;
        }

        synchronized String end() {
            return end;
        }

        synchronized boolean isAllFlushed() {
            return flushed == bytes.size();
        }

        synchronized List<Long> positions() {
            return bytes.toString(UTF_8).lines().map(Long::valueOf).toList();
        }
    }

    private Subscriber subscriber(@Nullable Long until) {
        live.open(HEAD);
        return new Subscriber(
                new Subscription(
                        "c", 0, null, until, EventFilter.ALL, StreamForm.LINES, false, null, () -> right.run()),
                taken,
                subscribers);
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void sendsAllUpToTheEndAndCompletes() {
        subscriber(HEAD - 7).wake();
        await().atMost(PATIENCE).until(() -> taken.end().equals("complete"));
        assertThat(taken.positions()).isEqualTo(upTo(HEAD - 7));
    }

    @Test
    void whatFailsInTheMiddleIsSentOnceItCanBe() {
        log.failOnceAt(5_003);
        Subscriber subscriber = subscriber(HEAD);
        subscriber.wake();
        await().atMost(PATIENCE).until(() -> {
            subscriber.look(Instant.EPOCH);
            return taken.end().equals("complete");
        });
        assertThat(taken.positions()).isEqualTo(upTo(HEAD));
    }

    @Test
    void anAnswerIsNotEndedWhileItsLastBytesAreOnTheirWay() {
        taken.room(1);
        Subscriber subscriber = subscriber(1L);
        subscriber.wake();
        await().atMost(PATIENCE).until(() -> !taken.isReady());
        taken.beBusyAfterFlush();
        taken.room(1);

        await().atMost(PATIENCE).until(() -> {
            subscriber.wake();
            return taken.isAllFlushed();
        });
        taken.room(1);
        await().atMost(PATIENCE).until(() -> {
            subscriber.wake();
            return !taken.end().isEmpty();
        });

        assertThat(taken.end()).isEqualTo("complete");
        assertThat(taken.positions()).containsExactly(1L);
    }

    @Test
    void whatIsNotTakenIsSentOnceItIs() {
        taken.room(1);
        Subscriber subscriber = subscriber(HEAD);
        await().atMost(PATIENCE).until(() -> {
            subscriber.wake();
            taken.room(1);
            return taken.end().equals("complete");
        });
        assertThat(taken.positions()).isEqualTo(upTo(HEAD));
    }

    @Test
    @SuppressWarnings("NullAway")
    void allAreWokenBeforeTheEndOfALogThatGrowsAsFastAsItIsRead() {
        var reads = new AtomicInteger();
        var woken = new AtomicInteger();
        var wokenAtTheThirdRead = new AtomicInteger();
        var all =
                new Subscribers(
                        new EventStreamProperties(1, 1),
                        log,
                        live,
                        log.writer(),
                        null,
                        Clock.systemUTC(),
                        new SimpleMeterRegistry()) {
                    @Override
                    int wakeAll() {
                        return woken.incrementAndGet();
                    }
                };
        log.beforeRead(() -> {
            if (reads.incrementAndGet() == 3) {
                wokenAtTheThirdRead.set(woken.get());
            }
        });
        live.open(0);

        new Tail(log, live, null, all).follow();

        assertThat(wokenAtTheThirdRead).hasPositiveValue();
        assertThat(live.last()).isEqualTo(HEAD);
    }

    @Test
    void theLastEventsAreFlushedThoughNoOthersCome() {
        taken.room(1);
        Subscriber subscriber = subscriber(null);
        await().atMost(PATIENCE).until(() -> {
            subscriber.wake();
            taken.roomIfNone();
            return taken.positions().size() == HEAD;
        });
        await().atMost(PATIENCE).until(() -> {
            taken.roomIfNone();
            subscriber.wake();
            return taken.isAllFlushed();
        });
    }

    /** It may be away, and whoever waits for it can say nothing to its client. */
    @Test
    void whoHasAllAsksNothingOfTheDatabase() {
        Subscriber subscriber = subscriber(null);
        subscriber.wake();
        await().atMost(PATIENCE).until(() -> taken.positions().size() == HEAD && subscriber.isLive());
        turns(subscriber);
        int before = log.erasuresAsked();

        turns(subscriber);

        assertThat(log.erasuresAsked()).isEqualTo(before);
    }

    /** At the beginning of the third, one that began here has come to its end. */
    private void turns(Subscriber subscriber) {
        int begun = taken.asked();
        await().atMost(PATIENCE).until(() -> {
            subscriber.wake();
            return taken.asked() > begun + 2;
        });
    }

    @Test
    void aStreamEndsWithTheRightToIt() {
        Subscriber subscriber = subscriber(null);
        subscriber.wake();
        await().atMost(PATIENCE).until(() -> taken.positions().size() == HEAD);
        subscriber.checkRight(Clock.systemUTC());

        right = () -> {
            throw new BadCredentialsException("The key is withdrawn");
        };
        assertThat(taken.end()).isEmpty();
        subscriber.checkRight(Clock.systemUTC());

        await().atMost(PATIENCE).until(() -> taken.end().equals("complete"));
    }

    @Test
    void aLimitedStreamThatHasToEndEarlierIsCutOff() {
        taken.room(1);
        Subscriber subscriber = subscriber(HEAD);
        subscriber.wake();
        await().atMost(PATIENCE).until(() -> !taken.isReady());
        subscriber.end("The end.");
        taken.room(1);
        await().atMost(PATIENCE).until(() -> {
            subscriber.wake();
            taken.room(1);
            return !taken.end().isEmpty();
        });
        assertThat(taken.end()).isEqualTo("cut off");
        assertThat(taken.positions().size()).isLessThan((int) HEAD);
    }
}
