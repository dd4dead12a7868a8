package io.docket.cardorders.api;

import io.docket.common.api.Literal;
import java.util.Arrays;
import java.util.Optional;

/** What a card order asks for. */
public enum OrderKind implements Literal {
    /** A card for another person on the owner's arrangement. */
    ADDITIONAL_CARD_ISSUANCE("additional-card-issuance"),
    /** A card that was issued is to be made active. */
    CARD_ACTIVATION("card-activation"),
    /** An active card is to be suspended. */
    CARD_BLOCKADE("card-blockade"),
    /** A suspended card is to be made active again. */
    CARD_DEBLOCKADE("card-deblockade"),
    /** A card is to end for good. */
    CARD_TERMINATION("card-termination"),
    /** A new card is to take a card's place. */
    CARD_REPLACEMENT("card-replacement");

    private final String literal;

    OrderKind(String literal) {
        this.literal = literal;
    }

    /** The kind whose orders are in a collection of the API, such as {@code card-blockades}. */
    public static Optional<OrderKind> ofCollection(String collection) {
        return Arrays.stream(values())
                .filter(kind -> kind.collection().equals(collection))
                .findFirst();
    }

    /** The collection of the API that the orders of this kind are in. */
    public String collection() {
        return literal + "s";
    }

    /** Whether a card can be used again, or for the first time, once such an order is carried out. */
    public boolean makesActive() {
        return this == CARD_ACTIVATION || this == CARD_DEBLOCKADE;
    }

    @Override
    public String literal() {
        return literal;
    }
}
