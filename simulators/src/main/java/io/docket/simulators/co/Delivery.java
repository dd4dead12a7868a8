package io.docket.simulators.co;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How orders are delivered.
 *
 * @param deliveryMillis how long it takes from a new order to its end: a third of it received, the rest in progress; up to
 *     thirty days
 * @param held whether new orders stay received, until told otherwise
 * @param failure the reason for which every new order fails in the end, 1 to 255 characters
 */
@JsonNaming(KebabCaseStrategy.class)
record Delivery(long deliveryMillis, boolean held, @Nullable String failure) {

    private static final long MAX_DELIVERY_MILLIS = 30L * 24 * 60 * 60 * 1000;
    private static final int MAX_REASON = 255;

    static final Delivery AT_ONCE = new Delivery(0, false, null);

    /** @throws IllegalArgumentException if a value is out of its range */
    Delivery {
        if (deliveryMillis < 0 || deliveryMillis > MAX_DELIVERY_MILLIS) {
            throw new IllegalArgumentException("delivery-millis must be between 0 and " + MAX_DELIVERY_MILLIS);
        }
        if (failure != null && (failure.isEmpty() || failure.codePointCount(0, failure.length()) > MAX_REASON)) {
            throw new IllegalArgumentException("failure must have 1 to " + MAX_REASON + " characters");
        }
    }
}
