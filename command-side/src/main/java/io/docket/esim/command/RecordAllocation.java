package io.docket.esim.command;

import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.Iccid;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Says that the SM-DP+ has reserved a profile.
 *
 * @param orderId the order
 * @param item the number of its item
 * @param iccid the profile
 */
public record RecordAllocation(@TargetAggregateIdentifier EsimOrderId orderId, int item, Iccid iccid)
        implements EsimOrderCommand {}
