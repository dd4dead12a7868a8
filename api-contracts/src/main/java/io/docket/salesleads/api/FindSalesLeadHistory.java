package io.docket.salesleads.api;

import io.docket.common.api.Paging;

/** Asks for the versions of a lead; answered by a {@link SalesLeadHistory}, or nothing. */
public record FindSalesLeadHistory(LeadId leadId, Paging paging) implements SalesLeadQuery {}
