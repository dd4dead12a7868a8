package io.docket.eventstream.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A log that is as long as one likes, and a writer that fails when it is told to. */
@SuppressWarnings("NullAway")
public final class LogInMemory extends LoggedEvents {

    private final long head;
    private final AtomicLong failsAt = new AtomicLong();
    private final AtomicInteger erasuresAsked = new AtomicInteger();

    private volatile Runnable beforeRead = () -> {};

    public LogInMemory(long head) {
        super(new DriverManagerDataSource());
        this.head = head;
    }

    /** An event whose data say only where it is. */
    public static LoggedEvent event(long position) {
        return new LoggedEvent(
                position, "e-" + position, "s", 0, "Case", Instant.EPOCH, "docket.test", "1", new byte[0], new byte[0]);
    }

    @Override
    public long head() {
        return head;
    }

    @Override
    public Piece read(long after, long upTo, EventFilter filter, int most) {
        beforeRead.run();
        long last = Math.min(Math.min(head, upTo), after + most);
        List<LoggedEvent> events = LongStream.rangeClosed(after + 1, last)
                .mapToObj(LogInMemory::event)
                .toList();
        return new Piece(events, last < after + most ? upTo : last);
    }

    public void beforeRead(Runnable step) {
        beforeRead = step;
    }

    /** Lets the event at a position fail once. */
    public void failOnceAt(long position) {
        failsAt.set(position);
    }

    /** Writes what a test has it write. */
    public abstract static class Writer extends CloudEventWriter {

        protected Writer() {
            super(null);
        }

        @Override
        public abstract long erasures();

        @Override
        public abstract Frame write(LoggedEvent event, boolean unmasked);
    }

    /** How often it was asked how many erasures there have been, which the database is asked in turn. */
    public int erasuresAsked() {
        return erasuresAsked.get();
    }

    public CloudEventWriter writer() {
        return new Writer() {
            @Override
            public long erasures() {
                erasuresAsked.incrementAndGet();
                return 0;
            }

            @Override
            public Frame write(LoggedEvent event, boolean unmasked) {
                if (failsAt.compareAndSet(event.position(), 0)) {
                    throw new TransientDataAccessResourceException("The database does not answer");
                }
                return new Frame((event.position() + "\n\n").getBytes(UTF_8), 0);
            }
        };
    }
}
