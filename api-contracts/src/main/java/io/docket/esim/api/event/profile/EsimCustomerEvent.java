package io.docket.esim.api.event.profile;

import io.docket.esim.api.EsimCustomerId;

/** What can have happened to a customer for whom eSIMs are ordered. */
public sealed interface EsimCustomerEvent permits EsimCustomerRegistered {

    /** The customer. */
    EsimCustomerId customerId();
}
