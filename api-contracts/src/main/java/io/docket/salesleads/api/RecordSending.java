package io.docket.salesleads.api;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Says that the communication operator has our order.
 *
 * @param leadId the lead
 * @param coOrderId the operator's id of the order, 1 to 64 characters
 */
public record RecordSending(@TargetAggregateIdentifier LeadId leadId, String coOrderId) implements SalesLeadCommand {}
