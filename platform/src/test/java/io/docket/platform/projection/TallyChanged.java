package io.docket.platform.projection;

import io.docket.common.api.EventType;

/** Something to project: an amount is added to a tally. */
@EventType("docket.test.tally-changed")
public record TallyChanged(int amount) {}
