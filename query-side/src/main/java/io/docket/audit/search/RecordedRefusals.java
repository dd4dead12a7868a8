package io.docket.audit.search;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Refused requests, as searches find them. */
final class RecordedRefusals {

    private static final Table<Record> REFUSALS = table(name("refused_request"));
    private static final Field<String> ID = field(name("refusal_id"), String.class);
    private static final Field<OffsetDateTime> FIRST = field(name("first_at"), OffsetDateTime.class);
    private static final Field<OffsetDateTime> LAST = field(name("last_at"), OffsetDateTime.class);
    private static final Field<Long> TIMES = field(name("times"), Long.class);
    private static final Field<Integer> STATUS = field(name("status"), Integer.class);
    private static final Field<String> RULE = field(name("rule"), String.class);
    private static final Field<String> OPERATION = field(name("operation"), String.class);
    private static final Field<String> TARGET = field(name("target"), String.class);
    private static final Field<String> OBJECT_ID = field(name("object_id"), String.class);
    private static final Field<String> CLIENT = field(name("client"), String.class);
    private static final Field<String> ACTOR = field(name("actor"), String.class);
    private static final Field<String> AGENT_ID = field(name("agent_id"), String.class);
    private static final Field<String> CUSTOMER = field(name("customer"), String.class);
    private static final Field<String> CORRELATION_ID = field(name("correlation_id"), String.class);
    private static final Field<String> LAST_CORRELATION_ID = field(name("last_correlation_id"), String.class);

    private final DSLContext sql;

    RecordedRefusals(DSLContext sql) {
        this.sql = sql;
    }

    List<Finding> find(SearchAudit query, int limit) {
        String correlationId = query.correlationId();
        if (correlationId == null) {
            return find(query, limit, wanted -> wanted);
        }
        // One after the other, each by its index.
        return Stream.concat(
                        find(query, limit, wanted -> wanted.equal(CORRELATION_ID, correlationId)).stream(),
                        find(query, limit, wanted -> wanted.equal(LAST_CORRELATION_ID, correlationId)
                                        .and(CORRELATION_ID.ne(correlationId)))
                                .stream())
                .toList();
    }

    private List<Finding> find(SearchAudit query, int limit, UnaryOperator<Wanted<String>> more) {
        String customer = query.customer();
        if (customer == null) {
            return fetch(REFUSALS, more.apply(wanted(query)), limit);
        }
        Table<?> ofThings = REFUSALS.join(AuditSearch.thingsOf(customer)).on(OBJECT_ID.eq(AuditSearch.THING));
        return Stream.concat(
                        fetch(REFUSALS, more.apply(wanted(query)).equal(CUSTOMER, customer), limit).stream(),
                        fetch(
                                ofThings,
                                more.apply(wanted(query)).and(CUSTOMER.isNull().or(CUSTOMER.ne(customer))),
                                limit)
                                .stream())
                .toList();
    }

    private static Wanted<String> wanted(SearchAudit query) {
        return new Wanted<>(query, RecordKind.REFUSAL, FIRST, ID, Function.identity())
                .equal(OBJECT_ID, query.objectId())
                .equal(AGENT_ID, query.agentId())
                .equal(ACTOR, query.actor())
                .equal(OPERATION, query.type());
    }

    private List<Finding> fetch(Table<?> table, Wanted<String> wanted, int limit) {
        return wanted.fetch(sql, table, limit, RecordedRefusals::finding);
    }

    private static Finding finding(Record row) {
        Instant first = row.get(FIRST).toInstant();
        return new Finding(
                new Cursor(first, RecordKind.REFUSAL, row.get(ID)),
                RecordKind.REFUSAL,
                first,
                row.get(OPERATION),
                null,
                row.get(OBJECT_ID),
                row.get(ACTOR),
                row.get(CLIENT),
                row.get(AGENT_ID),
                row.get(CORRELATION_ID),
                row.get(CUSTOMER),
                null,
                null,
                new Finding.Refusal(
                        row.get(STATUS),
                        row.get(RULE),
                        row.get(TARGET),
                        row.get(TIMES),
                        row.get(LAST).toInstant()),
                null,
                null);
    }
}
