package io.docket.platform.projection.rebuild;

import io.docket.platform.projection.faults.Patience;
import io.docket.platform.projection.rebuild.tables.NextTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(10);

    private final Rebuild rebuild;
    private final View<V> view;
    private final RebuildParts parts;
    private final Runnable afterwards;
    private final Patience patience;
    private final Thread thread;

    private volatile boolean goesOn = true;
    private volatile boolean over;

    /** Goes on with what has been claimed; {@code afterwards} is run when it is over. */
    RebuildWork(Rebuild rebuild, View<V> view, RebuildParts parts, Runnable afterwards) {
        this.rebuild = rebuild;
        this.view = view;
        this.parts = parts;
        this.afterwards = afterwards;
        this.patience = new Patience("The rebuild of " + view.name(), () -> goesOn, cause -> parts.records()
                .failing(rebuild, cause));
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
        String kind = cause instanceof BulkReader.UnknownEventException
                ? String.valueOf(cause.getMessage())
                : Patience.describe(cause);
        patience.untilItWorks(() -> parts.giveUp(rebuild, view, ReplayRecords.End.failed(kind)));
    }

    /** Leaves the live projection to itself until then. */
    private void beginAgain() {
        patience.untilItWorks(() -> new TransactionTemplate(parts.transactions()).executeWithoutResult(status -> {
            // Else what is there may be another one's, who goes on with it.
            if (parts.records().again(rebuild, parts.log().head())) {
                parts.letters().forget(view.successor());
                parts.tokens().letGo(view.name());
                parts.nextTables().drop(view.tables());
            }
        }));
    }

    private void make() {
        long begunAt = System.nanoTime();
        NextTables next = parts.nextTables();
        if (rebuild.stage() == Rebuild.Stage.ASKED_FOR) {
            patience.untilItWorks(() -> create(next));
        }
        // No key is used from here on that was destroyed before the tables were made.
        patience.untilItWorks(parts.persons()::count);
        if (rebuild.stage() != Rebuild.Stage.FOLLOWING) {
            fill(next);
            patience.untilItWorks(() -> {
                next.index(view.tables());
                parts.changed().forget(rebuild);
                parts.records().following(rebuild);
            });
        }
        if (goesOn) {
            Long reached = rebuild.position();
            long position = new HandOver<>(rebuild, view, next, parts, patience, () -> goesOn)
                    .run(reached == null ? rebuild.upTo() : reached);
            if (goesOn) {
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
            parts.changed().prepare(rebuild, view, next, () -> parts.goOn(view.name()));
        }
        parts.records().filling(rebuild);
    }

    /** Several threads at once, a chunk each. */
    private void fill(NextTables next) {
        var upTo = new AtomicLong();
        Map<Long, Long> done = new ConcurrentHashMap<>();
        patience.untilItWorks(() -> {
            upTo.set(parts.records().end(rebuild));
            done.putAll(parts.records().pieces(rebuild, 0, upTo.get()));
        });
        long end = upTo.get();
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

    private void fillUntilNoneIsLeft(ChunkFill<V> chunks, AtomicLong nextChunk, long end, Map<Long, Long> done) {
        long chunk;
        while (goesOn && (chunk = nextChunk.getAndAdd(rebuild.chunkSize())) < end) {
            fill(chunks, chunk, Math.min(chunk + rebuild.chunkSize(), end), done);
        }
    }

    /**
     * A chunk, in pieces if need be, from its end on: whoever else is at it too ends his next piece where this one does, and
     * only one of the two can note it.
     *
     * @param done what each piece begins behind that was done before, by where it ends
     */
    private void fill(ChunkFill<V> chunks, long after, long end, Map<Long, Long> done) {
        var left = new AtomicLong(end);
        while (goesOn && left.get() > after) {
            Long begin = done.get(left.get());
            if (begin != null) {
                left.set(begin);
                continue;
            }
            patience.untilItWorks(() -> {
                parts.records().requireNoErasure(rebuild);
                try {
                    left.set(chunks.fill(after, left.get()));
                } catch (DuplicateKeyException e) {
                    LOG.debug("The piece up to {} has been made by somebody else", left, e);
                    done.putAll(parts.records().pieces(rebuild, after, end));
                    if (!done.containsKey(left.get())) {
                        throw new IllegalStateException("A process of an older version has made the same chunk", e);
                    }
                }
            });
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
}
