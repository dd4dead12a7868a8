package io.docket.esim.command;

import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderStatus;

/**
 * What a command that places an order answers.
 *
 * @param orderId the order
 * @param status its status
 * @param version the sequence number of its last event, from 0
 */
public record EsimOrderReceipt(EsimOrderId orderId, EsimOrderStatus status, long version) {}
