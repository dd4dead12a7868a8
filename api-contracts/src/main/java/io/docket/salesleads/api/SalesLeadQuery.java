package io.docket.salesleads.api;

/** What can be asked about sales leads. */
public sealed interface SalesLeadQuery permits FindSalesLead, FindSalesLeadHistory {}
