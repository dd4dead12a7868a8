package io.docket.platform.projection;

import io.docket.common.api.Versioned;

/** A sum, as it stands after an event. */
public record Tally(long version, int total) implements Versioned {}
