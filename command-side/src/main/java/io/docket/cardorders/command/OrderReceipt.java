package io.docket.cardorders.command;

import io.docket.cardorders.api.CustomerFriendlyStatus;
import io.docket.cardorders.api.WorkItemId;

/**
 * What a command on a card order answers.
 *
 * @param workItemId the order
 * @param customerFriendlyStatus what the customer is told of it
 * @param version the order's version after the command: the sequence number of its last event, from 0
 */
public record OrderReceipt(WorkItemId workItemId, CustomerFriendlyStatus customerFriendlyStatus, long version) {}
