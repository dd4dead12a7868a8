package io.docket.console.operations;

import io.docket.console.Done;
import io.docket.console.ListPages;
import io.docket.console.Reason;
import io.docket.operations.DeadLetterDecisions;
import io.docket.platform.projection.faults.HeldUpAggregates;
import io.docket.platform.security.Caller;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is held up, with the event and the cause, and what operators decide about it. */
@Controller
@RequestMapping(DeadLetterPages.PATH)
class DeadLetterPages {

    static final String PATH = "/console/operations/dead-letters";

    private static final int LONGEST_REASON = 400;
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,100}");

    private final HeldUpAggregates heldUp;
    private final DeadLetterDecisions decisions;

    DeadLetterPages(HeldUpAggregates heldUp, DeadLetterDecisions decisions) {
        this.heldUp = heldUp;
        this.decisions = decisions;
    }

    @GetMapping
    String list(
            @RequestParam(name = "projection", required = false) @Nullable String projection,
            @RequestParam(name = "discarded", defaultValue = "false") boolean discarded,
            @RequestParam(name = "page", defaultValue = "1") int number,
            Model page) {
        String only = name(projection);
        page.addAttribute("projection", only);
        page.addAttribute("discarded", discarded);
        page.addAttribute("list", heldUp.page(only, discarded, ListPages.number(number)));
        page.addAttribute("longestReason", LONGEST_REASON);
        return "console/operations/dead-letters";
    }

    /** The name of a projection; {@code null} if none is named. */
    private static @Nullable String name(@Nullable String given) {
        if (!StringUtils.hasText(given)) {
            return null;
        }
        if (!NAME.matcher(given).matches()) {
            throw new IllegalArgumentException("No projection has such a name");
        }
        return given;
    }

    @PostMapping("/retry")
    String retryAll(@RequestParam(name = "projection", required = false) @Nullable String projection, Caller caller) {
        decisions.retryAll(name(projection), caller);
        return Done.ALL_RETRIED.then(PATH);
    }

    @PostMapping("/{id}/retry")
    String retry(@PathVariable("id") UUID id, Caller caller) {
        decisions.retry(id, caller);
        return Done.RETRIED.then(PATH);
    }

    @PostMapping("/{id}/discard")
    String discard(@PathVariable("id") UUID id, @RequestParam("reason") String reason, Caller caller) {
        decisions.discard(id, Reason.of(reason, LONGEST_REASON), caller);
        return Done.DISCARDED.then(PATH);
    }
}
