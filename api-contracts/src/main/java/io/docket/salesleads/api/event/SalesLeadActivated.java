package io.docket.salesleads.api.event;

import io.docket.common.api.EventType;
import io.docket.salesleads.api.LeadId;

/** The communication operator has delivered the service. */
@EventType("docket.sales-lead.sales-lead-activated")
public record SalesLeadActivated(LeadId leadId) implements SalesLeadEvent {}
