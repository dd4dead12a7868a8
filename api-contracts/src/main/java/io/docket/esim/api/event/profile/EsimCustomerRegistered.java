package io.docket.esim.api.event.profile;

import io.docket.common.api.EventType;
import io.docket.esim.api.EsimCustomerDetails;
import io.docket.esim.api.EsimCustomerId;

/** The first order for a customer was placed. */
@EventType("docket.esim-customer.esim-customer-registered")
public record EsimCustomerRegistered(EsimCustomerId customerId, String tenant, EsimCustomerDetails customer)
        implements EsimCustomerEvent {}
