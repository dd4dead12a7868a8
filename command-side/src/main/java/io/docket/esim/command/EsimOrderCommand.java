package io.docket.esim.command;

import io.docket.esim.api.EsimOrderId;

/** What can be asked of an eSIM order: by the endpoint, and by the automation that fulfils it. */
public sealed interface EsimOrderCommand
        permits OrderNewEsim,
                TopUpEsim,
                ActivateEsims,
                ContinueFulfilment,
                RecordAllocation,
                RecordFulfilment,
                RecordItemFailure {

    /** The order. */
    EsimOrderId orderId();
}
