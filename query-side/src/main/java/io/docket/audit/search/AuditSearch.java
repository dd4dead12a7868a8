package io.docket.audit.search;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Looks for records of all kinds, the newest first. Each kind is asked for as many as are wanted, in that order and by an
 * index, whichever page it is: pages begin behind a record, not at a number.
 */
final class AuditSearch {

    private static final Comparator<Finding> ORDER = Comparator.comparing(
                    (Finding finding) -> finding.place().time())
            .reversed()
            .thenComparing(finding -> finding.place().kind())
            .thenComparing(finding -> finding.position() == null ? 0 : -finding.position())
            .thenComparing(finding -> finding.place().id(), Comparator.reverseOrder());

    /** The id in {@link #thingsOf}. */
    static final Field<String> THING = field(name("thing"), String.class);

    private final DSLContext sql;
    private final RecordedRefusals refusals;
    private final RecordedReads reads;
    private final RecordedActions actions;

    AuditSearch(DSLContext sql) {
        this.sql = sql;
        this.refusals = new RecordedRefusals(sql);
        this.reads = new RecordedReads(sql);
        this.actions = new RecordedActions(sql);
    }

    Findings find(SearchAudit query) {
        int limit = query.limit() + 1;
        List<Finding> found = new ArrayList<>();
        if (query.wants(RecordKind.EVENT)) {
            found.addAll(events(query, limit));
        }
        if (query.wants(RecordKind.REFUSAL)) {
            found.addAll(refusals.find(query, limit));
        }
        if (query.wants(RecordKind.READ)) {
            found.addAll(reads.find(query, limit));
        }
        if (query.wants(RecordKind.ACTION)) {
            found.addAll(actions.find(query, limit));
        }
        found.sort(ORDER);
        boolean more = found.size() > query.limit();
        return new Findings(more ? found.subList(0, query.limit()) : found, more);
    }

    private List<Finding> events(SearchAudit query, int limit) {
        String customer = query.customer();
        if (customer == null) {
            return events(query, null, limit);
        }
        // One after the other, each by its index.
        Field<String> owner = AuditEntryTable.CUSTOMER;
        Field<String> other = AuditEntryTable.OTHER_CUSTOMER;
        return Stream.concat(
                        events(query, new Equal(owner, customer), limit).stream(),
                        events(query, new Equal(other, customer), limit).stream()
                                .filter(finding -> !customer.equals(finding.customer())))
                .toList();
    }

    /** A condition that an index begins with. */
    private record Equal(Field<String> column, String value) {}

    private List<Finding> events(SearchAudit query, @Nullable Equal customer, int limit) {
        return new Wanted<>(query, RecordKind.EVENT, AuditEntryTable.TIME, AuditEntryTable.POSITION, Long::valueOf)
                .equal(AuditEntryTable.AGGREGATE_ID, query.objectId())
                .equal(AuditEntryTable.CORRELATION_ID, query.correlationId())
                .equal(
                        customer == null ? AuditEntryTable.CUSTOMER : customer.column,
                        customer == null ? null : customer.value)
                .equal(AuditEntryTable.AGENT_ID, query.agentId())
                .equal(AuditEntryTable.ACTOR, query.actor())
                .equal(AuditEntryTable.TYPE, query.type())
                .fetch(sql, AuditEntryTable.ENTRIES, limit, AuditSearch::event);
    }

    private static Finding event(Record row) {
        Long position = row.get(AuditEntryTable.POSITION);
        var time = row.get(AuditEntryTable.TIME).toInstant();
        return new Finding(
                new Cursor(time, RecordKind.EVENT, position.toString()),
                RecordKind.EVENT,
                time,
                row.get(AuditEntryTable.TYPE),
                row.get(AuditEntryTable.KIND),
                row.get(AuditEntryTable.AGGREGATE_ID),
                row.get(AuditEntryTable.ACTOR),
                row.get(AuditEntryTable.CLIENT),
                row.get(AuditEntryTable.AGENT_ID),
                row.get(AuditEntryTable.CORRELATION_ID),
                row.get(AuditEntryTable.CUSTOMER),
                position,
                row.get(AuditEntryTable.SEQUENCE),
                null,
                null,
                null);
    }

    /** What is a customer's, as the first events tell: a table of ids. */
    static Table<?> thingsOf(String customer) {
        return select(AuditEntryTable.AGGREGATE_ID.as(THING))
                .from(AuditEntryTable.ENTRIES)
                .where(AuditEntryTable.CUSTOMER.eq(customer).and(AuditEntryTable.SEQUENCE.eq(0L)))
                .union(select(AuditEntryTable.AGGREGATE_ID.as(THING))
                        .from(AuditEntryTable.ENTRIES)
                        .where(AuditEntryTable.OTHER_CUSTOMER.eq(customer).and(AuditEntryTable.SEQUENCE.eq(0L))))
                .asTable("things");
    }
}
