package io.docket.cardorders.command;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.CardOrder;
import org.jspecify.annotations.Nullable;

/**
 * What {@link StartProcessing} answers: what the card management system is to do. Without either, nothing: the order has
 * ended before.
 *
 * @param additionalCard the card that an issuance asks for
 * @param order what is asked of a card that there is
 */
public record Processing(
        @Nullable AdditionalCard additionalCard, @Nullable CardOrder order) {}
