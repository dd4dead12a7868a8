package io.docket.salesleads.query;

/** What can be asked about sales leads. */
sealed interface SalesLeadQuery permits FindSalesLead, FindSalesLeadHistory {}
