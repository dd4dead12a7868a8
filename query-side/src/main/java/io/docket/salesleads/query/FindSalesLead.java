package io.docket.salesleads.query;

import io.docket.salesleads.api.LeadId;

/** Asks for a lead as it stands; answered by a {@link SalesLeadView}, or nothing. */
public record FindSalesLead(LeadId leadId) implements SalesLeadQuery {}
