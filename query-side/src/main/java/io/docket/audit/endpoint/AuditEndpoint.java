package io.docket.audit.endpoint;

import io.docket.audit.AsOf;
import io.docket.audit.AuditReads;
import io.docket.audit.AuditReads.Read;
import io.docket.audit.AuditedEvent;
import io.docket.audit.AuditedHistories;
import io.docket.audit.AuditedHistories.Audited;
import io.docket.audit.AuditedHistories.State;
import io.docket.audit.StatePatch;
import io.docket.platform.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers what has happened to a thing, and how it stood. All of it is read from the log, so that it is never older than
 * anything that the reader may know of; and every read is on record before it is answered.
 */
@RestController
@RequestMapping("/audit/{kind}/{id}")
class AuditEndpoint {

    private static final int PIECE = 100;

    private static final List<String> COLUMNS = List.of(
            "position",
            "sequence",
            "event-id",
            "type",
            "revision",
            "time",
            "actor",
            "client",
            "agent-id",
            "agent-name",
            "correlation-id",
            "causation-id",
            "payload");

    private final AuditedHistories histories;
    private final AuditReads reads;
    private final Exports exports;
    private final StatePatch patch;

    AuditEndpoint(AuditedHistories histories, AuditReads reads, Exports exports, StatePatch patch) {
        this.histories = histories;
        this.reads = reads;
        this.exports = exports;
        this.patch = patch;
    }

    @GetMapping("/events")
    @Nullable
    ResponseEntity<AuditedEventPage> getEvents(
            @PathVariable("kind") String kind,
            @PathVariable("id") String id,
            @RequestParam(name = "after", required = false) @Nullable Long after,
            @RequestParam(name = "page-size", defaultValue = "100") int pageSize,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Audited audited = histories.find(kind, id);
        long first = after == null ? 0 : after + 1;
        if (Exports.isWanted(request)) {
            record("getAuditedEvents", audited, request, true, caller);
            exports.write(rows(audited, first), request, response);
            return null;
        }
        List<AuditedEvent> events = histories.events(audited, first, pageSize);
        record("getAuditedEvents", audited, request, false, caller);
        long last = events.isEmpty()
                ? audited.last()
                : events.get(events.size() - 1).sequence();
        return ResponseEntity.ok()
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .body(new AuditedEventPage(audited.last() + 1, pageSize, last < audited.last() ? last : null, events));
    }

    private ExportedRows<AuditedEvent> rows(Audited audited, long first) {
        return new ExportedRows<>(
                audited.id() + "-events",
                COLUMNS,
                AuditEndpoint::cells,
                new Pieces<>(last -> histories.events(audited, last == null ? first : last.sequence() + 1, PIECE)));
    }

    private static List<? extends @Nullable Object> cells(AuditedEvent event) {
        AuditedEvent.Agent agent = event.agent();
        return Arrays.asList(
                event.position(),
                event.sequence(),
                event.eventId(),
                event.type(),
                event.revision(),
                event.time(),
                event.actor(),
                event.client(),
                agent == null ? null : agent.id(),
                agent == null ? null : agent.name(),
                event.correlationId(),
                event.causationId(),
                event.payload());
    }

    @GetMapping("/state")
    ResponseEntity<Object> getState(
            @PathVariable("kind") String kind,
            @PathVariable("id") String id,
            @RequestParam(name = "as-of", required = false) @Nullable AsOf asOf,
            Caller caller,
            HttpServletRequest request) {
        Audited audited = histories.find(kind, id);
        State state = histories.state(audited, asOf == null ? AsOf.NOW : asOf);
        record("getAuditedState", audited, request, false, caller);
        return ResponseEntity.ok().eTag(String.valueOf(state.version())).body(state.representation());
    }

    @GetMapping("/diff")
    ResponseEntity<Object> getDiff(
            @PathVariable("kind") String kind,
            @PathVariable("id") String id,
            @RequestParam(name = "from", required = false) @Nullable AsOf from,
            @RequestParam(name = "to", required = false) @Nullable AsOf to,
            Caller caller,
            HttpServletRequest request) {
        Audited audited = histories.find(kind, id);
        State before = histories.state(audited, from == null ? AsOf.BEGIN : from);
        State after = histories.state(audited, to == null ? AsOf.NOW : to);
        record("getAuditedDiff", audited, request, false, caller);
        return ResponseEntity.ok()
                .contentType(StatePatch.MEDIA_TYPE)
                .body(patch.between(before.representation(), after.representation()));
    }

    private void record(
            String operation, Audited audited, HttpServletRequest request, boolean exported, Caller caller) {
        reads.add(
                new Read(operation, audited.kind().name(), audited.id(), null, request.getQueryString(), exported),
                caller);
    }
}
