package io.docket.salesleads.command;

import io.docket.salesleads.api.LeadId;
import java.time.Instant;

/**
 * An order that the simulated communication operator was given.
 *
 * @param number its place in the order in which orders were placed; numbers may be missing
 * @param reference the lead, the order's reference
 * @param order how it stands
 * @param request what was ordered
 * @param asked how many times it was placed
 * @param placedAt when it was first placed
 */
record SimulatedCoOrder(
        long number,
        LeadId reference,
        CommunicationOperator.CoOrder order,
        CoOrderRequest request,
        int asked,
        Instant placedAt) {}
