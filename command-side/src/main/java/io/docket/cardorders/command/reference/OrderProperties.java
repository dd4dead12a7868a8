package io.docket.cardorders.command.reference;

import io.docket.cardorders.api.OrderKind;
import io.docket.platform.automation.Backoff;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.Resource;

/**
 * How card orders are handled.
 *
 * @param approvalRequired the kinds that wait for approval; the others are approved at once
 * @param proposalLifetime how long an order waits for approval before it expires
 * @param concurrentCalls how many calls to the card management system run at the same time for orders
 * @param firstRetry how long to wait after the first failed call; it doubles with each further one
 * @param lastRetry the longest wait between two calls
 * @param suspendedAfter how long an outage may hold an order up before the customer is told
 * @param customers the file of the bank's customers
 * @param arrangements the file of their arrangements
 * @param cards the file of their cards
 */
@ConfigurationProperties("docket.card-orders")
public record OrderProperties(
        Set<OrderKind> approvalRequired,
        Duration proposalLifetime,
        int concurrentCalls,
        Duration firstRetry,
        Duration lastRetry,
        Duration suspendedAfter,
        Resource customers,
        Resource arrangements,
        Resource cards) {

    public OrderProperties {
        approvalRequired = Set.copyOf(approvalRequired);
    }

    public Duration retryAfter(int failures) {
        return new Backoff(firstRetry, lastRetry).after(failures);
    }
}
