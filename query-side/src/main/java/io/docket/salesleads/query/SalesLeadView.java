package io.docket.salesleads.query;

import io.docket.common.api.PersonalData;
import io.docket.common.api.Versioned;
import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.LeadStatus;
import io.docket.salesleads.api.RejectionReason;
import io.docket.salesleads.api.SendingReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sales lead as it stood after one of its events.
 *
 * @param leadId the lead
 * @param version the sequence number of that event, from 0
 * @param lead what was passed on to us
 * @param status its status
 * @param receivedAt when it came
 * @param statusAt since when it has that status
 * @param scheduledFor when it is to be sent to the communication operator, if not at once
 * @param coOrderId our order at the communication operator
 * @param sendingReason why it was sent when it was
 * @param rejectionReason why it was rejected
 * @param coReason why in the communication operator's own words
 */
public record SalesLeadView(
        LeadId leadId,
        long version,
        Lead lead,
        LeadStatus status,
        Instant receivedAt,
        Instant statusAt,
        @Nullable Instant scheduledFor,
        @Nullable String coOrderId,
        @Nullable SendingReason sendingReason,
        @Nullable RejectionReason rejectionReason,
        @PersonalData @Nullable String coReason)
        implements Versioned {}
