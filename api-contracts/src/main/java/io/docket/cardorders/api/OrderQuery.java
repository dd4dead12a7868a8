package io.docket.cardorders.api;

/** What can be asked about card orders. */
public sealed interface OrderQuery permits FindOrder, ListOrders, FindOrderHistory {}
