package io.docket.cardorders.api.event.card;

import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.common.api.EventType;

/** A person's card on the owner's arrangement was terminated. */
@EventType("docket.arrangement.additional-card-ended")
public record AdditionalCardEnded(ArrangementNumber arrangementNumber, CardId cardId) implements ArrangementEvent {}
