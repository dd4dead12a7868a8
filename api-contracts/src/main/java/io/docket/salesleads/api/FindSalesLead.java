package io.docket.salesleads.api;

/** Asks for a lead as it stands; answered by a {@link SalesLeadView}, or nothing. */
public record FindSalesLead(LeadId leadId) implements SalesLeadQuery {}
