package io.docket.cardorders.query;

import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.OrderStatus;
import io.docket.common.api.Paging;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of orders that meet all of the given conditions; answered by an {@link OrderList}. An empty set, like
 * {@code null}, is no condition.
 *
 * @param kinds of one of these kinds
 * @param statuses in one of these statuses
 * @param customerNumber of this customer: the owner of the arrangement or of the card, or the person for whom a card was
 *     asked
 * @param ownedBy of this customer, the owner of the arrangement or of the card
 * @param cardId for this card
 * @param createdFrom asked for then or later
 * @param createdBefore asked for earlier than that
 * @param paging sorted by one of the fields that the contract names
 * @param recount whether the total has to be that of now; else that of a long list may be some seconds old
 */
public record ListOrders(
        Set<OrderKind> kinds,
        Set<OrderStatus> statuses,
        @Nullable String customerNumber,
        @Nullable String ownedBy,
        @Nullable String cardId,
        @Nullable Instant createdFrom,
        @Nullable Instant createdBefore,
        Paging paging,
        boolean recount)
        implements OrderQuery {

    public ListOrders {
        kinds = Set.copyOf(kinds);
        statuses = Set.copyOf(statuses);
    }
}
