package io.docket.esim.api.event.profile;

import io.docket.common.api.EventType;
import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;
import io.docket.esim.api.EsimCustomerDetails;
import io.docket.esim.api.EsimCustomerId;

/** The first order for a customer was placed. */
@EventType("docket.esim-customer.esim-customer-registered")
public record EsimCustomerRegistered(
        @PersonId(PersonKind.ESIM_CUSTOMER) EsimCustomerId customerId, String tenant, EsimCustomerDetails customer)
        implements EsimCustomerEvent {}
