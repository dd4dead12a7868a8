package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardStatus;
import io.docket.common.api.EventType;
import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;

/** A card became known: from the bank's reference data, or made for an order. */
@EventType("docket.card.card-registered")
public record CardRegistered(
        CardId cardId,
        String serialNumber,
        @PersonId(PersonKind.CUSTOMER) String customerNumber,
        ArrangementNumber arrangementNumber,
        CardStatus status)
        implements CardEvent {}
