package io.docket.audit;

import io.docket.common.api.Refusal;
import io.docket.platform.audit.AuditedKind;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.PageMemory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jooq.DSLContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The histories of single aggregates, as the log has them at this moment. Events are read as everything reads them that
 * replays them, so that what is personal is readable as long as the person has not been erased.
 */
@Component
public class AuditedHistories {

    private final AuditedKinds kinds;
    private final EventStore log;
    private final StoredJson json;
    private final JdbcClient jdbc;
    private final DSLContext sql;

    AuditedHistories(AuditedKinds kinds, EventStore log, StoredJson json, JdbcClient jdbc, DSLContext sql) {
        this.kinds = kinds;
        this.log = log;
        this.json = json;
        this.jdbc = jdbc;
        this.sql = sql;
    }

    /**
     * An aggregate that there is.
     *
     * @param last the sequence number of its last event when it was looked for
     */
    public record Audited(AuditedKind<?> kind, String id, long last) {}

    /**
     * How an aggregate stood.
     *
     * @param version the sequence number of the last event that counts
     * @param representation what the API of its context would have answered
     */
    public record State(long version, Object representation) {}

    /**
     * Looks for an aggregate.
     *
     * @param kind as paths have it
     * @throws RefusedException not found, if there is no such aggregate of that kind
     */
    public Audited find(String kind, String id) {
        AuditedKind<?> named = kinds.named(kind).orElseThrow(AuditedHistories::notFound);
        return jdbc.sql("select type, sequence_number from domain_event where aggregate_identifier = ? "
                        + "order by sequence_number desc fetch first 1 rows only")
                .param(id)
                .query((row, number) -> Map.entry(row.getString("type"), row.getLong("sequence_number")))
                .optional()
                .filter(found -> found.getKey().equals(named.aggregateType()))
                .map(found -> new Audited(named, id, found.getValue()))
                .orElseThrow(AuditedHistories::notFound);
    }

    private static RefusedException notFound() {
        return new RefusedException(Refusal.notFound());
    }

    /**
     * Some events of an aggregate, in their order.
     *
     * @param from the sequence number of the first
     * @param count how many at the most
     */
    public List<AuditedEvent> events(Audited audited, long from, int count) {
        long to = Math.min(audited.last, from + count - 1);
        if (from > to) {
            return List.of();
        }
        PageMemory.hold(sql, bytes(audited.id, from, to));
        List<Long> positions = jdbc.sql("select global_index from domain_event where aggregate_identifier = ? "
                        + "and sequence_number between ? and ? order by sequence_number")
                .params(audited.id, from, to)
                .query(Long.class)
                .list();
        DomainEventStream events = log.readEvents(audited.id, from);
        List<AuditedEvent> found = new ArrayList<>();
        for (Long position : positions) {
            found.add(AuditedEvent.of(position, events.next(), json));
        }
        return found;
    }

    private long bytes(String id, long from, long to) {
        return jdbc.sql("select coalesce(sum(octet_length(payload)), 0) from domain_event "
                        + "where aggregate_identifier = ? and sequence_number between ? and ?")
                .params(id, from, to)
                .query(Long.class)
                .single();
    }

    /**
     * How an aggregate stood, rebuilt from its events.
     *
     * @throws RefusedException not found, if there was nothing of it, or is no such event yet
     */
    public State state(Audited audited, AsOf asOf) {
        var counted = new Counted(log.readEvents(audited.id, 0), asOf);
        if (!counted.hasNext()) {
            throw notFound();
        }
        Object representation = audited.kind.stateAfter(counted);
        if (asOf.sequence() != null && counted.last < asOf.sequence()) {
            throw notFound();
        }
        return new State(counted.last, representation);
    }

    /** The events that count. */
    private static final class Counted implements Iterator<DomainEventMessage<?>> {

        private final DomainEventStream events;
        private final AsOf asOf;
        private long last = -1;

        Counted(DomainEventStream events, AsOf asOf) {
            this.events = events;
            this.asOf = asOf;
        }

        @Override
        public boolean hasNext() {
            return events.hasNext() && asOf.includes(events.peek());
        }

        @Override
        public DomainEventMessage<?> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            DomainEventMessage<?> event = events.next();
            last = event.getSequenceNumber();
            return event;
        }
    }
}
