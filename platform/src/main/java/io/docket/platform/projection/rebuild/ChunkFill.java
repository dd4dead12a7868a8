package io.docket.platform.projection.rebuild;

import static java.util.Objects.requireNonNull;

import io.docket.platform.projection.Projected;
import io.docket.platform.projection.TableRows;
import io.docket.platform.projection.faults.BatchFailedException;
import io.docket.platform.projection.faults.DeadLetters;
import io.docket.platform.projection.rebuild.tables.NextTables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes those aggregates whole that begin in a chunk of the log, whenever their later events came, or those of a list: each is
 * folded once and written once, whoever works on which chunk. A chunk is made in pieces where its aggregates have more events
 * than are to be in memory, or than the database takes in the time that it gives to a transaction.
 */
final class ChunkFill<V> {

    /** As many events as are in memory for each thread; on the average, a chunk has a quarter of it. */
    static final int MOST_EVENTS = 40_000;

    private final Rebuild rebuild;
    private final View<V> view;
    private final List<TableRows<V>> tables;
    private final NextTables next;
    private final BulkReader log;
    private final RebuildRecords records;
    private final DeadLetters letters;
    private final ChangedAggregates changed;
    private final TransactionTemplate transaction;
    private final TransactionTemplate nested;

    /** How long a piece is: half of one that turned out to be too long, and a little longer after each that did not. */
    private final AtomicLong length;

    ChunkFill(Rebuild rebuild, View<V> view, NextTables next, RebuildParts parts) {
        this.rebuild = rebuild;
        this.view = view;
        this.tables = view.table().tables();
        this.next = next;
        this.log = parts.log();
        this.records = parts.records();
        this.letters = parts.letters();
        this.changed = parts.changed();
        this.transaction = new TransactionTemplate(parts.transactions());
        this.nested = new TransactionTemplate(parts.transactions());
        this.nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.length = new AtomicLong(rebuild.chunkSize());
    }

    /** More events than are to be in memory at a time. */
    private static final class TooManyEventsException extends IllegalStateException {

        private static final long serialVersionUID = 1L;
    }

    /**
     * Makes some of the aggregates that begin behind a position and up to another or, if not all are made, some of those from
     * a place up to another: the last ones, in a transaction of their own.
     *
     * @return behind what they begin
     */
    long fill(long after, long end) {
        while (true) {
            long begin = Math.max(after, end - length.get());
            boolean single = end - begin == 1;
            try {
                if (make(begin, end, single) <= MOST_EVENTS / 2) {
                    length.updateAndGet(before -> Math.min(before + Math.max(1, before / 8), rebuild.chunkSize()));
                }
                return begin;
            } catch (TooManyEventsException e) {
                halve(end - begin);
            } catch (RuntimeException e) {
                if (!single && new BatchFailedException(e).isPassing()) {
                    // It may have taken too long.
                    halve(end - begin);
                }
                throw e;
            }
        }
    }

    private void halve(long tooLong) {
        length.updateAndGet(before -> Math.max(1, Math.min(before, tooLong / 2)));
    }

    /**
     * In one transaction.
     *
     * @param single whether it cannot be made in pieces, and may take as long as it takes
     * @return of how many events
     */
    private int make(long begin, long end, boolean single) {
        var events = new AtomicInteger();
        transaction.executeWithoutResult(status -> {
            records.done(rebuild, begin, end);
            if (single) {
                next.takeYourTime();
            }
            next.within(() -> {
                var folding = new Folding<>(view.evolution(), Map.of(), Set.of());
                write(new ArrayList<>(made(folding, begin, end, single, events).values()), folding);
                for (Folding.Fault fault : folding.faults()) {
                    letters.holdUpIn(view.successor(), fault.event(), fault.cause());
                }
            });
        });
        return events.get();
    }

    private Map<String, Made> made(Folding<V> folding, long begin, long end, boolean single, AtomicInteger events) {
        Map<String, Made> made = new LinkedHashMap<>();
        Consumer<TrackedEventMessage<?>> action = event -> {
            if (events.incrementAndGet() > MOST_EVENTS && !single) {
                throw new TooManyEventsException();
            }
            take(made, folding, event);
        };
        if (rebuild.from() == null) {
            thoseThatBegin(begin, end, action);
        } else {
            each(log.of(changed.between(rebuild, begin, end), view.concern(), 0, rebuild.upTo()), action);
        }
        made.values().forEach(Made::end);
        return made;
    }

