package io.docket.esim.command;

import io.docket.esim.api.EsimCustomerDetails;
import io.docket.esim.api.EsimCustomerId;
import io.docket.esim.api.EsimDevice;
import java.time.Instant;
import java.util.List;

/**
 * What every order for eSIMs says.
 *
 * @param tenant whose catalog it is placed in
 * @param placedAt when it is placed
 * @param countryCode where the eSIM is to be used first, ISO 3166-1
 * @param customerId whom it is for
 * @param customer what the order says about them
 * @param device what it is for
 * @param subscriptions the data plans, at least one
 */
public record EsimOrderRequest(
        String tenant,
        Instant placedAt,
        String countryCode,
        EsimCustomerId customerId,
        EsimCustomerDetails customer,
        EsimDevice device,
        List<RequestedSubscription> subscriptions) {

    public EsimOrderRequest {
        subscriptions = List.copyOf(subscriptions);
    }
}
