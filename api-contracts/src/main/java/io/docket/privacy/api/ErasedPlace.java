package io.docket.privacy.api;

/**
 * What an erasure has gone through.
 *
 * @param place the name of a read model, or of other data that are derived from the log
 * @param count how many records of the person it has there, all of them without personal data now
 */
public record ErasedPlace(String place, long count) {}
