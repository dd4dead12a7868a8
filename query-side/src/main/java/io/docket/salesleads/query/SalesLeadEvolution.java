package io.docket.salesleads.query;

import static java.util.Objects.requireNonNull;

import io.docket.platform.projection.Evolution;
import io.docket.salesleads.api.LeadStatus;
import io.docket.salesleads.api.RejectionReason;
import io.docket.salesleads.api.SendingReason;
import io.docket.salesleads.api.event.SalesLeadAccepted;
import io.docket.salesleads.api.event.SalesLeadActivated;
import io.docket.salesleads.api.event.SalesLeadEvent;
import io.docket.salesleads.api.event.SalesLeadReceived;
import io.docket.salesleads.api.event.SalesLeadRejected;
import io.docket.salesleads.api.event.SalesLeadSentToCo;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/** What each event makes of a sales lead. */
final class SalesLeadEvolution implements Evolution<SalesLeadView> {

    @Override
    public SalesLeadView after(DomainEventMessage<?> message, @Nullable SalesLeadView before) {
        SalesLeadEvent event = (SalesLeadEvent) message.getPayload();
        Instant time = message.getTimestamp();
        if (event instanceof SalesLeadReceived received) {
            return new SalesLeadView(
                    received.leadId(),
                    0,
                    received.lead(),
                    LeadStatus.RECEIVED,
                    time,
                    time,
                    null,
                    null,
                    null,
                    null,
                    null);
        }
        Draft draft = new Draft(requireNonNull(before));
        if (event instanceof SalesLeadAccepted accepted) {
            draft.scheduledFor = accepted.scheduledFor();
        } else if (event instanceof SalesLeadSentToCo sent) {
            draft.coOrderId = sent.coOrderId();
            draft.sendingReason = sent.reason();
        } else if (event instanceof SalesLeadActivated) {
            draft.moveTo(LeadStatus.ACTIVATED, time);
        } else if (event instanceof SalesLeadRejected rejected) {
            draft.moveTo(LeadStatus.REJECTED, time);
            draft.rejectionReason = rejected.reason();
            draft.coReason = rejected.coReason();
        } else {
            throw new IllegalArgumentException("Not known here: " + event.getClass());
        }
        return draft.after(message.getSequenceNumber());
    }

    /** The parts of a lead that change. */
    private static final class Draft {

        private final SalesLeadView before;
        private LeadStatus status;
        private Instant statusAt;
        private @Nullable Instant scheduledFor;
        private @Nullable String coOrderId;
        private @Nullable SendingReason sendingReason;
        private @Nullable RejectionReason rejectionReason;
        private @Nullable String coReason;

        Draft(SalesLeadView before) {
            this.before = before;
            status = before.status();
            statusAt = before.statusAt();
            scheduledFor = before.scheduledFor();
            coOrderId = before.coOrderId();
            sendingReason = before.sendingReason();
            rejectionReason = before.rejectionReason();
            coReason = before.coReason();
        }

        void moveTo(LeadStatus next, Instant time) {
            status = next;
            statusAt = time;
        }

        SalesLeadView after(long version) {
            return new SalesLeadView(
                    before.leadId(),
                    version,
                    before.lead(),
                    status,
                    before.receivedAt(),
                    statusAt,
                    scheduledFor,
                    coOrderId,
                    sendingReason,
                    rejectionReason,
                    coReason);
        }
    }
}
