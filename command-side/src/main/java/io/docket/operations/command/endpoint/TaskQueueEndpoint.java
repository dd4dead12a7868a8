package io.docket.operations.command.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.platform.automation.QueuedTasks;
import io.docket.platform.automation.TaskDecisions;
import io.docket.platform.paging.DefaultPaging;
import io.docket.platform.security.Caller;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what waits to be done because of events or the time, without what it is about, and takes what operators decide. */
@RestController
@RequestMapping("/operations/queues")
class TaskQueueEndpoint {

    private final QueuedTasks tasks;
    private final TaskDecisions decisions;

    TaskQueueEndpoint(QueuedTasks tasks, TaskDecisions decisions) {
        this.tasks = tasks;
        this.decisions = decisions;
    }

    /** All queues. */
    record QueueList(@JsonProperty("Items") List<QueueRepresentation> items) {}

    @GetMapping
    QueueList getQueues() {
        return new QueueList(
                tasks.queues().stream().map(QueueRepresentation::of).toList());
    }

    @GetMapping("/{queue}/tasks")
    Page<TaskRepresentation> getTasks(
            @PathVariable("queue") String queue,
            @RequestParam(name = "failing", defaultValue = "false") boolean failing,
            @DefaultPaging(size = 20, sortBy = "next-attempt", ascending = true) Paging paging) {
        return tasks.page(decisions.queue(queue).name(), failing, paging).map(TaskRepresentation::of);
    }

    @PostMapping("/{queue}/tasks/{task-id}/retry")
    ResponseEntity<TaskRepresentation> retryTask(
            @PathVariable("queue") String queue, @PathVariable("task-id") String id, Caller caller) {
        return ResponseEntity.accepted().body(TaskRepresentation.of(decisions.retry(queue, id, caller)));
    }

    /** The reason is in the event that comes of it. */
    @DeleteMapping("/{queue}/tasks/{task-id}")
    ResponseEntity<Void> giveUpTask(
            @PathVariable("queue") String queue,
            @PathVariable("task-id") String id,
            @RequestParam("reason") String reason,
            Caller caller) {
        decisions.giveUp(queue, id, reason, caller);
        return ResponseEntity.noContent().build();
    }
}
