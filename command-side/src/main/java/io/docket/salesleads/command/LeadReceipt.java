package io.docket.salesleads.command;

import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.LeadStatus;
import io.docket.salesleads.api.RejectionReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a command on a sales lead answers.
 *
 * @param leadId the lead
 * @param status its status
 * @param rejectionReason why it was rejected
 * @param scheduledFor when it will be sent to the communication operator, if not at once
 * @param repeated whether the lead was passed on to us before
 * @param version the lead's version after the command: the sequence number of its last event, from 0
 */
public record LeadReceipt(
        LeadId leadId,
        LeadStatus status,
        @Nullable RejectionReason rejectionReason,
        @Nullable Instant scheduledFor,
        boolean repeated,
        long version) {}
