package io.docket.platform.projection;

import io.docket.common.api.EventType;

/** Something to project: an amount is added to a tally. */
@EventType("docket.test.tally-changed")
record TallyChanged(int amount) {}
