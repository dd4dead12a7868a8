package io.docket.operations.endpoint;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.operations.DeadLetterDecisions;
import io.docket.platform.contract.CheckedBody;
import io.docket.platform.paging.DefaultPaging;
import io.docket.platform.projection.faults.HeldUpAggregates;
import io.docket.platform.security.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what is held up, and takes what operators decide about it. */
@RestController
@RequestMapping("/operations/dead-letters")
class DeadLetterEndpoint {

    private final HeldUpAggregates heldUp;
    private final DeadLetterDecisions decisions;

    DeadLetterEndpoint(HeldUpAggregates heldUp, DeadLetterDecisions decisions) {
        this.heldUp = heldUp;
        this.decisions = decisions;
    }

    @GetMapping
    Page<DeadLetterRepresentation> getDeadLetters(
            @RequestParam(name = "projection", required = false) @Nullable String projection,
            @RequestParam(name = "discarded", defaultValue = "false") boolean discarded,
            @DefaultPaging(size = 20, sortBy = "since", ascending = true) Paging paging) {
        return heldUp.page(projection, discarded, paging).map(DeadLetterRepresentation::of);
    }

    @GetMapping("/{dead-letter-id}")
    DeadLetterRepresentation getDeadLetter(@PathVariable("dead-letter-id") UUID id) {
        return DeadLetterRepresentation.of(decisions.find(id));
    }

    @PostMapping("/{dead-letter-id}/retry")
    ResponseEntity<DeadLetterRepresentation> retry(@PathVariable("dead-letter-id") UUID id, Caller caller) {
        return ResponseEntity.accepted().body(DeadLetterRepresentation.of(decisions.retry(id, caller)));
    }

    @PostMapping("/retry")
    ResponseEntity<Accepted> retryAll(@CheckedBody @Nullable RetryRequest request, Caller caller) {
        int count = decisions.retryAll(request == null ? null : request.projection, caller);
        return ResponseEntity.accepted().body(new Accepted(count));
    }

    /** Which are retried: those of one projection, or all. */
    record RetryRequest(@Nullable String projection) {}

    private record Accepted(int count) {}

    @DeleteMapping("/{dead-letter-id}")
    ResponseEntity<Void> discard(
            @PathVariable("dead-letter-id") UUID id, @RequestParam("reason") String reason, Caller caller) {
        decisions.discard(id, reason, caller);
        return ResponseEntity.noContent().build();
    }
}
