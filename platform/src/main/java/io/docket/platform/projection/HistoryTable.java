package io.docket.platform.projection;

import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.octetLength;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.val;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.Version;
import io.docket.platform.eventstore.EventTypes;
import io.docket.platform.eventstore.StoredJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The versions of aggregates: a row for each event. What changed is the event, and stays in the log; the looks, as a JSON
 * document, stand in the last row of an aggregate, which is the aggregate as it stands, and in each {@value #WHOLE}th. The
 * others are folded when they are asked for, from the document before them on.
 */
public final class HistoryTable<V> implements ProjectionTable<V> {

    /** As many versions as a page may have: to read one, no more than twice as many events are folded. */
    static final int WHOLE = 200;

    static final Field<Long> VERSION = field(name("version"), Long.class);
    static final Field<String> DOCUMENT = field(name("document"), String.class);

    /** What tables name their columns that say which rows of a history are wanted. */
    static final Field<String> WANTED_ID = field(name("wanted_id"), String.class);

    static final Field<Long> WANTED_VERSION = field(name("wanted_version"), Long.class);

    private static final Field<Long> POSITION = field(name("position"), Long.class);

    private static final Table<Record> LOG = table(name("domain_event"));
    private static final Field<String> AGGREGATE = field(name("aggregate_identifier"), String.class);
    private static final Field<Long> SEQUENCE = field(name("sequence_number"), Long.class);
    private static final Field<Long> LAST = field(name("last_in_log"), Long.class);
    private static final Field<Long> PAYLOAD_BYTES = field("octet_length(payload)", Long.class);

    private static final String UNIQUE_VIOLATION = "23505";

    private final DSLContext sql;
    private final StoredJson json;
    private final EventStore log;
    private final Class<V> type;
    final Table<Record> versions;
    final Field<String> id;

    private final Evolution<V> evolution;
    private final String latest;

    /**
     * A table of the database.
     *
     * @param type what the documents hold
     * @param idColumn the column of the aggregate's id; the others have the same names in all histories
     * @param evolution what the events make of it
     */
    public HistoryTable(
            DSLContext sql,
            StoredJson json,
            EventStore log,
            Class<V> type,
            String tableName,
            String idColumn,
            Evolution<V> evolution) {
        this.sql = sql;
        this.json = json;
        this.log = log;
        this.type = type;
        this.versions = table(name(tableName));
        this.id = field(name(idColumn), String.class);
        this.evolution = evolution;
        this.latest = latestOf(versions);
    }

    V value(Record found) {
        return json.read(found.get(DOCUMENT), type);
    }

    /** An aggregate as it stands, and in the same look how far the log is. */
    public Latest latest(String aggregateId) {
        Record found = requireNonNull(sql.fetchOne(latest, aggregateId, aggregateId));
        String document = found.get(DOCUMENT);
        return new Latest(
                document == null ? Optional.empty() : Optional.of(json.read(document, type)), found.get(LAST));
    }

    /** Made once: making it takes as long as asking. */
    private String latestOf(Table<Record> table) {
        Table<?> inLog = select(coalesce(max(SEQUENCE), inline(-1L)).as(LAST))
                .from(LOG)
                .where(AGGREGATE.eq(""))
                .asTable("in_log");
        Table<?> newest = select(DOCUMENT)
                .from(table)
                .where(id.eq(""))
                .orderBy(VERSION.desc())
                .limit(inline(1))
                .asTable("newest");
        return sql.render(select(LAST, DOCUMENT).from(inLog).leftJoin(newest).on(trueCondition()));
    }

    /**
     * A page of the versions of an aggregate, in their order.
     *
     * @param last the last version that counts; it must be there
     */
    public Page<Version<V>> page(String aggregateId, long last, Paging paging) {
        long total = last + 1;
        if (paging.offset() >= total) {
            return Page.of(List.of(), total, paging);
        }
        long nearEnd = Math.min(paging.offset() + paging.size(), total) - 1;
        List<Version<V>> items = paging.ascending()
                ? fold(aggregateId, paging.offset(), nearEnd)
                : fold(aggregateId, last - nearEnd, last - paging.offset());
        if (!paging.ascending()) {
            Collections.reverse(items);
        }
        return Page.of(items, total, paging);
    }

    private List<Version<V>> fold(String aggregateId, long from, long to) {
        long next = from - from % WHOLE;
        holdMemory(aggregateId, next, to);
        List<Long> positions = sql.select(POSITION)
                .from(versions)
                .where(id.eq(aggregateId).and(VERSION.between(from, to)))
                .orderBy(VERSION)
                .fetch(POSITION);
        V value = next == 0 ? null : whole(aggregateId, next - 1);
        List<Version<V>> folded = new ArrayList<>();
        DomainEventStream events = log.readEvents(aggregateId, next);
        for (long version = next; version <= to; version++) {
            DomainEventMessage<?> event = events.next();
            value = evolution.after(event, value);
            if (version >= from) {
                Long position = positions.get(folded.size());
                folded.add(new Version<>(position, change(event), event.getTimestamp(), value));
            }
        }
        return folded;
    }

    /**
     * An aggregate whose documents were made anew.
     *
     * @param change the aggregate after its last row, as it stood before and as it stands now
     * @param differs whether any document was another one before
     */
    public record Anew<V>(Changed<V> change, boolean differs) {}

    /**
     * Makes the documents of an aggregate anew, from the log as it can be read now. Until the end of the transaction, the
     * projection writes nothing of this aggregate; what it has read before, it may write afterwards.
     *
     * @return nothing if it has no row
     * @throws IllegalStateException if there is no transaction
     */
    public Optional<Anew<V>> makeAnew(String aggregateId) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("Documents are made anew in a transaction");
        }
        Projected<V> last = read(List.of(aggregateId)).get(aggregateId);
        while (last != null && !isLockedAsLast(last)) {
            last = read(List.of(aggregateId)).get(aggregateId);
        }
        if (last == null) {
            return Optional.empty();
        }
        DomainEventStream events = log.readEvents(aggregateId);
        V value = null;
        int replaced = 0;
        for (long version = 0; version <= last.version(); version++) {
            value = evolution.after(events.next(), value);
            if (staysWhole(version) || version == last.version()) {
                String document = json.write(value);
                replaced += sql.update(versions)
                        .set(DOCUMENT, document)
                        .where(id.eq(aggregateId).and(VERSION.eq(version)).and(DOCUMENT.ne(document)))
                        .execute();
            }
        }
        var anew = new Projected<>(aggregateId, last.version(), last.position(), requireNonNull(value));
        return Optional.of(new Anew<>(new Changed<>(last, List.of(anew)), replaced > 0));
    }

    /** Who writes the next row takes the document off this one first, and so waits. */
    private boolean isLockedAsLast(Projected<V> row) {
        return sql.select(VERSION)
                .from(versions)
                .where(id.eq(row.id()).and(VERSION.eq(row.version())).and(DOCUMENT.isNotNull()))
                .forUpdate()
                .fetchOptional()
                .isPresent();
    }

    private V whole(String aggregateId, long version) {
        return sql.select(DOCUMENT)
                .from(versions)
                .where(id.eq(aggregateId).and(VERSION.eq(version)))
                .fetchSingle(this::value);
    }

    /** Versions share what they have in common: together they are as large as the first and what changed since. */
    private void holdMemory(String aggregateId, long next, long to) {
        Field<Long> document = select(octetLength(DOCUMENT).cast(Long.class))
                .from(versions)
                .where(id.eq(aggregateId).and(VERSION.eq(next - 1)))
                .asField();
        Field<Long> events = select(sum(PAYLOAD_BYTES).cast(Long.class))
                .from(LOG)
                .where(AGGREGATE.eq(aggregateId).and(SEQUENCE.between(next, to)))
                .asField();
        PageMemory.hold(
                sql,
                sql.select(coalesce(document, val(0L)).plus(coalesce(events, val(0L))))
                        .fetchSingle()
                        .value1());
    }

    private static String change(DomainEventMessage<?> event) {
        String name = EventTypes.nameOf(event.getPayloadType());
        return name.substring(name.lastIndexOf('.') + 1);
    }

    @Override
    public Map<String, Projected<V>> read(Collection<String> ids) {
        Table<?> last = select(id.as(WANTED_ID), max(VERSION).as(WANTED_VERSION))
                .from(versions)
                .where(id.in(ids))
                .groupBy(id)
                .asTable("last");
        // Joined, and not looked for in a set of rows: H2 would read the whole table.
        return sql.select(id, VERSION, POSITION, DOCUMENT)
                .from(last)
                .join(versions)
                .on(isWanted())
                .fetchMap(
                        id,
                        found -> new Projected<>(found.get(id), found.get(VERSION), found.get(POSITION), value(found)));
    }

    Condition isWanted() {
        return id.eq(WANTED_ID).and(VERSION.eq(WANTED_VERSION));
    }

    /**
     * Writes the versions, and takes the document off the row that was the last. That no version is there twice keeps
     * whoever works on the same aggregates without knowing it from setting anything back.
     */
    @Override
    public void write(Collection<Changed<V>> changes) {
        try {
            insert(changes);
        } catch (DataAccessException e) {
            if (UNIQUE_VIOLATION.equals(e.sqlState())) {
                throw new OptimisticLockingFailureException("Somebody else has changed the aggregates of a batch");
            }
            throw e;
        }
        Object[][] replaced = changes.stream()
                .map(Changed::before)
                .filter(before -> before != null && !staysWhole(before.version()))
                .map(before -> new Object[] {before.id(), before.version()})
                .toArray(Object[][]::new);
        if (replaced.length > 0) {
            sql.batch(sql.update(versions)
                            .set(DOCUMENT, inline((String) null))
                            .where(id.eq((String) null).and(VERSION.eq((Long) null))))
                    .bind(replaced)
                    .execute();
        }
    }

    private void insert(Collection<Changed<V>> changes) {
        List<Object[]> rows = new ArrayList<>();
        for (Changed<V> change : changes) {
            for (Projected<V> version : change.versions()) {
                rows.add(row(version, version.version() == change.after().version()));
            }
        }
        sql.batch(sql.insertInto(versions, id, VERSION, POSITION, DOCUMENT).values((String) null, null, null, null))
                .bind(rows.toArray(Object[][]::new))
                .execute();
    }

    private @Nullable Object[] row(Projected<V> version, boolean last) {
        boolean whole = last || staysWhole(version.version());
        return new @Nullable Object[] {
            version.id(), version.version(), version.position(), whole ? json.write(version.value()) : null
        };
    }

    @Override
    public List<TableRows<V>> tables() {
        return List.of(new TableRows<>(
                versions.getName(),
                id.getName(),
                Stream.of(id, VERSION, POSITION, DOCUMENT).map(Field::getName).toList(),
                (version, last) -> Stream.<@Nullable Object[]>of(row(version, last))));
    }

    private static boolean staysWhole(long version) {
        return version % WHOLE == WHOLE - 1;
    }
}
