package io.docket.operations.command.endpoint;

import io.docket.platform.automation.QueuedTasks.Queue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A queue as the API prints it. */
@JsonNaming(KebabCaseStrategy.class)
record QueueRepresentation(
        String name,
        long waiting,
        long due,
        long running,
        long failing,
        @Nullable Instant oldestDue,
        boolean canBeGivenUp) {

    static QueueRepresentation of(Queue queue) {
        return new QueueRepresentation(
                queue.name(),
                queue.waiting(),
                queue.due(),
                queue.running(),
                queue.failing(),
                queue.oldestDue(),
                queue.canBeGivenUp());
    }
}
