package io.docket.salesleads.command;

import io.docket.salesleads.api.LeadId;
import org.jspecify.annotations.Nullable;

/**
 * The communication operator (CO) that delivers broadband services: ON-API 2.5 CO orders.
 *
 * <p>An order may be placed again after an outage or a crash, always under the same reference. There is one order for a
 * reference at the most.
 */
interface CommunicationOperator {

    /**
     * Places an order, or finds the one that was placed before under the same reference.
     *
     * @throws CoUnavailableException if it is not known whether it was placed; ask again later
     */
    CoOrder place(LeadId reference, CoOrderRequest request);

    /**
     * How an order stands.
     *
     * @throws CoUnavailableException if the operator does not say; ask again later
     */
    CoOrder find(String coOrderId);

    /**
     * An order at the operator.
     *
     * @param coOrderId the operator's id of it, 1 to 64 characters; empty only if it is refused
     * @param state how it stands
     * @param reason why it failed or was refused, in the operator's own words, up to 500 characters
     */
    record CoOrder(String coOrderId, State state, @Nullable String reason) {}

    /** The states of an order, as ON-API names them, and {@link #REFUSED}. */
    enum State {
        RECEIVED,
        IN_PROGRESS,
        DONE_SUCCESS,
        DONE_FAILED,
        /** The operator did not take the order: there is none. */
        REFUSED
    }
}
