package io.docket.esim.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an order asks for one eSIM.
 *
 * @param number from 1
 * @param iccid the eSIM; {@code null} for a new one
 * @param profileType what to ask the SM-DP+ for when the eSIM is new
 * @param subscriptions its data plans, at least one
 */
public record EsimOrderItem(
        int number, @Nullable Iccid iccid, @Nullable String profileType, List<EsimSubscription> subscriptions) {

    public EsimOrderItem {
        subscriptions = List.copyOf(subscriptions);
    }
}
