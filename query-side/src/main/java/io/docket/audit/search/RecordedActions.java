package io.docket.audit.search;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** What operators have done, as searches find it. */
final class RecordedActions {

    private static final Table<Record> ACTIONS = table(name("operator_action"));
    private static final Field<String> ID = field(name("action_id"), String.class);
    private static final Field<OffsetDateTime> TIME = field(name("acted_at"), OffsetDateTime.class);
    private static final Field<String> OPERATION = field(name("operation"), String.class);
    private static final Field<String> OBJECT_ID = field(name("object_id"), String.class);
    private static final Field<String> ASKED = field(name("asked"), String.class);
    private static final Field<String> CLIENT = field(name("client"), String.class);
    private static final Field<String> ACTOR = field(name("actor"), String.class);
    private static final Field<String> AGENT_ID = field(name("agent_id"), String.class);
    private static final Field<String> CORRELATION_ID = field(name("correlation_id"), String.class);

    private final DSLContext sql;

    RecordedActions(DSLContext sql) {
        this.sql = sql;
    }

    /** None concerns a customer. */
    List<Finding> find(SearchAudit query, int limit) {
        if (query.customer() != null) {
            return List.of();
        }
        return new Wanted<>(query, RecordKind.ACTION, TIME, ID, Function.identity())
                .equal(OBJECT_ID, query.objectId())
                .equal(CORRELATION_ID, query.correlationId())
                .equal(AGENT_ID, query.agentId())
                .equal(ACTOR, query.actor())
                .equal(OPERATION, query.type())
                .fetch(sql, ACTIONS, limit, RecordedActions::finding);
    }

    private static Finding finding(Record row) {
        Instant time = row.get(TIME).toInstant();
        return new Finding(
                new Cursor(time, RecordKind.ACTION, row.get(ID)),
                RecordKind.ACTION,
                time,
                row.get(OPERATION),
                null,
                row.get(OBJECT_ID),
                row.get(ACTOR),
                row.get(CLIENT),
                row.get(AGENT_ID),
                row.get(CORRELATION_ID),
                null,
                null,
                null,
                null,
                row.get(ASKED),
                null);
    }
}
