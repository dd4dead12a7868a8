package io.docket.platform.audit;

import io.docket.platform.correlation.Correlation;
import io.docket.platform.security.Caller;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The record of what operators have done, which auditors search. */
@Component
public class OperatorActions {

    private final JdbcClient jdbc;
    private final Clock clock;

    OperatorActions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Puts an action on record, in the transaction that does it.
     *
     * @param operation as the contract calls it
     * @param objectId what it was done to
     * @param asked how, or why: up to 1000 characters, of which H2 counts some as two
     */
    public void add(String operation, @Nullable String objectId, @Nullable String asked, Caller caller) {
        jdbc.sql("""
                        insert into operator_action (action_id, acted_at, operation, object_id, asked, client, actor,
                            agent_id, correlation_id)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        UUID.randomUUID().toString(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC),
                        operation,
                        objectId,
                        asked,
                        caller.client(),
                        caller.id(),
                        caller.agentId(),
                        Correlation.currentId()))
                .update();
    }
}
