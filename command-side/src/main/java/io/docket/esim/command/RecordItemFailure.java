package io.docket.esim.command;

import io.docket.esim.api.EsimOrderId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Says that the SM-DP+ refuses an item for good.
 *
 * @param orderId the order
 * @param item the number of the item
 * @param error why, 1 to 500 characters
 */
public record RecordItemFailure(@TargetAggregateIdentifier EsimOrderId orderId, int item, String error)
        implements EsimOrderCommand {}
