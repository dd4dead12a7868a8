package io.docket.salesleads.query;

import io.docket.common.api.Page;
import io.docket.common.api.Version;

/** Answers {@link FindSalesLeadHistory}. */
public record SalesLeadHistory(Page<Version<SalesLeadView>> versions) {}
