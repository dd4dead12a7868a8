package io.docket.platform.projection.rebuild;

import io.docket.platform.projection.faults.BatchFailedException;
import io.docket.platform.projection.rebuild.tables.NextTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes one read model anew, in threads of its own. Whatever fails because of the database is tried again; anything else
 * ends it: the live projection is then let go on as it stood.
 */
final class RebuildWork<V> {

    private static final Logger LOG = LoggerFactory.getLogger(RebuildWork.class);

    private static final int MOST_THREADS = 4;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);

    /** Of which half may pass until a process has claimed the projection again. */
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(10);

    private final Rebuild rebuild;
    private final View<V> view;
    private final RebuildParts parts;
    private final Runnable afterwards;
    private final Thread thread;

    private volatile boolean goesOn = true;
    private volatile boolean over;

    /** Goes on with what has been claimed; {@code afterwards} is run when it is over. */
    RebuildWork(Rebuild rebuild, View<V> view, RebuildParts parts, Runnable afterwards) {
        this.rebuild = rebuild;
        this.view = view;
        this.parts = parts;
        this.afterwards = afterwards;
        this.thread = newThread(this::run, "");
    }

    private Thread newThread(Runnable work, String suffix) {
        var made = new Thread(work, "rebuild-" + view.name() + suffix);
        made.setDaemon(true);
        return made;
    }

    Rebuild rebuild() {
        return rebuild;
    }

    void begin() {
        thread.start();
    }

    boolean isOver() {
        return over;
    }

    /** Ends it if it is claimed no longer. */
    void stillClaimed(boolean claimed) {
        goesOn &= claimed;
    }

    /** Ends it as soon as what is under way is done, and leaves the rest to others. */
    void stop() {
        goesOn = false;
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            make();
            if (!goesOn) {
                parts.records().leave(rebuild);
            }
        } catch (RebuildRecords.LostException e) {
            LOG.info("{}", e.getMessage());
        } catch (RebuildRecords.OutdatedException e) {
            LOG.info("{}", e.getMessage());
            beginAgain();
        } catch (RuntimeException | Error e) {
            if (goesOn) {
                giveUp(e);
            }
        } finally {
            over = true;
            afterwards.run();
        }
    }

    private void giveUp(Throwable cause) {
        LOG.error("{} cannot be made anew, and stays as it is", view.name(), cause);
        String kind = cause instanceof UnknownEventException
                ? String.valueOf(cause.getMessage())
                : String.valueOf(new BatchFailedException(cause).getMessage());
        untilItWorks(() -> parts.giveUp(rebuild, view, ReplayRecords.End.failed(kind)));
    }

    /** Leaves the live projection to itself until then. */
    private void beginAgain() {
        untilItWorks(() -> new TransactionTemplate(parts.transactions()).executeWithoutResult(status -> {
            parts.letters().forget(view.successor());
            parts.tokens().letGo(view.name());
            parts.records().again(rebuild, parts.log().head());
            parts.nextTables().drop(view.tables());
        }));
    }

    private void make() {
        long begunAt = System.nanoTime();
        NextTables next = parts.nextTables();
        if (rebuild.stage() == Rebuild.Stage.ASKED_FOR) {
            untilItWorks(() -> create(next));
        }
        // No key is used from here on that was destroyed before the tables were made.
        untilItWorks(parts.persons()::count);
        if (rebuild.stage() != Rebuild.Stage.FOLLOWING) {
            fill(next);
            untilItWorks(() -> {
                next.index(view.tables());
                parts.changed().forget(rebuild);
                parts.records().following(rebuild);
            });
        }
        if (goesOn) {
            Long reached = rebuild.position();
            long position = handOver(next, reached == null ? rebuild.upTo() : reached);
            if (goesOn) {
                untilItWorks(() -> next.drop(view.tables()));
                LOG.info(
                        "{} is made anew{}, up to position {}, in {} s",
                        view.name(),
                        rebuild.dryRun() ? " to be compared" : "",
                        position,
                        Duration.ofNanos(System.nanoTime() - begunAt).toSeconds());
            }
        }
    }

    private void create(NextTables next) {
        new TransactionTemplate(parts.transactions()).executeWithoutResult(status -> {
            parts.records().begun(rebuild, view.isPersonal());
            parts.letters().forget(view.successor());
            next.create(view.tables());
        });
        if (rebuild.from() != null) {
            parts.changed().prepare(rebuild, view, next);
        }
        parts.records().filling(rebuild);
    }

    /** Several threads at once, a chunk each. */
    private void fill(NextTables next) {
        Set<Long> done = parts.records().chunks(rebuild);
        long end = parts.records().end(rebuild);
        var chunks = new ChunkFill<>(rebuild, view, next, parts);
        var nextChunk = new AtomicLong();
        var failure = new AtomicReference<@Nullable Throwable>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()); i++) {
            threads.add(newThread(
                    () -> {
                        try {
                            fillUntilNoneIsLeft(chunks, nextChunk, end, done);
                        } catch (RuntimeException | Error e) {
                            failure.compareAndSet(null, e);
                            nextChunk.set(end);
                        }
                    },
                    "-" + (i + 1)));
        }
        threads.forEach(Thread::start);
        threads.forEach(filling -> join(filling, nextChunk, end));
        Throwable failed = failure.get();
        if (failed instanceof RebuildRecords.OutdatedException outdated) {
            throw outdated;
        }
        if (failed != null) {
            throw new IllegalStateException("A chunk cannot be made", failed);
        }
    }

    private void fillUntilNoneIsLeft(ChunkFill<V> chunks, AtomicLong nextChunk, long end, Set<Long> done) {
        long chunk;
        while (goesOn && (chunk = nextChunk.getAndAdd(rebuild.chunkSize())) < end) {
            long after = chunk;
            if (!done.contains(after)) {
                untilItWorks(() -> {
                    parts.records().requireNoErasure(rebuild);
                    try {
                        chunks.fill(after);
                    } catch (DuplicateKeyException e) {
                        LOG.debug("The chunk behind {} has been made by somebody else", after, e);
                    }
                });
            }
        }
    }

    private void join(Thread filling, AtomicLong nextChunk, long end) {
        try {
            while (filling.isAlive()) {
                filling.join(BETWEEN_REPORTS.toMillis());
                if (filling.isAlive()) {
                    LOG.info("{} is being made anew: {} of {}", view.name(), Math.min(nextChunk.get(), end), end);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            goesOn = false;
        }
    }

    /**
     * Follows the log to near its end; then takes the projection's token, so that the live tables stand still; then follows
     * to where they stand, or to the end of the log, and takes their place. While somebody reads them for long, as a backup
     * does, that is not possible: they go on, and it is tried again and again.
     */
    private long handOver(NextTables next, long from) {
        var successor = new Successor<>(rebuild, view, next, parts);
        long position = from;
        boolean inPlace = false;
        while (goesOn && !inPlace) {
            position = followToTheEnd(successor, position);
            if (goesOn && rebuild.dryRun()) {
                return compare(successor, position);
            }
            untilItWorks(() -> parts.tokens().hold(view.name()));
            position = followTo(
                    successor,
                    position,
                    Math.max(parts.tokens().position(view.name()), parts.log().head()));
            inPlace = goesOn && isInPlace(successor, position);
        }
        return position;
    }

    private long followToTheEnd(Successor<V> successor, long from) {
        long position = from;
        for (long head = parts.log().head();
                goesOn && head - position > Successor.STEP;
                head = parts.log().head()) {
            position = followTo(successor, position, head);
        }
        return position;
    }

    private boolean isInPlace(Successor<V> successor, long position) {
        try {
            successor.takeOver(position);
            return true;
        } catch (RuntimeException e) {
            if (e instanceof IllegalStateException || !new BatchFailedException(e).isPassing()) {
                throw e;
            }
            LOG.debug("{} goes on as it is for now", view.name(), e);
            untilItWorks(() -> parts.tokens().letGo(view.name()));
            LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            return false;
        }
    }

    /** As soon as the live tables are as far as these are. They are left alone until then: to hold them keeps them back. */
    private long compare(Successor<V> successor, long from) {
        var position = new AtomicLong(from);
        var compared = new AtomicBoolean();
        while (goesOn && !compared.get()) {
            untilItWorks(() -> {
                if (isReached(parts.tokens().position(view.name()), position.get())) {
                    compared.set(isCompared(successor, position));
                }
            });
            if (!compared.get()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        return position.get();
    }

    private boolean isCompared(Successor<V> successor, AtomicLong position) {
        parts.tokens().hold(view.name());
        long live = parts.tokens().position(view.name());
        position.set(followTo(successor, position.get(), live));
        // It may have been stopped on the way.
        if (goesOn && position.get() >= live && isReached(live, position.get())) {
            successor.compare(position.get());
            return true;
        }
        parts.tokens().letGo(view.name());
        return false;
    }

    /** Whether the live tables lack nothing of what there is up to a position. */
    private boolean isReached(long live, long position) {
        return parts.log().isNothingBetween(view.concern(), live, position);
    }

    private long followTo(Successor<V> successor, long from, long target) {
        var position = new AtomicLong(from);
        while (goesOn && position.get() < target) {
            untilItWorks(() -> position.set(successor.follow(position.get(), target)));
        }
        return position.get();
    }

    /** Tries again what fails for a reason that passes, as long as the work goes on. */
    private void untilItWorks(Runnable step) {
        boolean told = false;
        while (goesOn) {
            try {
                step.run();
                return;
            } catch (RuntimeException e) {
                if (e instanceof IllegalStateException || !new BatchFailedException(e).isPassing()) {
                    throw e;
                }
                if (!told) {
                    LOG.info("{} cannot be made anew just now, which is tried again", view.name());
                    LOG.debug("Because of", e);
                }
                told = true;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
