package io.docket.audit.search;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** What was read through the audit API, as searches find it. */
final class RecordedReads {

    private static final Table<Record> READS = table(name("audit_read"));
    private static final Field<String> ID = field(name("read_id"), String.class);
    private static final Field<OffsetDateTime> TIME = field(name("read_at"), OffsetDateTime.class);
    private static final Field<String> OPERATION = field(name("operation"), String.class);
    private static final Field<String> KIND = field(name("kind"), String.class);
    private static final Field<String> OBJECT_ID = field(name("object_id"), String.class);
    private static final Field<String> ASKED = field(name("asked"), String.class);
    private static final Field<Boolean> EXPORTED = field(name("exported"), Boolean.class);
    private static final Field<String> CLIENT = field(name("client"), String.class);
    private static final Field<String> ACTOR = field(name("actor"), String.class);
    private static final Field<String> AGENT_ID = field(name("agent_id"), String.class);
    private static final Field<String> CUSTOMER = field(name("customer"), String.class);
    private static final Field<String> CORRELATION_ID = field(name("correlation_id"), String.class);

    private final DSLContext sql;

    RecordedReads(DSLContext sql) {
        this.sql = sql;
    }

    List<Finding> find(SearchAudit query, int limit) {
        String customer = query.customer();
        if (customer == null) {
            return fetch(READS, wanted(query), limit);
        }
        // One after the other, each by its index.
        Table<?> ofThings = READS.join(AuditSearch.thingsOf(customer)).on(OBJECT_ID.eq(AuditSearch.THING));
        return Stream.concat(
                        fetch(READS, wanted(query).equal(CUSTOMER, customer), limit).stream(),
                        fetch(ofThings, wanted(query).and(CUSTOMER.isNull().or(CUSTOMER.ne(customer))), limit).stream())
                .toList();
    }

    private static Wanted<String> wanted(SearchAudit query) {
        return new Wanted<>(query, RecordKind.READ, TIME, ID, Function.identity())
                .equal(OBJECT_ID, query.objectId())
                .equal(CORRELATION_ID, query.correlationId())
                .equal(AGENT_ID, query.agentId())
                .equal(ACTOR, query.actor())
                .equal(OPERATION, query.type());
    }

    private List<Finding> fetch(Table<?> table, Wanted<String> wanted, int limit) {
        return wanted.fetch(sql, table, limit, RecordedReads::finding);
    }

    private static Finding finding(Record row) {
        Instant time = row.get(TIME).toInstant();
        return new Finding(
                new Cursor(time, RecordKind.READ, row.get(ID)),
                RecordKind.READ,
                time,
                row.get(OPERATION),
                row.get(KIND),
                row.get(OBJECT_ID),
                row.get(ACTOR),
                row.get(CLIENT),
                row.get(AGENT_ID),
                row.get(CORRELATION_ID),
                row.get(CUSTOMER),
                null,
                null,
                null,
                row.get(ASKED),
                row.get(EXPORTED));
    }
}
