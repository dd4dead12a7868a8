package io.docket.esim.api;

import io.docket.common.api.EventType;

/** The first order for a customer was placed. */
@EventType("docket.esim-customer.esim-customer-registered")
public record EsimCustomerRegistered(EsimCustomerId customerId, String tenant, EsimCustomerDetails customer)
        implements EsimCustomerEvent {}
