package io.docket.eventstream.endpoint;

import io.docket.audit.AuditReads;
import io.docket.audit.AuditReads.Read;
import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.Refusal;
import io.docket.eventstream.log.EventFilter;
import io.docket.eventstream.log.EventNames;
import io.docket.eventstream.log.StartingPoint;
import io.docket.eventstream.log.StartingPoints;
import io.docket.eventstream.subscription.StreamForm;
import io.docket.eventstream.subscription.Subscriber;
import io.docket.eventstream.subscription.Subscribers;
import io.docket.eventstream.subscription.Subscription;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.errors.UnavailableException;
import io.docket.platform.eventstore.OlderEvents;
import io.docket.platform.http.Acceptance;
import io.docket.platform.http.StreamConnection;
import io.docket.platform.paging.DateOrDateTime;
import io.docket.platform.paging.FilterValues;
import io.docket.platform.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Streams events, for as long as the client listens. */
@RestController
class EventStreamEndpoint {

    static final MediaType NDJSON = MediaType.parseMediaType("application/x-ndjson");

    private static final String UNMASKED = "SCOPE_events.pii";
    private static final String EARLIEST = "earliest";
    private static final String LATEST = "latest";

    /** What the system keeps for a client that does not take it. */
    private static final int SENT_BYTES = 128 * 1024;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Subscribers subscribers;
    private final StartingPoints starts;
    private final EventNames names;
    private final AuditReads reads;
    private final OlderEvents older;

    EventStreamEndpoint(
            Subscribers subscribers, StartingPoints starts, EventNames names, AuditReads reads, OlderEvents older) {
        this.subscribers = subscribers;
        this.starts = starts;
        this.names = names;
        this.reads = reads;
        this.older = older;
    }

    /** What is asked for, in the query. */
    record Query(
            @BindParam("after") @Nullable Long after,
            @BindParam("from") @Nullable String from,
            @BindParam("until") @Nullable String until,
            @BindParam("types") @Nullable List<String> types,
            @BindParam("kinds") @Nullable List<String> kinds,
            @BindParam("subject") @Nullable String subject) {

        EventFilter filter(EventNames names) {
            return EventFilter.of(names.matching(FilterValues.of(types)), FilterValues.of(kinds), subject);
        }
    }

    @GetMapping("/events")
    void streamEvents(
            Query query,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable Long lastEventId,
            Caller caller,
            JwtAuthenticationToken token,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        boolean unmasked = token.getAuthorities().stream().anyMatch(scope -> UNMASKED.equals(scope.getAuthority()));
        EventFilter filter = query.filter(names);
        StartingPoint start = start(query, lastEventId);
        StreamForm form = form(request);
        prepare(response, form);
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        if (!unmasked && older.areLeft()) {
            throw new UnavailableException(
                    "Personal data of older events are being encrypted, and cannot be masked yet.");
        }
        if (unmasked) {
            reads.add(new Read("streamEvents", null, query.subject(), null, asked(request, start), true), caller);
        }
        var connection = StreamConnection.of(request);
        var outlet = new AsyncOutlet(connection);
        var wanted = new Subscription(
                caller.client() == null ? caller.id() : caller.client(),
                start.after(),
                start.from(),
                query.until() == null ? null : start.head(),
                filter,
                form,
                unmasked,
                token.getToken().getExpiresAt());
        Subscriber subscriber = subscribers.add(wanted, outlet);
        try {
            connection.bound(SENT_BYTES, PATIENCE);
            response.flushBuffer();
            outlet.serve(subscriber, request);
        } catch (IOException | RuntimeException e) {
            subscriber.leave();
            throw e;
        }
    }

    /** A client that comes back sends the query again that it began with. */
    private StartingPoint start(Query query, @Nullable Long lastEventId) {
        if (lastEventId != null) {
            return behind("Last-Event-ID", lastEventId);
        }
        String from = query.from();
        if (query.after() != null && from != null) {
            throw new RefusedException(Refusal.invalid(
                    "from", ErrorLiteral.COMBINATION_REQUIRED, "A stream begins after a position, or from a time."));
        }
        if (query.after() != null) {
            return behind("after", query.after());
        }
        if (from == null || from.equals(EARLIEST)) {
            return starts.behind(0);
        }
        return from.equals(LATEST) ? starts.atTheEnd() : starts.from(time(from));
    }

    private static Instant time(String from) {
        try {
            return DateOrDateTime.of(from).start();
        } catch (DateTimeException e) {
            throw new RefusedException(Refusal.invalid("from", ErrorLiteral.INVALID_FORMAT, "from is no time."));
        }
    }

    private StartingPoint behind(String tag, long position) {
        StartingPoint start = starts.behind(position);
        if (position > start.head()) {
            throw new RefusedException(Refusal.invalid(
                    tag, ErrorLiteral.OUT_OF_RANGE, "There is no event at position " + position + " yet."));
        }
        return start;
    }

    private static StreamForm form(HttpServletRequest request) {
        Acceptance acceptance = Acceptance.in(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        return acceptance.of(NDJSON) > acceptance.of(MediaType.TEXT_EVENT_STREAM)
                ? StreamForm.LINES
                : StreamForm.SERVER_SENT_EVENTS;
    }

    private static void prepare(HttpServletResponse response, StreamForm form) {
        response.setContentType(form == StreamForm.LINES ? NDJSON.toString() : MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        // Proxies that gather answers are not to.
        response.setHeader("X-Accel-Buffering", "no");
    }

    private static String asked(HttpServletRequest request, StartingPoint start) {
        String query = request.getQueryString();
        return "[after " + start.after() + "] " + (query == null ? "" : query);
    }
}
