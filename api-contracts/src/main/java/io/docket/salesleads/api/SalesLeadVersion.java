package io.docket.salesleads.api;

import java.time.Instant;

/**
 * One version of a sales lead.
 *
 * @param position the position of the event in the store
 * @param change what the event is, such as {@code sales-lead-accepted}
 * @param time when it happened
 * @param view the lead after it
 */
public record SalesLeadVersion(long position, String change, Instant time, SalesLeadView view) {}
