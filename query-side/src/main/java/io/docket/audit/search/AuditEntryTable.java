package io.docket.audit.search;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.unnest;

import io.docket.platform.projection.Changed;
import io.docket.platform.projection.Projected;
import io.docket.platform.projection.ProjectionTable;
import io.docket.platform.projection.TableRows;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;

/** A row for each event. */
final class AuditEntryTable implements ProjectionTable<AuditEntry> {

    static final Table<Record> ENTRIES = table(name("audit_entry"));
    static final Field<String> AGGREGATE_ID = field(name("aggregate_id"), String.class);
    static final Field<Long> SEQUENCE = field(name("sequence_number"), Long.class);
    static final Field<Long> POSITION = field(name("position"), Long.class);
    static final Field<OffsetDateTime> TIME = field(name("occurred_at"), OffsetDateTime.class);
    static final Field<String> TYPE = field(name("type"), String.class);
    static final Field<String> KIND = field(name("kind"), String.class);
    static final Field<String> ACTOR = field(name("actor"), String.class);
    static final Field<String> CLIENT = field(name("client"), String.class);
    static final Field<String> AGENT_ID = field(name("agent_id"), String.class);
    static final Field<String> CORRELATION_ID = field(name("correlation_id"), String.class);
    static final Field<String> CUSTOMER = field(name("customer"), String.class);
    static final Field<String> OTHER_CUSTOMER = field(name("other_customer"), String.class);

    private static final List<Field<?>> ALL = List.of(
            AGGREGATE_ID,
            SEQUENCE,
            POSITION,
            TIME,
            TYPE,
            KIND,
            ACTOR,
            CLIENT,
            AGENT_ID,
            CORRELATION_ID,
            CUSTOMER,
            OTHER_CUSTOMER);

    private static final Field<String> WANTED_ID = field(name("wanted_id"), String.class);
    private static final Field<Long> WANTED_SEQUENCE = field(name("wanted_sequence"), Long.class);
    private static final String UNIQUE_VIOLATION = "23505";

    private final DSLContext sql;

    AuditEntryTable(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public Map<String, Projected<AuditEntry>> read(Collection<String> ids) {
        List<String> known = known(ids);
        if (known.isEmpty()) {
            return Map.of();
        }
        Table<?> last = select(AGGREGATE_ID.as(WANTED_ID), max(SEQUENCE).as(WANTED_SEQUENCE))
                .from(ENTRIES)
                .where(AGGREGATE_ID.in(known))
                .groupBy(AGGREGATE_ID)
                .asTable("last");
        return sql.select(ALL)
                .from(last)
                .join(ENTRIES)
                .on(AGGREGATE_ID.eq(WANTED_ID).and(SEQUENCE.eq(WANTED_SEQUENCE)))
                .fetchMap(AGGREGATE_ID, AuditEntryTable::projected);
    }

    /**
     * Which aggregates there are. Most are new: each is looked for by itself, since PostgreSQL reads the whole table for a list
     * of values that it knows nothing about, as in the first minute of a new one.
     */
    private List<String> known(Collection<String> ids) {
        Table<?> wanted = unnest(ids.toArray(String[]::new)).as("wanted", WANTED_ID.getName());
        Field<Long> last = select(SEQUENCE)
                .from(ENTRIES)
                .where(AGGREGATE_ID.eq(WANTED_ID))
                .orderBy(SEQUENCE.desc())
                .limit(inline(1))
                .asField(WANTED_SEQUENCE.getName());
        return sql.select(WANTED_ID, last).from(wanted).stream()
                .filter(row -> row.get(last) != null)
                .map(row -> row.get(WANTED_ID))
                .toList();
    }

    private static Projected<AuditEntry> projected(Record row) {
        return new Projected<>(
                row.get(AGGREGATE_ID),
                row.get(SEQUENCE),
                row.get(POSITION),
                new AuditEntry(
                        row.get(TIME).toInstant(),
                        row.get(TYPE),
                        row.get(KIND),
                        row.get(ACTOR),
                        row.get(CLIENT),
                        row.get(AGENT_ID),
                        row.get(CORRELATION_ID),
                        row.get(CUSTOMER),
                        row.get(OTHER_CUSTOMER)));
    }

    /** That no event is there twice tells whoever works on the same ones without knowing it. */
    @Override
    public void write(Collection<Changed<AuditEntry>> changes) {
        Object[][] rows = changes.stream()
                .flatMap(change -> change.versions().stream())
                .map(AuditEntryTable::row)
                .toArray(Object[][]::new);
        try {
            sql.batch(sql.insertInto(ENTRIES, ALL).values(Collections.nCopies(ALL.size(), null)))
                    .bind(rows)
                    .execute();
        } catch (DataAccessException e) {
            if (UNIQUE_VIOLATION.equals(e.sqlState())) {
                throw new OptimisticLockingFailureException("Somebody else has taken in the events of a batch");
            }
            throw e;
        }
    }

    @Override
    public List<TableRows<AuditEntry>> tables() {
        return List.of(new TableRows<>(
                ENTRIES.getName(),
                AGGREGATE_ID.getName(),
                ALL.stream().map(Field::getName).toList(),
                (version, last) -> Stream.<@Nullable Object[]>of(row(version))));
    }

    private static @Nullable Object[] row(Projected<AuditEntry> version) {
        AuditEntry entry = version.value();
        return new @Nullable Object[] {
            version.id(),
            version.version(),
            version.position(),
            entry.time().atOffset(ZoneOffset.UTC),
            entry.type(),
            entry.kind(),
            entry.actor(),
            entry.client(),
            entry.agentId(),
            entry.correlationId(),
            entry.customer(),
            entry.otherCustomer()
        };
    }
}
