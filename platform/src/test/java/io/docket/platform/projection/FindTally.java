package io.docket.platform.projection;

/** Answered by a {@link Tally}, or nothing. */
public record FindTally(String id) {}
