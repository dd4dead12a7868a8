package io.docket.platform.projection;

/** Answered by a {@link Tally}, of version -1 if there is none. */
public record ListTally(String id) {}
