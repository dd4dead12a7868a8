package io.docket.operations.command.endpoint;

import io.docket.platform.automation.QueuedTasks.Failure;
import io.docket.platform.automation.QueuedTasks.Waiting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A task as the API prints it: nothing of what it is about but its id. */
@JsonNaming(KebabCaseStrategy.class)
record TaskRepresentation(
        String id,
        Instant since,
        Instant nextAttempt,
        boolean running,
        int attempts,
        @Nullable Failure lastError) {

    static TaskRepresentation of(Waiting task) {
        return new TaskRepresentation(
                task.id(), task.since(), task.nextAttempt(), task.running(), task.attempts(), task.lastError());
    }
}
