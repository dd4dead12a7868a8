package io.docket.console.queues;

import io.docket.console.Done;
import io.docket.console.ListPages;
import io.docket.console.Reason;
import io.docket.platform.automation.QueuedTasks;
import io.docket.platform.automation.TaskDecisions;
import io.docket.platform.security.Caller;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What waits to be done, without what it is about, and what operators decide about it. */
@Controller
@RequestMapping(QueuePages.PATH)
class QueuePages {

    static final String PATH = "/console/operations/queues";

    private static final int LONGEST_REASON = 200;

    private final QueuedTasks tasks;
    private final TaskDecisions decisions;

    QueuePages(QueuedTasks tasks, TaskDecisions decisions) {
        this.tasks = tasks;
        this.decisions = decisions;
    }

    @GetMapping
    String list(Model page) {
        page.addAttribute("queues", tasks.queues());
        return "console/operations/queues";
    }

    @GetMapping("/{queue}")
    String show(
            @PathVariable("queue") String queue,
            @RequestParam(name = "failing", defaultValue = "false") boolean failing,
            @RequestParam(name = "page", defaultValue = "1") int number,
            Model page) {
        page.addAttribute("queue", decisions.queue(queue));
        page.addAttribute("failing", failing);
        page.addAttribute("list", tasks.page(queue, failing, ListPages.number(number)));
        page.addAttribute("longestReason", LONGEST_REASON);
        return "console/operations/queue";
    }

    @PostMapping("/{queue}/tasks/{id}/retry")
    String retry(@PathVariable("queue") String queue, @PathVariable("id") String id, Caller caller) {
        decisions.retry(queue, id, caller);
        return Done.RETRIED.then(PATH + "/" + queue);
    }

    @PostMapping("/{queue}/tasks/{id}/give-up")
    String giveUp(
            @PathVariable("queue") String queue,
            @PathVariable("id") String id,
            @RequestParam("reason") String reason,
            Caller caller) {
        decisions.giveUp(queue, id, Reason.of(reason, LONGEST_REASON), caller);
        return Done.GIVEN_UP.then(PATH + "/" + queue);
    }
}
