package io.docket.salesleads.api;

import io.docket.common.api.EventType;

/**
 * The communication operator has our order.
 *
 * @param coOrderId the operator's id of it
 * @param reason why then
 */
@EventType("docket.sales-lead.sales-lead-sent-to-co")
public record SalesLeadSentToCo(LeadId leadId, String coOrderId, SendingReason reason) implements SalesLeadEvent {}
