package io.docket.esim.api;

/** What can have happened to a customer for whom eSIMs are ordered. */
public sealed interface EsimCustomerEvent permits EsimCustomerRegistered {

    /** The customer. */
    EsimCustomerId customerId();
}
