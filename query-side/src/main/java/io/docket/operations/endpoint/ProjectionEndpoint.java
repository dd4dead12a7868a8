package io.docket.operations.endpoint;

import io.docket.platform.projection.processing.ProjectionStates;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers how projections and automations stand. */
@RestController
class ProjectionEndpoint {

    private final ProjectionStates states;

    ProjectionEndpoint(ProjectionStates states) {
        this.states = states;
    }

    @GetMapping("/operations/projections")
    ProjectionList getProjections() {
        List<ProjectionStates.State> all = states.all();
        return new ProjectionList(
                states.head(), all.stream().map(ProjectionRepresentation::of).toList());
    }
}
