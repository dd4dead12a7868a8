package io.docket.esim.command;

import io.docket.esim.api.Iccid;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data plan as it is asked for. What is left out comes from the product.
 *
 * @param productId a product in the tenant's catalog
 * @param type such as {@code REGULAR}
 * @param activationDate when it begins; {@code null} for at once
 * @param autoRenew whether it begins anew at its end
 * @param dataValue how much data
 * @param dataUnit in which unit
 * @param price what it costs
 * @param currency of the price, ISO 4217
 * @param iccids of a bulk order: the eSIMs that get it, each once
 */
public record RequestedSubscription(
        String productId,
        String type,
        @Nullable Instant activationDate,
        boolean autoRenew,
        @Nullable BigDecimal dataValue,
        @Nullable String dataUnit,
        @Nullable BigDecimal price,
        @Nullable String currency,
        List<Iccid> iccids) {

    public RequestedSubscription {
        iccids = List.copyOf(iccids);
    }
}
