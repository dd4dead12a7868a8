package io.docket.cardorders.api;

import java.time.Instant;

/**
 * One version of a card order.
 *
 * @param position the position of the event in the store
 * @param change what the event is, such as {@code order-approved}
 * @param time when it happened
 * @param view the order after it
 */
public record OrderVersion(long position, String change, Instant time, OrderView view) {}
