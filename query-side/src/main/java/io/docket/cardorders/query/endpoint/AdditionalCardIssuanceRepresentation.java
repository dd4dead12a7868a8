package io.docket.cardorders.query.endpoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CustomerFriendlyStatus;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.OrderStatus;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.query.OrderView;
import io.docket.common.api.UtcDateTime;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An issuance as the API prints it (Customer Order API tutorial, step 4), with what became of it. A customer is shown the other's number,
 * which one of them has named, and not the name that the bank knows for it.
 *
 * @param kind only where orders of other kinds stand beside it
 */
@JsonNaming(KebabCaseStrategy.class)
record AdditionalCardIssuanceRepresentation(
        WorkItemId id,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OrderKind kind,
        String authorizedCustomerNumber,
        @Nullable String authorizedCustomerName,
        String ownerCustomerNumber,
        @Nullable String ownerCustomerName,
        ArrangementNumber arrangementNumber,
        @Nullable CardId newCardId,
        String productCode,
        @Nullable String description,
        OrderStatus status,
        CustomerFriendlyStatus customerFriendlyStatus,
        UtcDateTime creationDate,
        UtcDateTime statusDate,
        @Nullable String cancelationReason,
        @Nullable String rejectionReason)
        implements OrderRepresentation {

    static AdditionalCardIssuanceRepresentation of(OrderView view, @Nullable OrderKind kind, Predicate<String> known) {
        AdditionalCard card = requireNonNull(view.additionalCard());
        return new AdditionalCardIssuanceRepresentation(
                view.workItemId(),
                kind,
                card.authorizedCustomerNumber(),
                known.test(card.authorizedCustomerNumber()) ? card.authorizedCustomerName() : null,
                card.ownerCustomerNumber(),
                known.test(card.ownerCustomerNumber()) ? card.ownerCustomerName() : null,
                card.arrangementNumber(),
                view.newCardId(),
                card.productCode(),
                view.description(),
                view.status(),
                view.customerFriendlyStatus(),
                new UtcDateTime(view.createdAt()),
                new UtcDateTime(view.statusAt()),
                view.cancelationReason(),
                view.rejectionReason());
    }
}
