package io.docket.console.audit;

import io.docket.audit.AsOf;
import io.docket.audit.AuditReads;
import io.docket.audit.AuditReads.Read;
import io.docket.audit.AuditedEvent;
import io.docket.audit.AuditedHistories;
import io.docket.audit.AuditedHistories.Audited;
import io.docket.audit.AuditedHistories.State;
import io.docket.audit.StatePatch;
import io.docket.audit.log.endpoint.Proofs;
import io.docket.platform.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What has happened to one thing, how it stood, and the proof of it. Every look is on record, as one through the API. */
@Controller
@RequestMapping("/console/audit/{kind}/{id}")
class AuditPages {

    private static final int PAGE = 100;

    private final AuditedHistories histories;
    private final AuditReads reads;
    private final StatePatch patch;
    private final Proofs proofs;
    private final JsonMapper json;

    AuditPages(AuditedHistories histories, AuditReads reads, StatePatch patch, Proofs proofs, JsonMapper json) {
        this.histories = histories;
        this.reads = reads;
        this.patch = patch;
        this.proofs = proofs;
        this.json = json;
    }

    /** The events, and the state after one of them: the one that is named, or the last one until a time, or the last. */
    @GetMapping
    String show(
            @PathVariable("kind") String kind,
            @PathVariable("id") String id,
            @RequestParam(name = "sequence", required = false) @Nullable Long sequence,
            @RequestParam(name = "as-of", required = false) @Nullable String asOf,
            Caller caller,
            HttpServletRequest request,
            Model page) {
        Audited audited = histories.find(kind, id);
        State state = histories.state(audited, wanted(sequence, asOf));
        long version = state.version();
        long first = version / PAGE * PAGE;
        List<AuditedEvent> events = histories.events(audited, first, PAGE);
        reads.add(new Read("getAuditedState", kind, id, null, request.getQueryString(), false), caller);
        reads.add(new Read("getAuditedEvents", kind, id, null, request.getQueryString(), false), caller);

        JsonNode representation = json.valueToTree(state.representation());
        JsonNode changes = changes(audited, state);
        page.addAttribute("kind", kind);
        page.addAttribute("id", id);
        page.addAttribute("last", audited.last());
        page.addAttribute("version", version);
        page.addAttribute("asOf", asOf);
        page.addAttribute("events", events);
        page.addAttribute("event", events.get((int) (version - first)));
        page.addAttribute("earlier", first == 0 ? null : first - 1);
        page.addAttribute("later", first + PAGE > audited.last() ? null : first + PAGE);
        page.addAttribute("facts", Fact.of(representation, pointers(changes, false)));
        page.addAttribute("removed", pointers(changes, true));
        page.addAttribute("payload", Fact.of(events.get((int) (version - first)).payload(), Set.of()));
        return "console/audit/item";
    }

    private static AsOf wanted(@Nullable Long sequence, @Nullable String asOf) {
        if (sequence != null) {
            return new AsOf(sequence, null);
        }
        return StringUtils.hasText(asOf) ? AsOf.of(asOf) : AsOf.NOW;
    }

    /** What the last event has changed; of the first one, everything. */
    private JsonNode changes(Audited audited, State state) {
        Object before = state.version() == 0
                ? json.createObjectNode()
                : histories.state(audited, new AsOf(state.version() - 1, null)).representation();
        return patch.between(before, state.representation());
    }

    private static Set<String> pointers(JsonNode changes, boolean removed) {
        return changes.valueStream()
                .filter(change -> change.path("op").asString("").equals("remove") == removed)
                .map(change -> change.path("path").asString(""))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The proof, as a text that is checked elsewhere. */
    @GetMapping("/events/{sequence}/proof")
    String prove(
            @PathVariable("kind") String kind,
            @PathVariable("id") String id,
            @PathVariable("sequence") long sequence,
            Model page) {
        page.addAttribute("kind", kind);
        page.addAttribute("id", id);
        page.addAttribute("sequence", sequence);
        page.addAttribute("proof", proofs.of(kind, id, sequence).toString());
        return "console/audit/proof";
    }
}
