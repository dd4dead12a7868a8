package io.docket.cardorders.api;

import io.docket.common.api.Page;

/**
 * Answers {@link FindOrderHistory}.
 *
 * @param latest the order as it stands
 * @param versions a page of its versions
 */
public record OrderHistory(OrderView latest, Page<OrderVersion> versions) {}
