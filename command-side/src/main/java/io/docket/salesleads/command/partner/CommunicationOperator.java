package io.docket.salesleads.command.partner;

import io.docket.platform.partner.PartnerUnavailableException;
import io.docket.salesleads.api.LeadId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The communication operator (CO) that runs the network and delivers services at its accesses: ON-API 2.5 orders.
 *
 * <p>An order may be placed again after an outage or a crash, always under the same reference. It becomes one order at
 * the CO.
 */
public interface CommunicationOperator {

    /**
     * Places an order, or finds the one that was placed before under the same reference.
     *
     * @param placing is asked whether an order may be placed, if none is found
     * @throws PartnerUnavailableException if it is not known whether it was placed; ask again later
     */
    CoOrder place(LeadId reference, CoOrderRequest request, Placing placing);

    /**
     * Sees to it that an order is not placed while an earlier attempt may still become one: of a process that was thought
     * dead, or of a CO that works on after we have stopped waiting. For a CO that cannot tell a repeated order from a new
     * one.
     */
    interface Placing {

        /** Notes an attempt, if it may be made. */
        boolean begin();

        /** The attempt has not become an order, and never will. */
        void failed();
    }

    /**
     * How an order stands.
     *
     * @throws PartnerUnavailableException if the CO does not say; ask again later
     */
    CoOrder find(String coOrderId);

    /**
     * What became of orders after an event, oldest first. It is a hint to look at an order, which may come late or twice
     * or, from a CO that keeps no such list, never.
     *
     * @param event the last event of the list before; {@code null} for all that the CO still knows
     * @throws PartnerUnavailableException if the CO does not say; ask again later
     */
    List<CoOrderEvent> eventsAfter(@Nullable String event);

    /**
     * An order at the CO.
     *
     * @param coOrderId the CO's id of it; {@code null} if there is none: the order was refused, or the service was already
     *     delivered and the CO does not name the order that did it
     * @param reason why it failed or was refused, 1 to 255 characters; {@code null} in the other states
     */
    record CoOrder(
            @Nullable String coOrderId,
            State state,
            @Nullable String reason) {}

    /** How an order stands. */
    enum State {
        /** Taken, not yet begun. */
        RECEIVED,
        /** Begun. */
        IN_PROGRESS,
        /** The service is delivered. */
        DONE_SUCCESS,
        /** Tried in vain, for good. */
        DONE_FAILED,
        /** Not taken, for good. */
        REFUSED
    }

    /**
     * Something became of an order.
     *
     * @param event its place in the CO's list
     * @param coOrderId the order; {@code null} if the CO does not name it
     */
    record CoOrderEvent(String event, @Nullable String coOrderId) {}
}
