package io.docket.cardorders.query.endpoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.CustomerFriendlyStatus;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.OrderStatus;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.query.OrderView;
import io.docket.common.api.UtcDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What was asked of a card, as the API prints it.
 *
 * @param blockadeReason only of a blockade
 * @param replacement only of a replacement
 */
@JsonNaming(KebabCaseStrategy.class)
record CardOrderRepresentation(
        WorkItemId id,
        OrderKind kind,
        CardId cardId,
        @Nullable CardId newCardId,
        String serialNumber,
        @Nullable String description,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String blockadeReason,
        @JsonUnwrapped @Nullable Replacement replacement,
        OrderStatus status,
        CustomerFriendlyStatus customerFriendlyStatus,
        UtcDateTime statusDate,
        UtcDateTime creationDate,
        @Nullable String cancelationReason,
        @Nullable String rejectionReason)
        implements OrderRepresentation {

    record Replacement(
            @JsonProperty("replacement-reason") String reason,
            @JsonProperty("embossment-line-1") @Nullable String embossmentLine1) {

        static @Nullable Replacement of(CardOrder order) {
            return order.kind() == OrderKind.CARD_REPLACEMENT
                    ? new Replacement(requireNonNull(order.replacementReason()), order.embossmentLine1())
                    : null;
        }
    }

    static CardOrderRepresentation of(OrderView view) {
        CardOrder order = requireNonNull(view.order());
        return new CardOrderRepresentation(
                view.workItemId(),
                view.kind(),
                order.cardId(),
                view.newCardId(),
                order.serialNumber(),
                view.description(),
                order.blockadeReason(),
                Replacement.of(order),
                view.status(),
                view.customerFriendlyStatus(),
                new UtcDateTime(view.statusAt()),
                new UtcDateTime(view.createdAt()),
                view.cancelationReason(),
                view.rejectionReason());
    }
}
