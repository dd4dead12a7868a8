package io.docket.simulators.co;

/** An order came into a state. */
record CoOrderEvent(long event, long orderNumber, String state) {}
