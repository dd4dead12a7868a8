package io.docket.audit.search;

import io.docket.audit.AuditedKinds;
import io.docket.platform.audit.AuditedKind;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.eventstore.EventTypes;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.Evolution;
import java.util.List;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.SerializedType;
import org.jspecify.annotations.Nullable;

/**
 * What each event is found by, one of a newer version too, whose payload nobody here can read. Whose an aggregate is, its first
 * event tells.
 */
final class AuditEntryEvolution implements Evolution<AuditEntry> {

    private static final int MAX_LENGTH = 255;

    private final AuditedKinds kinds;
    private final StoredJson json;

    AuditEntryEvolution(AuditedKinds kinds, StoredJson json) {
        this.kinds = kinds;
        this.json = json;
    }

    @Override
    public AuditEntry after(DomainEventMessage<?> event, @Nullable AuditEntry before) {
        Optional<AuditedKind<?>> kind = kinds.of(event.getType());
        Optional<String> unknown = json.unknownTypeOf(event).map(SerializedType::getName);
        List<String> customers = before == null && unknown.isEmpty()
                ? kind.map(known -> known.customersIn(event)).orElse(List.of())
                : List.of();
        return new AuditEntry(
                event.getTimestamp(),
                unknown.orElseGet(() -> EventTypes.nameOf(event.getPayloadType())),
                kind.map(AuditedKind::name).orElse(null),
                text(event, Correlation.ACTOR),
                text(event, Correlation.CLIENT),
                text(event, Correlation.AGENT_ID),
                text(event, Correlation.ID),
                before == null ? at(0, customers) : before.customer(),
                before == null ? at(1, customers) : before.otherCustomer());
    }

    private static @Nullable String at(int place, List<String> customers) {
        return customers.size() > place ? customers.get(place) : null;
    }

    /** What an issuer puts into a token can be anything: it is found by as much of it as a column takes. */
    private static @Nullable String text(DomainEventMessage<?> event, String key) {
        Object value = event.getMetaData().get(key);
        if (value == null) {
            return null;
        }
        String text = value.toString().replace('\0', '?');
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
    }
}
