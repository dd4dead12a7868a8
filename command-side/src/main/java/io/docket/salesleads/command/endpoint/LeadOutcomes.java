package io.docket.salesleads.command.endpoint;

import io.docket.platform.automation.Backoff;
import io.docket.salesleads.api.LeadStatus;
import io.docket.salesleads.api.event.SalesLeadActivated;
import io.docket.salesleads.api.event.SalesLeadRejected;
import io.docket.salesleads.command.LeadReceipt;
import io.docket.salesleads.command.reference.SalesLeadProperties;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** Waits for what comes of a lead, whichever process sends it to the communication operator. */
@Component
class LeadOutcomes {

    private static final Duration FIRST_LOOK = Duration.ofMillis(10);
    private static final Duration LAST_LOOK = Duration.ofMillis(160);

    /** Of the threads that answer requests, most have to stay free for others. */
    private static final int MAX_WAITING = 50;

    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final EventStore eventStore;
    private final Duration within;

    LeadOutcomes(EventStore eventStore, SalesLeadProperties properties) {
        this.eventStore = eventStore;
        this.within = properties.answerWithin();
    }

    /** The lead as it stands when it has its outcome, or when it was waited for long enough; at once if many wait. */
    LeadReceipt await(LeadReceipt receipt) {
        if (!waiting.tryAcquire()) {
            return receipt;
        }
        try {
            return awaitOutcome(receipt);
        } finally {
            waiting.release();
        }
    }

    private LeadReceipt awaitOutcome(LeadReceipt receipt) {
        long deadline = System.nanoTime() + within.toNanos();
        var looks = new Backoff(FIRST_LOOK, LAST_LOOK);
        LeadReceipt latest = receipt;
        for (int look = 1; latest.status() == LeadStatus.RECEIVED && System.nanoTime() < deadline; look++) {
            LockSupport.parkNanos(looks.after(look).toNanos());
            latest = afterNewEvents(latest);
        }
        return latest;
    }

    private LeadReceipt afterNewEvents(LeadReceipt receipt) {
        return eventStore
                .readEvents(receipt.leadId().value(), receipt.version() + 1)
                .asStream()
                .reduce(receipt, LeadOutcomes::after, (before, after) -> after);
    }

    private static LeadReceipt after(LeadReceipt before, DomainEventMessage<?> message) {
        LeadStatus status = before.status();
        var rejectionReason = before.rejectionReason();
        if (message.getPayload() instanceof SalesLeadRejected rejected) {
            status = LeadStatus.REJECTED;
            rejectionReason = rejected.reason();
        } else if (message.getPayload() instanceof SalesLeadActivated) {
            status = LeadStatus.ACTIVATED;
        }
        return new LeadReceipt(
                before.leadId(),
                status,
                rejectionReason,
                before.scheduledFor(),
                before.repeated(),
                message.getSequenceNumber());
    }
}
