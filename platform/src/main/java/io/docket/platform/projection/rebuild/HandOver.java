package io.docket.platform.projection.rebuild;

import io.docket.platform.projection.faults.Patience;
import io.docket.platform.projection.rebuild.tables.NextTables;
import io.docket.platform.projection.rebuild.tables.TableDifference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts new tables in the place of the live ones, or compares the two. Whoever reads the live ones is to notice nothing: these
 * stand still for a moment only, once it is known that nobody is in the way, and go on at once if it comes to nothing.
 */
final class HandOver<V> {

    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

    private static final Duration PAUSE = Duration.ofMillis(200);

    /** Each keeps those who read the live tables waiting for a moment. */
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(2);

    private final Rebuild rebuild;
    private final View<V> view;
    private final RebuildParts parts;
    private final Patience patience;
    private final BooleanSupplier goesOn;
    private final Successor<V> successor;
    private final AtomicLong position = new AtomicLong();

    HandOver(
            Rebuild rebuild,
            View<V> view,
            NextTables next,
            RebuildParts parts,
            Patience patience,
            BooleanSupplier goesOn) {
        this.rebuild = rebuild;
        this.view = view;
        this.parts = parts;
        this.patience = patience;
        this.goesOn = goesOn;
        this.successor = new Successor<>(rebuild, view, next, parts);
    }

    /**
     * Follows the log to near its end; then, as soon as nobody is at the live tables for long, has these stand still, follows
     * to where they stand, or to the end of the log, and takes their place.
     *
     * @param from up to where the new tables are
     * @return up to where they are now
     */
    long run(long from) {
        position.set(from);
        followToNearTheEnd();
        if (goesOn() && rebuild.dryRun()) {
            compare();
            return position.get();
        }
        long settled = bringOver();
        var over = new AtomicBoolean();
        while (goesOn() && !over.get()) {
            patience.untilItWorks(() -> over.set(successor.canTakeOver() && tookOver(settled)));
            if (!over.get()) {
                // Somebody has been reading them all the time, as a backup does. Who was at this before, or the start
                // of the
                // process, may have left the live ones standing still.
                letTheLiveOnesGoOn();
                pause(BETWEEN_ATTEMPTS);
                followToNearTheEnd();
            }
        }
        return position.get();
    }

    private void followToNearTheEnd() {
        long head;
        while (goesOn() && (head = head()) - position.get() > Successor.STEP) {
            long target = head;
            while (goesOn() && position.get() < target) {
                patience.untilItWorks(() -> position.set(successor.follow(position.get(), target)));
            }
        }
    }

    private boolean goesOn() {
        return goesOn.getAsBoolean();
    }

    private long head() {
        var head = new AtomicLong();
        patience.untilItWorks(() -> head.set(parts.log().head()));
        return head.get();
    }

    /** Up to which position the live tables have what the new ones have, but for what is held up. */
    private long bringOver() {
        var settled = new AtomicLong();
        patience.untilItWorks(() -> settled.set(Math.min(parts.tokens().position(view.name()), position.get())));
        var piece = new AtomicReference<@Nullable String>("");
        String afterId;
        while (goesOn() && settled.get() > 0 && (afterId = piece.get()) != null) {
            String begin = afterId;
            patience.untilItWorks(() -> piece.set(successor.bringOver(position.get(), settled.get(), begin)));
        }
        followToNearTheEnd();
        return settled.get();
    }

    private boolean tookOver(long settled) {
        whileTheLiveOnesStandStill(() -> {
            followTo(Math.max(parts.tokens().position(view.name()), parts.log().head()));
            if (goesOn()) {
                successor.takeOver(position.get(), settled);
            }
        });
        return goesOn();
    }

    /** Once. The live tables go on afterwards, whatever comes of it. */
    private void whileTheLiveOnesStandStill(Runnable work) {
        try {
            parts.tokens().hold(view.name());
            work.run();
        } finally {
            letTheLiveOnesGoOn();
        }
    }

    /** Unless another process has them stand still by now. */
    private void letTheLiveOnesGoOn() {
        try {
            if (parts.records().claim(rebuild)
                    || parts.records().find(view.name()).isEmpty()) {
                parts.tokens().letGo(view.name());
                parts.goOn(view.name());
            }
        } catch (RuntimeException e) {
            LOG.debug("Whether {} is gone on with cannot be seen to now", view.name(), e);
        }
    }

    private void pause(Duration length) {
        long begunAt = System.nanoTime();
        while (goesOn() && System.nanoTime() - begunAt < length.toNanos()) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** As soon as the live tables are as far as these are. They are left alone until then: to hold them keeps them back. */
    private void compare() {
        // Whoever was at it before may be gone, and have held them.
        patience.untilItWorks(() -> parts.tokens().letGo(view.name()));
        var compared = new AtomicBoolean();
        while (goesOn() && !compared.get()) {
            patience.untilItWorks(() -> {
                if (isReached(parts.tokens().position(view.name()), position.get())) {
                    compared.set(isCompared());
                }
            });
            if (!compared.get()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private boolean isCompared() {
        var found = new AtomicReference<@Nullable List<TableDifference>>();
        whileTheLiveOnesStandStill(() -> {
            long live = parts.tokens().position(view.name());
            followTo(live);
            // It may have been stopped on the way.
            if (goesOn() && position.get() >= live && isReached(live, position.get())) {
                found.set(successor.differences(() -> parts.goOn(view.name())));
            }
        });
        List<TableDifference> differences = found.get();
        if (differences == null) {
            return false;
        }
        patience.untilItWorks(() -> successor.endCompared(position.get(), differences));
        return true;
    }

    /** Whether the live tables lack nothing of what there is up to a position. */
    private boolean isReached(long live, long position) {
        return parts.log().isNothingBetween(view.concern(), live, position);
    }

    /** Without patience: the live tables stand still. */
    private void followTo(long target) {
        while (goesOn() && position.get() < target) {
            position.set(successor.follow(position.get(), target));
        }
    }
}
