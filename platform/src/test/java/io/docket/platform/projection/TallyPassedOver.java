package io.docket.platform.projection;

import io.docket.common.api.EventType;

/** Of the family of what tallies take in, and nothing to them. */
@EventType("docket.test.tally-passed-over")
public record TallyPassedOver() {}
