package io.docket.cardorders.query;

/** What can be asked about card orders. */
sealed interface OrderQuery permits FindOrder, ListOrders, FindOrderHistory {}
