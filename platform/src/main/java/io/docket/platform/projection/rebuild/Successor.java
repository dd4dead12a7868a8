package io.docket.platform.projection.rebuild;

import io.docket.platform.database.PassingFault;
import io.docket.platform.projection.Changed;
import io.docket.platform.projection.Projected;
import io.docket.platform.projection.faults.BatchFailedException;
import io.docket.platform.projection.faults.DeadLetters;
import io.docket.platform.projection.processing.ProjectionTokens;
import io.docket.platform.projection.rebuild.tables.NextTables;
import io.docket.platform.projection.rebuild.tables.NextTables.Unsettled;
import io.docket.platform.projection.rebuild.tables.TableDifference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * New tables that are complete up to a position: they follow the log as the live ones do, until they take their place.
 */
final class Successor<V> {

    /** As many events as are taken in together. */
    static final int STEP = 1000;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Rebuild rebuild;
    private final View<V> view;
    private final NextTables next;
    private final BulkReader log;
    private final RebuildRecords records;
    private final DeadLetters letters;
    private final ProjectionTokens tokens;
    private final TransactionTemplate transaction;
    private final TransactionTemplate nested;
    private final TransactionTemplate ofOneMoment;

    private boolean oneByOne;

    Successor(Rebuild rebuild, View<V> view, NextTables next, RebuildParts parts) {
        this.rebuild = rebuild;
        this.view = view;
        this.next = next;
        this.log = parts.log();
        this.records = parts.records();
        this.letters = parts.letters();
        this.tokens = parts.tokens();
        this.transaction = new TransactionTemplate(parts.transactions());
        this.nested = new TransactionTemplate(parts.transactions());
        this.nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.ofOneMoment = new TransactionTemplate(parts.transactions());
        this.ofOneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
    }

    /**
     * Takes in some events behind a position.
     *
     * @param upTo none behind that
     * @return the position up to which they are taken in now
     * @throws RebuildRecords.OutdatedException if somebody has been erased since the tables were made
     */
    long follow(long position, long upTo) {
        long end = Math.min(upTo, position + STEP);
        try {
            transaction.executeWithoutResult(status -> {
                records.advance(rebuild, position, end);
                records.requireNoErasure(rebuild);
                next.within(() -> takeIn(position, end));
            });
            oneByOne = false;
        } catch (RuntimeException e) {
            if (oneByOne || new BatchFailedException(e).isPassing() || e instanceof IllegalStateException) {
                throw e;
            }
            // A row is refused: whose, is found out.
            oneByOne = true;
            return position;
        }
        return end;
    }

    private void takeIn(long after, long end) {
        List<TrackedEventMessage<?>> events;
        try (var found = log.between(view.concern(), after, end)) {
            events = found.toList();
        }
        Set<String> ids = new HashSet<>();
        events.forEach(event -> ids.add(((DomainEventMessage<?>) event).getAggregateIdentifier()));
        Map<String, Projected<V>> before =
                ids.isEmpty() ? Map.of() : view.table().read(ids);
        var folding = new Folding<>(view.evolution(), before, letters.heldUp(view.successor(), ids));
        Map<String, List<Projected<V>>> changed = new LinkedHashMap<>();
        for (TrackedEventMessage<?> event : events) {
            Projected<V> version = folding.next(event);
            if (version != null) {
                changed.computeIfAbsent(version.id(), id -> new ArrayList<>()).add(version);
            }
        }
        List<Changed<V>> changes = changed.entrySet().stream()
                .map(entry -> new Changed<>(before.get(entry.getKey()), entry.getValue()))
                .toList();
        if (oneByOne) {
            changes.forEach(change -> writeOneByOne(change, events, folding));
        } else if (!changes.isEmpty()) {
            view.table().write(changes);
        }
        for (Folding.Fault fault : folding.faults()) {
            letters.holdUpIn(view.successor(), fault.event(), fault.cause());
        }
    }

    private void writeOneByOne(Changed<V> change, List<TrackedEventMessage<?>> events, Folding<V> folding) {
        Projected<V> before = change.before();
        for (Projected<V> version : change.versions()) {
            var one = new Changed<>(before, List.of(version));
            try {
                nested.executeWithoutResult(status -> view.table().write(List.of(one)));
            } catch (RuntimeException e) {
                if (new BatchFailedException(e).isPassing()) {
                    throw e;
                }
                events.stream()
                        .filter(event -> BulkReader.position(event) == version.position())
                        .map(event -> (DomainEventMessage<?>) event)
                        .findFirst()
                        .ifPresent(event -> folding.holdUp(event, e));
                return;
            }
            before = version;
        }
    }

    /**
     * Where the live tables cannot be replaced at once, brings them a piece of what is here, while they go on.
     *
     * @param after what has had events behind that position is left out
     * @param afterId behind which aggregate the piece begins; empty for the first one
     * @return where it ends; {@code null} if there is no more
     * @throws RebuildRecords.OutdatedException if somebody has been erased since the tables were made
     */
    @Nullable
    String bringOver(long position, long after, String afterId) {
        var end = new AtomicReference<@Nullable String>();
        ofOneMoment.executeWithoutResult(status -> {
            records.advance(rebuild, position, position);
            records.requireNoErasure(rebuild);
            end.set(next.bringOver(
                    view.table().tables(), afterId, new Unsettled(after, Long.MAX_VALUE, view.successor())));
        });
        return end.get();
    }

    /** Whether nobody is at the live tables for long, so that they can be replaced. */
    boolean canTakeOver() {
        try {
            transaction.executeWithoutResult(status -> {
                next.lock(view.tables());
                status.setRollbackOnly();
            });
            return true;
        } catch (DataAccessException e) {
            if (!LOCK_NOT_AVAILABLE.equals(
                    PassingFault.in(e).map(SQLException::getSQLState).orElse(null))) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Takes the place of the live tables, which have to stand still at this position or before. In one transaction: the
     * projection goes on from here, and no reader sees anything between. Fails after a moment if somebody is at them.
     *
     * @param after what has had no events behind that position has been brought over, if it had to be
     * @throws RebuildRecords.OutdatedException if somebody has been erased since the tables were made
     */
    void takeOver(long position, long after) {
        transaction.executeWithoutResult(status -> {
            next.lock(view.tables());
            records.advance(rebuild, position, position);
            records.requireNoErasure(rebuild);
            letters.replace(view.name(), view.successor());
            next.replace(view.table().tables(), new Unsettled(after, position, view.name()));
            tokens.letGo(view.name(), position);
            records.end(rebuild, ReplayRecords.End.completed(position, null));
            // Before anybody can make others of these names; last, since H2 commits with it.
            next.drop(view.tables());
        });
    }

    /**
     * Compares with the live tables, which have to stand still at this position, and lets these go on as soon as their
     * changes do not matter.
     *
     * @param letGo run then
     */
    List<TableDifference> differences(Runnable letGo) {
        return next.differences(view.table().tables(), () -> {
            tokens.letGo(view.name());
            letGo.run();
        });
    }

    /** Notes what a comparison at a position has found, and forgets the rest. */
    void endCompared(long position, List<TableDifference> differences) {
        transaction.executeWithoutResult(status -> {
            String report = JsonMapper.shared().writeValueAsString(new Report(position, differences));
            records.advance(rebuild, position, position);
            letters.forget(view.successor());
            records.end(rebuild, ReplayRecords.End.completed(position, report));
            next.drop(view.tables());
        });
    }

    /** What a dry run has found, up to a position. */
    private record Report(long position, List<TableDifference> tables) {}
}