    private void thoseThatBegin(long after, long end, Consumer<TrackedEventMessage<?>> action) {
        Set<String> begun = new HashSet<>();
        each(log.between(view.concern(), after, end), event -> {
            String id = ((DomainEventMessage<?>) event).getAggregateIdentifier();
            // What begins in an earlier chunk is made with that.
            if (((DomainEventMessage<?>) event).getSequenceNumber() == 0) {
                begun.add(id);
            }
            if (begun.contains(id)) {
                action.accept(event);
            }
        });
        if (end < rebuild.upTo() && !begun.isEmpty()) {
            each(log.of(begun, view.concern(), end, rebuild.upTo()), action);
        }
    }

    private static void each(Stream<TrackedEventMessage<?>> events, Consumer<TrackedEventMessage<?>> action) {
        try (events) {
            events.forEachOrdered(action);
        }
    }

    private void take(Map<String, Made> made, Folding<V> folding, TrackedEventMessage<?> event) {
        Projected<V> version = folding.next(event);
        if (version != null) {
            made.computeIfAbsent(version.id(), id -> new Made()).add(version);
        }
    }

    /** The rows of an aggregate. Of its versions nothing else is kept: there may be many. */
    private final class Made {

        private final List<List<@Nullable Object[]>> rows = tables.stream()
                .<List<@Nullable Object[]>>map(table -> new ArrayList<>(1))
                .toList();

        private @Nullable Projected<V> last;

        void add(Projected<V> version) {
            write(false);
            last = version;
        }

        void end() {
            write(true);
        }

        private void write(boolean isLast) {
            Projected<V> version = last;
            if (version != null) {
                for (int table = 0; table < rows.size(); table++) {
                    tables.get(table).rows().of(version, isLast).forEach(rows.get(table)::add);
                }
            }
        }

        String id() {
            return requireNonNull(last).id();
        }
    }

    /** Writes aggregates together. Should the database refuse a row, it is looked for. */
    private void write(List<Made> aggregates, Folding<V> folding) {
        try {
            nested.executeWithoutResult(status -> write(aggregates));
        } catch (RuntimeException e) {
            if (new BatchFailedException(e).isPassing()) {
                throw e;
            }
            if (aggregates.size() == 1) {
                writeUpToTheRefused(aggregates.get(0).id(), folding);
            } else {
                int half = aggregates.size() / 2;
                write(aggregates.subList(0, half), folding);
                write(aggregates.subList(half, aggregates.size()), folding);
            }
        }
    }

    private void write(List<Made> aggregates) {
        for (int i = 0; i < tables.size(); i++) {
            int table = i;
            next.write(tables.get(table), aggregates.stream().flatMap(made -> made.rows.get(table).stream()));
        }
    }

    /** Of an aggregate of which a row is refused, what stood there before the event that made it. */
    private void writeUpToTheRefused(String id, Folding<V> folding) {
        List<TrackedEventMessage<?>> events = new ArrayList<>();
        each(log.of(Set.of(id), view.concern(), 0, rebuild.upTo()), events::add);
        Made accepted = new Made();
        for (int length = 1; length <= events.size(); length++) {
            Made longer = made(events.subList(0, length));
            try {
                nested.executeWithoutResult(attempt -> {
                    write(List.of(longer));
                    attempt.setRollbackOnly();
                });
            } catch (RuntimeException e) {
                if (new BatchFailedException(e).isPassing()) {
                    throw e;
                }
                folding.holdUp((DomainEventMessage<?>) events.get(length - 1), e);
                break;
            }
            accepted = longer;
        }
        write(List.of(accepted));
    }

    private Made made(List<TrackedEventMessage<?>> events) {
        var folding = new Folding<>(view.evolution(), Map.of(), Set.of());
        var made = new Made();
        for (TrackedEventMessage<?> event : events) {
            Projected<V> version = folding.next(event);
            if (version != null) {
                made.add(version);
            }
        }
        made.end();
        return made;
    }
}
