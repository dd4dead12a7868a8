package io.docket.platform.automation;

import io.docket.common.api.Refusal;
import io.docket.platform.audit.OperatorActions;
import io.docket.platform.automation.QueuedTasks.Queue;
import io.docket.platform.automation.QueuedTasks.Waiting;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.security.Caller;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What operators decide about tasks, which is on record. */
@Component
public final class TaskDecisions {

    private final QueuedTasks tasks;
    private final OperatorActions actions;
    private final TransactionTemplate transaction;

    TaskDecisions(QueuedTasks tasks, OperatorActions actions, PlatformTransactionManager transactions) {
        this.tasks = tasks;
        this.actions = actions;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A queue.
     *
     * @throws RefusedException not found, if this process has none of that name
     */
    public Queue queue(String name) {
        return tasks.find(name).orElseThrow(() -> new RefusedException(Refusal.notFound()));
    }

    /**
     * Has a task done now. One that is being done is left alone.
     *
     * @return how it stood before
     * @throws RefusedException not found, if there is no such task
     */
    public Waiting retry(String queue, String id, Caller caller) {
        Waiting found = task(queue(queue).name(), id);
        transaction.executeWithoutResult(status -> {
            actions.add("retryTask", id, queue, caller);
            tasks.retry(queue, id);
        });
        return found;
    }

    private Waiting task(String queue, String id) {
        return tasks.find(queue, id).orElseThrow(() -> new RefusedException(Refusal.notFound()));
    }

    /**
     * Gives a task up: what it is about ends by an event with the reason.
     *
     * @throws RefusedException not found, or conflict, if such tasks cannot be given up, this one is being done, or there
     *     was nothing to end
     */
    public void giveUp(String queue, String id, String reason, Caller caller) {
        if (!queue(queue).canBeGivenUp()) {
            throw new RefusedException(
                    Refusal.conflict("not-to-be-given-up", "Tasks of this queue have to be done, sooner or later."));
        }
        task(queue, id);
        switch (tasks.giveUp(queue, id, reason, caller.id())) {
            // Why is in the event, and encrypted there.
            case ENDED -> actions.add("giveUpTask", id, queue, caller);
            case NOTHING_TO_END ->
                throw new RefusedException(Refusal.conflict(
                        "nothing-to-give-up", "What it is about has ended, or goes on in another task."));
            case BEING_DONE ->
                throw new RefusedException(Refusal.conflict("task-running", "It is being done just now."));
        }
    }
}
