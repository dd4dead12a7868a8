package io.docket.operations.command.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.Refusal;
import io.docket.platform.audit.OperatorActions;
import io.docket.platform.automation.QueuedTasks;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.paging.DefaultPaging;
import io.docket.platform.security.Caller;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
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
    private final OperatorActions actions;
    private final TransactionTemplate transaction;

    TaskQueueEndpoint(QueuedTasks tasks, OperatorActions actions, PlatformTransactionManager transactions) {
        this.tasks = tasks;
        this.actions = actions;
        this.transaction = new TransactionTemplate(transactions);
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
        find(queue);
        return tasks.page(queue, failing, paging).map(TaskRepresentation::of);
    }

    private QueuedTasks.Queue find(String queue) {
        return tasks.find(queue).orElseThrow(() -> new RefusedException(Refusal.notFound()));
    }

    @PostMapping("/{queue}/tasks/{task-id}/retry")
    ResponseEntity<TaskRepresentation> retryTask(
            @PathVariable("queue") String queue, @PathVariable("task-id") String id, Caller caller) {
        find(queue);
        QueuedTasks.Waiting found = tasks.find(queue, id).orElseThrow(() -> new RefusedException(Refusal.notFound()));
        transaction.executeWithoutResult(status -> {
            actions.add("retryTask", id, queue, caller);
            tasks.retry(queue, id);
        });
        return ResponseEntity.accepted().body(TaskRepresentation.of(found));
    }

    /** The reason is in the event that comes of it. */
    @DeleteMapping("/{queue}/tasks/{task-id}")
    ResponseEntity<Void> giveUpTask(
            @PathVariable("queue") String queue,
            @PathVariable("task-id") String id,
            @RequestParam("reason") String reason,
            Caller caller) {
        if (!find(queue).canBeGivenUp()) {
            throw new RefusedException(
                    Refusal.conflict("not-to-be-given-up", "Tasks of this queue have to be done, sooner or later."));
        }
        if (tasks.find(queue, id).isEmpty()) {
            throw new RefusedException(Refusal.notFound());
        }
        actions.add("giveUpTask", id, queue + ": " + reason, caller);
        if (!tasks.giveUp(queue, id, reason, caller.id())) {
            throw new RefusedException(Refusal.conflict("task-running", "It is being done just now."));
        }
        return ResponseEntity.noContent().build();
    }
}
