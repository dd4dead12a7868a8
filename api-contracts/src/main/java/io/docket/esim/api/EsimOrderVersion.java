package io.docket.esim.api;

import java.time.Instant;

/**
 * One version of an eSIM order.
 *
 * @param position the position of the event in the store
 * @param change what the event is, such as {@code item-allocated}
 * @param time when it happened
 * @param view the order after it
 */
public record EsimOrderVersion(long position, String change, Instant time, EsimOrderView view) {}
