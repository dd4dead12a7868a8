package io.docket.esim.api.event.order;

import io.docket.esim.api.EsimOrderId;

/** What can have happened to an eSIM order. */
public sealed interface EsimOrderEvent
        permits NewEsimOrdered,
                TopUpOrdered,
                BulkActivationOrdered,
                FulfilmentStarted,
                ItemAllocated,
                ItemFulfilled,
                ItemFailed,
                EsimOrderCompleted,
                EsimOrderFailed {

    /** The order. */
    EsimOrderId orderId();
}
