package io.docket.cardorders.query;

import io.docket.common.api.Page;
import io.docket.common.api.Version;

/** Answers {@link FindOrderHistory}. */
public record OrderHistory(Page<Version<OrderView>> versions) {}
