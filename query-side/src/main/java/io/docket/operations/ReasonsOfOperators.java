package io.docket.operations;

import io.docket.common.api.PersonalData;
import io.docket.platform.scrubbing.ReadModelOfPersons;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Why operators have discarded dead letters: whatever they wrote may tell of the person whom the aggregate is about. Who did
 * what, and when, stays on record. Why a task was given up is told by the event alone, where it is encrypted.
 */
@Component
class ReasonsOfOperators implements ReadModelOfPersons {

    private final JdbcClient jdbc;

    ReasonsOfOperators(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String place() {
        return "reasons-of-operators";
    }

    @Override
    public Scrub scrub(String aggregateId) {
        Scrub letters = scrub(
                "projection_dead_letter",
                "discard_reason",
                "cast(? as varchar)",
                "aggregate_id = ? and discard_reason is not null",
                aggregateId);
        // Before the reason stands the projection.
        Scrub actions = scrub(
                "operator_action",
                "asked",
                "substring(asked from 1 for position(': ' in asked)) || ' ' || cast(? as varchar)",
                "object_id = ? and operation = 'discardDeadLetter'",
                aggregateId);
        return letters.plus(actions);
    }

    private Scrub scrub(String table, String column, String erased, String ofAggregate, String aggregateId) {
        int changed = jdbc.sql("update " + table + " set " + column + " = " + erased + " where " + ofAggregate + " and "
                        + column + " <> " + erased)
                .params(PersonalData.ERASED, aggregateId, PersonalData.ERASED)
                .update();
        long records = jdbc.sql("select count(*) from " + table + " where " + ofAggregate)
                .param(aggregateId)
                .query(Long.class)
                .single();
        return new Scrub(records, changed > 0);
    }
}
