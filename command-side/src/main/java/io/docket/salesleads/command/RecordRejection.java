package io.docket.salesleads.command;

import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.RejectionReason;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Says that the communication operator will not deliver the service.
 *
 * @param leadId the lead
 * @param reason why
 * @param coReason why in the operator's own words, up to 255 characters
 */
public record RecordRejection(
        @TargetAggregateIdentifier LeadId leadId,
        RejectionReason reason,
        @Nullable String coReason) implements SalesLeadCommand {}
