package io.docket.console.operations;

import io.docket.console.Done;
import io.docket.console.ListPages;
import io.docket.operations.ReplayDecisions;
import io.docket.operations.endpoint.ReplayStream;
import io.docket.platform.projection.processing.ProjectionStates;
import io.docket.platform.projection.rebuild.Replay;
import io.docket.platform.projection.rebuild.Replays;
import io.docket.platform.security.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** Has read models made anew, and shows how far that is and what a dry run has found. */
@Controller
@RequestMapping(ReplayPages.PATH)
class ReplayPages {

    static final String PATH = "/console/operations/replays";

    private final Replays replays;
    private final ReplayDecisions decisions;
    private final ReplayStream stream;
    private final ProjectionStates states;
    private final JsonMapper json;
    private final Clock clock;

    ReplayPages(
            Replays replays,
            ReplayDecisions decisions,
            ReplayStream stream,
            ProjectionStates states,
            JsonMapper json,
            Clock clock) {
        this.replays = replays;
        this.decisions = decisions;
        this.stream = stream;
        this.states = states;
        this.json = json;
        this.clock = clock;
    }

    @GetMapping
    String list(
            @RequestParam(name = "projection", required = false) @Nullable String projection,
            @RequestParam(name = "page", defaultValue = "1") int number,
            Model page) {
        page.addAttribute("projection", projection);
        page.addAttribute(
                "readModels",
                states.behind().keySet().stream().filter(replays::isReplayable).toList());
        page.addAttribute("list", replays.page(ListPages.number(number)));
        return "console/operations/replays";
    }

    @PostMapping
    String start(
            @RequestParam("projection") String projection, @RequestParam("dry-run") boolean dryRun, Caller caller) {
        Replay started = decisions.start(UUID.randomUUID().toString(), projection, dryRun, null, caller);
        return "redirect:" + PATH + "/" + started.id();
    }

    @GetMapping("/{id}")
    String show(@PathVariable("id") UUID id, Model page) {
        Replay replay = decisions.find(id.toString());
        String report = replay.report();
        page.addAttribute("replay", replay);
        page.addAttribute("rate", Math.round(replay.rate(clock.instant())));
        page.addAttribute("timeLeft", replay.timeLeft(clock.instant()));
        page.addAttribute("report", report == null ? null : json.readValue(report, DryRun.class));
        return "console/operations/replay";
    }

    /** How far it is, to the script of the page, until it has ended. */
    @GetMapping("/{id}/events")
    void follow(@PathVariable("id") UUID id, HttpServletResponse response) throws IOException {
        stream.write(decisions.find(id.toString()), response);
    }

    @PostMapping("/{id}/cancel")
    String cancel(@PathVariable("id") UUID id, Caller caller) {
        decisions.cancel(id.toString(), caller);
        return Done.CANCELED.then(PATH + "/" + id);
    }
}
