package io.docket.esim.api;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A data plan on an eSIM.
 *
 * @param subscriptionId the order's id, a hyphen, and a number from 1
 * @param productId the product
 * @param type such as {@code REGULAR}
 * @param activationDate when it begins
 * @param endsAt when it ends; {@code null} if it never does
 * @param autoRenew whether it begins anew at its end
 * @param dataValue how much data
 * @param dataUnit in which unit
 * @param price what it costs
 * @param currency of the price, ISO 4217
 */
public record EsimSubscription(
        String subscriptionId,
        String productId,
        String type,
        Instant activationDate,
        @Nullable Instant endsAt,
        boolean autoRenew,
        BigDecimal dataValue,
        String dataUnit,
        BigDecimal price,
        String currency) {

    /** Whether it counts among the active ones of its eSIM: from the order until its end. */
    public boolean isActive(Instant time) {
        return endsAt == null || time.isBefore(endsAt);
    }
}
