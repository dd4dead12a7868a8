package io.docket.salesleads.command;

import io.docket.salesleads.api.LeadId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Says that the communication operator has our order.
 *
 * @param leadId the lead
 * @param coOrderId the operator's id of the order; {@code null} if it names none
 */
public record RecordSending(
        @TargetAggregateIdentifier LeadId leadId, @Nullable String coOrderId) implements SalesLeadCommand {}
