package io.docket.esim.command;

import io.docket.esim.api.EsimOrderId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Says that the SM-DP+ has made a profile ready for download.
 *
 * @param orderId the order
 * @param item the number of its item
 * @param matchingId what the device names the profile by
 * @param smdpAddress where it downloads it
 */
public record RecordFulfilment(
        @TargetAggregateIdentifier EsimOrderId orderId, int item, String matchingId, String smdpAddress)
        implements EsimOrderCommand {}
