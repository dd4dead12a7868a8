package io.docket.console.audit;

import io.docket.audit.AuditReads;
import io.docket.audit.AuditReads.Read;
import io.docket.eventstream.endpoint.EventStreams;
import io.docket.eventstream.log.EventFilter;
import io.docket.eventstream.log.EventNames;
import io.docket.eventstream.log.StartingPoints;
import io.docket.eventstream.subscription.StreamForm;
import io.docket.eventstream.subscription.Subscription;
import io.docket.platform.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What happens, as it happens. Whoever watches sees whatever comes by, so that personal data are masked; who has to see them
 * looks at the one thing. That somebody watched is on record.
 */
@Controller
@RequestMapping("/console/audit/live")
class TailPages {

    /** How many of the latest positions of the log are shown at first. */
    private static final long SHOWN_AT_FIRST = 50;

    /** How far it goes back: what is older is searched for. Of filtered events, as far at first. */
    private static final long FURTHEST_BACK = 5_000;

    private final EventStreams streams;
    private final EventNames names;
    private final StartingPoints starts;
    private final AuditReads reads;

    TailPages(EventStreams streams, EventNames names, StartingPoints starts, AuditReads reads) {
        this.streams = streams;
        this.names = names;
        this.starts = starts;
        this.reads = reads;
    }

    /**
     * Which events are wanted.
     *
     * @param types a public type, or the beginning of some before a {@code *}
     * @param subject the id of a thing
     */
    record Form(
            @BindParam("types") @Nullable String types,
            @BindParam("subject") @Nullable String subject) {

        private EventFilter filter(EventNames names) {
            String wanted = Given.text(types);
            return EventFilter.of(
                    names.matching(wanted == null ? List.of() : List.of(wanted)), List.of(), Given.text(subject));
        }
    }

    @GetMapping
    String show(Form form, Model page) {
        EventFilter filter = form.filter(names);
        long back = filter.equals(EventFilter.ALL) ? SHOWN_AT_FIRST : FURTHEST_BACK;
        page.addAttribute("form", form);
        page.addAttribute("after", Math.max(0, starts.atTheEnd().head() - back));
        page.addAttribute(
                "families",
                names.all().stream().map(TailPages::family).distinct().toList());
        return "console/audit/live";
    }

    /** What the names of all events of a kind of things begin with: {@code docket.case}. */
    private static String family(String type) {
        String name = type.substring(0, type.lastIndexOf('.'));
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** The events, a line of JSON each, to the script of the page, which comes back with the position of the last. */
    @GetMapping("/events")
    void stream(
            Form form,
            @RequestParam("after") long after,
            Caller caller,
            JwtAuthenticationToken token,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        EventFilter filter = form.filter(names);
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        long head = starts.atTheEnd().head();
        long from = Math.max(0, Math.max(head - FURTHEST_BACK, Math.min(head, after)));
        reads.add(new Read("streamEvents", null, filter.subject(), null, asked(request, from), false), caller);
        streams.open(
                new Subscription(
                        caller.id(),
                        from,
                        null,
                        null,
                        filter,
                        StreamForm.LINES,
                        false,
                        token.getToken().getExpiresAt(),
                        streams.rightOf(token)),
                request,
                response);
    }

    private static String asked(HttpServletRequest request, long from) {
        return "[masked, after " + from + "] " + request.getQueryString();
    }
}
