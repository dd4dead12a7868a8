package io.docket.cardorders.query;

import io.docket.common.api.Page;

/** Answers {@link ListOrders}. */
public record OrderList(Page<OrderView> orders) {}
