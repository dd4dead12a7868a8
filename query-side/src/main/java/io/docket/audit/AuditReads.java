package io.docket.audit;

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

/** The record of who has read what through the audit API. */
@Component
public class AuditReads {

    private static final int MAX_ASKED = 1000;

    private final JdbcClient jdbc;
    private final Clock clock;

    AuditReads(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What is read.
     *
     * @param operation what is asked for, as the contract calls it
     * @param kind of the object; {@code null} if it is not about one object
     * @param objectId of the object
     * @param customer whom a search is about
     * @param asked the query of the request
     * @param exported whether all of it is read, and not a page
     */
    public record Read(
            String operation,
            @Nullable String kind,
            @Nullable String objectId,
            @Nullable String customer,
            @Nullable String asked,
            boolean exported) {}

    /** Puts a read on record. Is called before anything is answered: without a record nobody reads. */
    public void add(Read read, Caller caller) {
        String asked = read.asked;
        jdbc.sql("""
                        insert into audit_read (read_id, read_at, operation, kind, object_id, asked, exported, client,
                            actor, agent_id, customer, correlation_id)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        UUID.randomUUID().toString(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC),
                        read.operation,
                        read.kind,
                        read.objectId,
                        asked == null || asked.length() <= MAX_ASKED ? asked : asked.substring(0, MAX_ASKED),
                        read.exported,
                        caller.client(),
                        caller.id(),
                        caller.agentId(),
                        read.customer,
                        Correlation.currentId()))
                .update();
    }
}
