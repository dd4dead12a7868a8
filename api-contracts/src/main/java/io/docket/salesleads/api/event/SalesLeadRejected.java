package io.docket.salesleads.api.event;

import io.docket.common.api.EventType;
import io.docket.common.api.PersonalData;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.RejectionReason;
import org.jspecify.annotations.Nullable;

/**
 * Nothing comes of the lead.
 *
 * @param reason why
 * @param coReason why in the communication operator's own words, up to 255 characters
 */
@EventType("docket.sales-lead.sales-lead-rejected")
public record SalesLeadRejected(
        LeadId leadId,
        RejectionReason reason,
        @PersonalData @Nullable String coReason) implements SalesLeadEvent {}
