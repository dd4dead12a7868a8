package io.docket.audit;

import io.docket.platform.correlation.Correlation;
import io.docket.platform.eventstore.StoredJson;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.SerializedObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event as the audit API prints it.
 *
 * @param position its place in the log
 * @param sequence its place among the events of its aggregate, from 0
 * @param eventId its own id
 * @param type its public name
 * @param revision of its payload
 * @param time when it happened
 * @param actor who caused it: the subject of a token, or an automation
 * @param client the client that the token was issued to; events of older versions do not tell
 * @param agent the person who acted, if the token named one
 * @param correlationId of the request at its origin
 * @param causationId of the message that caused it
 * @param payload what happened
 */
@JsonNaming(KebabCaseStrategy.class)
public record AuditedEvent(
        long position,
        long sequence,
        String eventId,
        String type,
        @Nullable String revision,
        Instant time,
        @Nullable String actor,
        @Nullable String client,
        @Nullable Agent agent,
        @Nullable String correlationId,
        @Nullable String causationId,
        JsonNode payload) {

    /**
     * A person.
     *
     * @param id as the token names it
     * @param name as the token names it
     */
    public record Agent(@Nullable String id, @Nullable String name) {

        private static @Nullable Agent of(DomainEventMessage<?> event) {
            String id = text(event, Correlation.AGENT_ID);
            String name = text(event, Correlation.AGENT_NAME);
            return id == null && name == null ? null : new Agent(id, name);
        }
    }

    /** The payload as the log gives it, whether or not today's record has all of it. */
    static AuditedEvent of(long position, DomainEventMessage<?> event, StoredJson json) {
        SerializedObject<byte[]> payload = event.serializePayload(json, byte[].class);
        return new AuditedEvent(
                position,
                event.getSequenceNumber(),
                event.getIdentifier(),
                payload.getType().getName(),
                payload.getType().getRevision(),
                event.getTimestamp(),
                text(event, Correlation.ACTOR),
                text(event, Correlation.CLIENT),
                Agent.of(event),
                text(event, Correlation.ID),
                text(event, Correlation.CAUSATION_ID),
                JsonMapper.shared().readTree(payload.getData()));
    }

    private static @Nullable String text(DomainEventMessage<?> event, String key) {
        Object value = event.getMetaData().get(key);
        return value == null ? null : value.toString();
    }
}
