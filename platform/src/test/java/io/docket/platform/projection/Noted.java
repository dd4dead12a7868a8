package io.docket.platform.projection;

import io.docket.common.api.EventType;

/** Something that no tally is concerned with. */
@EventType("docket.test-note.noted")
public record Noted() {}
