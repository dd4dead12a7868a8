package io.docket.operations.endpoint;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.Refusal;
import io.docket.platform.audit.OperatorActions;
import io.docket.platform.contract.CheckedBody;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.paging.DefaultPaging;
import io.docket.platform.projection.faults.HeldUpAggregates;
import io.docket.platform.projection.faults.HeldUpAggregates.HeldUp;
import io.docket.platform.security.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

/**
 * Shows what is held up, and takes what operators decide about it. What they do is on record in the transaction that does
 * it. A retry is done by one of the processes within a second or two.
 */
@RestController
@RequestMapping("/operations/dead-letters")
class DeadLetterEndpoint {

    private final HeldUpAggregates heldUp;
    private final OperatorActions actions;
    private final TransactionTemplate transaction;

    DeadLetterEndpoint(HeldUpAggregates heldUp, OperatorActions actions, PlatformTransactionManager transactions) {
        this.heldUp = heldUp;
        this.actions = actions;
        this.transaction = new TransactionTemplate(transactions);
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
        return DeadLetterRepresentation.of(find(id));
    }

    private HeldUp find(UUID id) {
        return heldUp.find(id.toString()).orElseThrow(() -> new RefusedException(Refusal.notFound()));
    }

    @PostMapping("/{dead-letter-id}/retry")
    ResponseEntity<DeadLetterRepresentation> retry(@PathVariable("dead-letter-id") UUID id, Caller caller) {
        HeldUp found = find(id);
        transaction.executeWithoutResult(status -> {
            actions.add("retryDeadLetter", found.aggregateId(), found.projection(), caller);
            if (!heldUp.retry(found.id())) {
                throw new RefusedException(Refusal.notFound());
            }
        });
        return ResponseEntity.accepted().body(DeadLetterRepresentation.of(found));
    }

    @PostMapping("/retry")
    ResponseEntity<Accepted> retryAll(@CheckedBody @Nullable RetryRequest request, Caller caller) {
        String projection = request == null ? null : request.projection;
        return ResponseEntity.accepted().body(transaction.execute(status -> {
            actions.add("retryDeadLetters", null, projection, caller);
            return new Accepted(heldUp.retryAll(projection));
        }));
    }

    /** Which are retried: those of one projection, or all. */
    record RetryRequest(@Nullable String projection) {}

    private record Accepted(int count) {}

    @DeleteMapping("/{dead-letter-id}")
    ResponseEntity<Void> discard(
            @PathVariable("dead-letter-id") UUID id, @RequestParam("reason") String reason, Caller caller) {
        HeldUp found = find(id);
        transaction.executeWithoutResult(status -> {
            actions.add("discardDeadLetter", found.aggregateId(), found.projection() + ": " + reason, caller);
            if (!heldUp.discard(found.id(), caller.id(), reason)) {
                throw new RefusedException(
                        Refusal.conflict("already-discarded", "It has been discarded, or is held up no longer."));
            }
        });
        return ResponseEntity.noContent().build();
    }
}
