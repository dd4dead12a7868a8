package io.docket.cardorders.query.endpoint;

import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.query.OrderView;
import java.util.function.Predicate;

/** An order as the API prints it, with the names of those customers whom the reader may know. */
sealed interface OrderRepresentation permits AdditionalCardIssuanceRepresentation, CardOrderRepresentation {

    /** In the collection of its kind. */
    static OrderRepresentation of(OrderView view, Predicate<String> known) {
        return view.kind() == OrderKind.ADDITIONAL_CARD_ISSUANCE
                ? AdditionalCardIssuanceRepresentation.of(view, null, known)
                : CardOrderRepresentation.of(view);
    }

    /** Among orders of all kinds. */
    static OrderRepresentation withKind(OrderView view, Predicate<String> known) {
        return view.kind() == OrderKind.ADDITIONAL_CARD_ISSUANCE
                ? AdditionalCardIssuanceRepresentation.of(view, view.kind(), known)
                : CardOrderRepresentation.of(view);
    }
}
