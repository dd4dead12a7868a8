package io.docket.platform.projection.rebuild;

import static java.util.stream.Collectors.toMap;

import io.docket.platform.privacy.DerivedData;
import io.docket.platform.projection.BatchedProjection;
import io.docket.platform.projection.Rebuildable;
import io.docket.platform.projection.processing.EventFamilies;
import io.docket.platform.projection.processing.ProjectionTokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.config.ProcessingGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes read models anew, one after the other: those that somebody asks for, beside the live ones, and at the start those
 * that lack much of a long log, in whose place nobody works meanwhile. What a process leaves undone, another one goes on
 * with, or the same after its next start.
 */
@Component
final class Rebuilds implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);

    /** As many events are taken in within a second or two without all this. */
    static final long WORTHWHILE = 10_000;

    /** In bulk, events are taken in so many times as fast as by the live projection. */
    private static final int TIMES_AS_FAST = 8;

    private static final long BETWEEN_CLAIMS_NANOS = 2_000_000_000L;
    private static final int ROUNDS_BETWEEN_LOOKS = 3;

    private final ListableBeanFactory beans;
    private final EventFamilies families;
    private final RebuildRecords records;
    private final ProjectionTokens tokens;
    private final BulkReader log;
    private final RebuildParts parts;
    private final TransactionTemplate transaction;

    private volatile @Nullable Thread thread;
    private volatile boolean asked;
    private volatile @Nullable RebuildWork<?> work;

    Rebuilds(
            ListableBeanFactory beans,
            EventFamilies families,
            RebuildRecords records,
            ProjectionTokens tokens,
            BulkReader log,
            RebuildParts parts,
            PlatformTransactionManager transactions) {
        this.beans = beans;
        this.families = families;
        this.records = records;
        this.tokens = tokens;
        this.log = log;
        this.parts = parts;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Has a read model made anew; soon, by one of the processes.
     *
     * @throws IllegalArgumentException if it is none that can be made anew
     * @throws org.springframework.dao.DuplicateKeyException if that is under way
     */
    void start(RebuildRecords.Wanted wanted, String requestedBy) {
        if (!projections().containsKey(wanted.projection())) {
            throw new IllegalArgumentException(wanted.projection() + " cannot be made anew");
        }
        transaction.executeWithoutResult(status -> records.add(wanted, requestedBy, log.head()));
        lookSoon();
    }

    /** Looks for work without waiting, or as soon as what is under way is over; after the transaction, if there is one. */
    void lookSoon() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            look();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                look();
            }
        });
    }

    private void look() {
        asked = true;
        LockSupport.unpark(thread);
    }

    Map<String, Rebuildable> projections() {
        return beans.getBeansOfType(Rebuildable.class).entrySet().stream()
                .collect(toMap(bean -> name(bean.getKey()), Map.Entry::getValue));
    }

    private String name(String bean) {
        ProcessingGroup group = beans.findAnnotationOnBean(bean, ProcessingGroup.class);
        if (group == null) {
            throw new IllegalStateException(bean + " has no @ProcessingGroup");
        }
        return group.value();
    }

    /** What lacks much is made anew before anybody works on it. */
    private void startWhatIsFarBehind() {
        for (String projection : projections().keySet()) {
            long head = log.head();
            long missing = head - tokens.position(projection);
            if (missing >= WORTHWHILE
                    && missing > head / TIMES_AS_FAST
                    && !tokens.isClaimed(projection)
                    && records.find(projection).isEmpty()) {
                transaction.executeWithoutResult(status -> {
                    tokens.hold(projection);
                    records.add(
                            new RebuildRecords.Wanted(
                                    projection, UUID.randomUUID().toString(), false, null),
                            Replay.BY_ITSELF,
                            head);
                });
                LOG.info("{} lacks {} of {} events, and is made anew", projection, missing, head);
            }
        }
    }

    private void run() {
        for (int round = 0; isRunning(); round++) {
            try {
                RebuildWork<?> current = work;
                if (current != null && !current.isOver()) {
                    current.stillClaimed(records.claim(current.rebuild()));
                    if (asked) {
                        asked = false;
                        endWhatIsCanceledBut(current.rebuild());
                    }
                } else if (asked || current != null || round % ROUNDS_BETWEEN_LOOKS == 0) {
                    asked = false;
                    work = next();
                }
            } catch (RuntimeException | Error e) {
                LOG.debug("It cannot be found out now what is to be made anew", e);
            }
            LockSupport.parkNanos(BETWEEN_CLAIMS_NANOS);
        }
    }

    private @Nullable RebuildWork<?> next() {
        Map<String, Rebuildable> projections = projections();
        List<String> held = tokens.held();
        List<Rebuild> all = records.all();
        // Whoever held a token and is gone without a trace, held it for nothing.
        held.stream()
                .filter(projection ->
                        all.stream().noneMatch(rebuild -> rebuild.projection().equals(projection)))
                .forEach(tokens::letGo);
        for (Rebuild rebuild : all) {
            Rebuildable projection = projections.get(rebuild.projection());
            if (projection != null && records.claimCanceled(rebuild)) {
                parts.giveUp(rebuild, view(rebuild, projection), ReplayRecords.End.canceled());
            } else if (projection != null && records.claim(rebuild)) {
                return begin(rebuild, view(rebuild, projection));
            }
        }
        return null;
    }

    /** What waits for its turn is not to wait to be told that it will not have one. */
    private void endWhatIsCanceledBut(Rebuild underWay) {
        Map<String, Rebuildable> projections = projections();
        for (Rebuild rebuild : records.all()) {
            Rebuildable projection = projections.get(rebuild.projection());
            if (projection != null && !rebuild.id().equals(underWay.id()) && records.claimCanceled(rebuild)) {
                parts.giveUp(rebuild, view(rebuild, projection), ReplayRecords.End.canceled());
            }
        }
    }

    private <V> RebuildWork<V> begin(Rebuild rebuild, View<V> view) {
        var begun = new RebuildWork<>(rebuild, view, parts, () -> LockSupport.unpark(thread));
        begun.begin();
        return begun;
    }

    private View<?> view(Rebuild rebuild, Rebuildable projection) {
        return view(rebuild, projection.batches(), projection instanceof DerivedData);
    }

    private <V> View<V> view(Rebuild rebuild, BatchedProjection<V> batches, boolean isPersonal) {
        return new View<>(
                rebuild.projection(),
                batches.table(),
                batches.evolution(),
                families.of(rebuild.projection()),
                isPersonal);
    }

    @Override
    public void start() {
        try {
            startWhatIsFarBehind();
        } catch (RuntimeException e) {
            LOG.warn("What is far behind is not made anew, but catches up", e);
        }
        var rebuilding = new Thread(this::run, "rebuilds");
        rebuilding.setDaemon(true);
        thread = rebuilding;
        rebuilding.start();
    }

    /** Not by an interrupt, which would close the embedded database. */
    @Override
    public void stop() {
        Thread stopping = thread;
        thread = null;
        LockSupport.unpark(stopping);
        RebuildWork<?> current = work;
        if (current != null) {
            current.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Starts before the projections, and stops after them. */
    @Override
    public int getPhase() {
        return 0;
    }
}
