package io.docket.audit.search;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an event is found by.
 *
 * @param time when it happened
 * @param type its public name
 * @param kind of its aggregate, if auditors can read those
 * @param actor who caused it
 * @param client by which client
 * @param agentId the person who acted, if known
 * @param correlationId of the request at its origin
 * @param customer whose aggregate it is
 * @param otherCustomer another one whom it concerns
 */
record AuditEntry(
        Instant time,
        String type,
        @Nullable String kind,
        @Nullable String actor,
        @Nullable String client,
        @Nullable String agentId,
        @Nullable String correlationId,
        @Nullable String customer,
        @Nullable String otherCustomer) {}
