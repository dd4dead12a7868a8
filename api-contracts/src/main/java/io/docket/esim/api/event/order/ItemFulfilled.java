package io.docket.esim.api.event.order;

import io.docket.common.api.EventType;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.Iccid;
import org.jspecify.annotations.Nullable;

/**
 * An item is done: its eSIM is ready for download, or had been before.
 *
 * @param orderId the order
 * @param item the number of the item
 * @param iccid the eSIM
 * @param matchingId what the device names the profile by; {@code null} if the eSIM had been ready before
 * @param smdpAddress where the device downloads it
 */
@EventType("docket.esim-order.item-fulfilled")
public record ItemFulfilled(
        EsimOrderId orderId,
        int item,
        Iccid iccid,
        @Nullable String matchingId,
        String smdpAddress) implements EsimOrderEvent {}
