package io.docket.salesleads.api;

import io.docket.common.api.EventType;

/** The communication operator has delivered the service. */
@EventType("docket.sales-lead.sales-lead-activated")
public record SalesLeadActivated(LeadId leadId) implements SalesLeadEvent {}
