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
    public long scrub(String aggregateId) {
        int letters = jdbc.sql("update projection_dead_letter set discard_reason = ? "
                        + "where aggregate_id = ? and discard_reason is not null")
                .params(PersonalData.ERASED, aggregateId)
                .update();
        // Before the reason stands the projection.
        int actions = jdbc.sql("update operator_action set asked = substring(asked from 1 for position(': ' in asked)) "
                        + "|| ' ' || cast(? as varchar) where object_id = ? and operation = 'discardDeadLetter'")
                .params(PersonalData.ERASED, aggregateId)
                .update();
        return (long) letters + actions;
    }
}
