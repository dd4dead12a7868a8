package io.docket.salesleads.api;

import io.docket.common.api.EventType;

/** A communication operator passed a lead on to us. */
@EventType("docket.sales-lead.sales-lead-received")
public record SalesLeadReceived(LeadId leadId, Lead lead) implements SalesLeadEvent {}
