package io.docket.cases.api;

import java.time.Instant;

/**
 * One version of a case.
 *
 * @param position the position of the event in the store
 * @param change what the event is, such as {@code attachment-added}
 * @param time when it happened
 * @param view the case after it
 */
public record CaseVersion(long position, String change, Instant time, CaseView view) {}
