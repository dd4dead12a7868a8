package io.docket.eventstream.endpoint;

import io.docket.audit.AuditReads;
import io.docket.audit.AuditReads.Read;
import io.docket.eventstream.log.EventFilter;
import io.docket.eventstream.log.EventNames;
import io.docket.eventstream.log.StartingPoint;
import io.docket.eventstream.log.StartingPoints;
import io.docket.eventstream.subscription.StreamForm;
import io.docket.eventstream.subscription.Subscription;
import io.docket.platform.http.Acceptance;
import io.docket.platform.paging.FilterValues;
import io.docket.platform.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

    private final EventStreams streams;
    private final StartingPoints starts;
    private final EventNames names;
    private final AuditReads reads;

    EventStreamEndpoint(EventStreams streams, StartingPoints starts, EventNames names, AuditReads reads) {
        this.streams = streams;
        this.starts = starts;
        this.names = names;
        this.reads = reads;
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
        if (request.getMethod().equals("HEAD")) {
            EventStreams.prepare(response, form);
            return;
        }
        if (unmasked) {
            reads.add(new Read("streamEvents", null, query.subject(), null, asked(request, start), true), caller);
        }
        streams.open(
                new Subscription(
                        caller.client() == null ? caller.id() : caller.client(),
                        start.after(),
                        start.from(),
                        query.until() == null ? null : start.head(),
                        filter,
                        form,
                        unmasked,
                        token.getToken().getExpiresAt(),
                        streams.rightOf(token)),
                request,
                response);
    }

    /** A client that comes back sends the query again that it began with. */
    private StartingPoint start(Query query, @Nullable Long lastEventId) {
        return lastEventId == null
                ? starts.asked(query.after(), query.from(), StartingPoints.EARLIEST)
                : starts.behind("Last-Event-ID", lastEventId);
    }

    private static StreamForm form(HttpServletRequest request) {
        Acceptance acceptance = Acceptance.in(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        return acceptance.of(NDJSON) > acceptance.of(MediaType.TEXT_EVENT_STREAM)
                ? StreamForm.LINES
                : StreamForm.SERVER_SENT_EVENTS;
    }

    private static String asked(HttpServletRequest request, StartingPoint start) {
        String query = request.getQueryString();
        return "[after " + start.after() + "] " + (query == null ? "" : query);
    }
}
