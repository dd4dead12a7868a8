package io.docket.platform.projection;

/** Answered by a {@link Tally}, or nothing. */
record FindTally(String id) {}
