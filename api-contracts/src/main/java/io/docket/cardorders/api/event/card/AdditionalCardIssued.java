package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.common.api.EventType;
import io.docket.common.api.PersonId;
import io.docket.common.api.PersonKind;

/** A person got a card on the owner's arrangement. */
@EventType("docket.arrangement.additional-card-issued")
public record AdditionalCardIssued(
        ArrangementNumber arrangementNumber,
        @PersonId(value = PersonKind.CUSTOMER, main = false) String authorizedCustomerNumber,
        CardId cardId)
        implements ArrangementEvent {}
