package io.docket.salesleads.api.event;

import io.docket.common.api.EventType;
import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.LeadId;

/** A communication operator passed a lead on to us. */
@EventType("docket.sales-lead.sales-lead-received")
public record SalesLeadReceived(LeadId leadId, Lead lead) implements SalesLeadEvent {}
