package io.docket.cases.api;

import java.time.Instant;

/**
 * What a callback request asks for.
 *
 * @param callbackRequestTime when the customer wishes to be called
 * @param category what about; a literal of the classification {@code callback-categories}
 */
public record Callback(Instant callbackRequestTime, String category) {}
