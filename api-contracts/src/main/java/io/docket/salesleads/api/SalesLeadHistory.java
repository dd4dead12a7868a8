package io.docket.salesleads.api;

import io.docket.common.api.Page;

/**
 * Answers {@link FindSalesLeadHistory}.
 *
 * @param latest the lead as it stands
 * @param versions a page of its versions
 */
public record SalesLeadHistory(SalesLeadView latest, Page<SalesLeadVersion> versions) {}
