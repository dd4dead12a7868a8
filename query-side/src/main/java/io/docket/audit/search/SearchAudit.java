package io.docket.audit.search;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what is on record. All conditions have to be met; {@code null} is no condition.
 *
 * @param kinds of records; all if there are none
 * @param actor the subject of a token, or an automation
 * @param agentId a person whom a token names
 * @param correlationId of the request at the origin
 * @param customer whose things it is about
 * @param type of an event; the operation that was refused, or that read
 * @param objectId the thing that it is about
 * @param from the first time that counts
 * @param before the first time that no longer counts
 * @param after the last record of the page before
 * @param limit how many are wanted
 */
public record SearchAudit(
        Set<RecordKind> kinds,
        @Nullable String actor,
        @Nullable String agentId,
        @Nullable String correlationId,
        @Nullable String customer,
        @Nullable String type,
        @Nullable String objectId,
        @Nullable Instant from,
        @Nullable Instant before,
        @Nullable Cursor after,
        int limit) {

    /** The same, from behind a record on. */
    public SearchAudit after(Cursor last, int count) {
        return new SearchAudit(
                kinds, actor, agentId, correlationId, customer, type, objectId, from, before, last, count);
    }

    boolean wants(RecordKind kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }
}
