package io.docket.console.operations;

import io.docket.platform.projection.processing.ProjectionStates;
import io.docket.platform.projection.processing.ProjectionStates.Condition;
import io.docket.platform.projection.processing.ProjectionStates.State;
import io.docket.platform.projection.rebuild.Replays;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How projections and automations stand. */
@Controller
class ProjectionPages {

    private final ProjectionStates states;
    private final LagHistory history;
    private final Replays replays;

    ProjectionPages(ProjectionStates states, LagHistory history, Replays replays) {
        this.states = states;
        this.history = history;
        this.replays = replays;
    }

    /**
     * A projection, or an automation.
     *
     * @param replayable whether it can be made anew
     */
    record Shown(State state, LagChart chart, boolean replayable) {

        /** Whether somebody should look at it. */
        public boolean needsCare() {
            return state.heldUp() > 0
                    || state.condition() == Condition.FAILING
                    || state.condition() == Condition.STOPPED
                    || state.condition() == Condition.UNCLAIMED;
        }
    }

    @GetMapping("/console/operations")
    String show(Model page) {
        List<Shown> shown = states.all().stream()
                .map(state ->
                        new Shown(state, history.of(state.name(), state.behind()), replays.isReplayable(state.name())))
                .toList();
        page.addAttribute("head", states.head());
        page.addAttribute("projections", shown);
        page.addAttribute("needCare", shown.stream().filter(Shown::needsCare).count());
        return "console/operations/projections";
    }
}
