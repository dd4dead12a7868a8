package io.docket.platform.projection;

import io.docket.common.api.Versioned;

/** A sum, as it stands after an event. */
record Tally(long version, int total) implements Versioned {}
