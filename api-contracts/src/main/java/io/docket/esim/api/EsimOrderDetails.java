package io.docket.esim.api;

import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;
import java.util.List;

/**
 * An order for eSIMs, as it was taken.
 *
 * @param tenant whose order it is
 * @param customerId whom it is for
 * @param countryCode where the eSIM is to be used first, ISO 3166-1
 * @param device what it is for
 * @param items one for each eSIM
 */
public record EsimOrderDetails(
        String tenant,
        @PersonId(PersonKind.ESIM_CUSTOMER) EsimCustomerId customerId,
        String countryCode,
        EsimDevice device,
        List<EsimOrderItem> items) {

    public EsimOrderDetails {
        items = List.copyOf(items);
    }
}
