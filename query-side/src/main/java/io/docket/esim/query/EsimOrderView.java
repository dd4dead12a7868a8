package io.docket.esim.query;

import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;
import io.docket.common.api.PersonalData;
import io.docket.common.api.Versioned;
import io.docket.esim.api.EsimCustomerId;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An eSIM order as it stood after one of its events.
 *
 * @param orderId the order
 * @param version the sequence number of that event, from 0
 * @param operation what it asks for
 * @param tenant whose order it is
 * @param customerId whom it is for
 * @param status how far it is
 * @param statusAt since when
 * @param createdAt when it was placed
 * @param items what has come of each item, in the order's order
 * @param error why it failed
 */
public record EsimOrderView(
        EsimOrderId orderId,
        long version,
        EsimOperation operation,
        String tenant,
        @PersonId(PersonKind.ESIM_CUSTOMER) EsimCustomerId customerId,
        EsimOrderStatus status,
        Instant statusAt,
        Instant createdAt,
        List<EsimItemView> items,
        @PersonalData @Nullable String error)
        implements Versioned {

    public EsimOrderView {
        items = List.copyOf(items);
    }
}
