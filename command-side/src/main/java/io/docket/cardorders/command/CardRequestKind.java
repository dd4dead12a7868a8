package io.docket.cardorders.command;

import com.fasterxml.jackson.annotation.JsonValue;
import io.docket.cardorders.api.OrderKind;
import java.util.Arrays;

/** What the card management system is asked for: what an order asks for, or the suspension of a lost card. */
enum CardRequestKind {
    ADDITIONAL_CARD_ISSUANCE("additional-card-issuance"),
    CARD_ACTIVATION("card-activation"),
    CARD_BLOCKADE("card-blockade"),
    CARD_DEBLOCKADE("card-deblockade"),
    CARD_TERMINATION("card-termination"),
    CARD_REPLACEMENT("card-replacement"),
    CARD_SUSPENSION("card-suspension");

    private final String literal;

    CardRequestKind(String literal) {
        this.literal = literal;
    }

    static CardRequestKind of(OrderKind kind) {
        return of(kind.literal());
    }

    static CardRequestKind of(String literal) {
        return Arrays.stream(values())
                .filter(constant -> constant.literal.equals(literal))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown literal"));
    }

    /** As the card management system reads it. */
    @JsonValue
    String literal() {
        return literal;
    }
}
