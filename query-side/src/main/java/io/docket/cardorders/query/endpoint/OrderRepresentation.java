package io.docket.cardorders.query.endpoint;

import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.query.OrderView;
import io.docket.platform.security.Caller;

/** An order as the API prints it. */
sealed interface OrderRepresentation permits AdditionalCardIssuanceRepresentation, CardOrderRepresentation {

    /** In the collection of its kind. */
    static OrderRepresentation of(OrderView view, Caller caller) {
        return view.kind() == OrderKind.ADDITIONAL_CARD_ISSUANCE
                ? AdditionalCardIssuanceRepresentation.of(view, null, caller)
                : CardOrderRepresentation.of(view);
    }

    /** Among orders of all kinds. */
    static OrderRepresentation withKind(OrderView view, Caller caller) {
        return view.kind() == OrderKind.ADDITIONAL_CARD_ISSUANCE
                ? AdditionalCardIssuanceRepresentation.of(view, view.kind(), caller)
                : CardOrderRepresentation.of(view);
    }
}
