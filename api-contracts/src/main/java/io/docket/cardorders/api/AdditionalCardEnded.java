package io.docket.cardorders.api;

import io.docket.common.api.EventType;

/** A person's card on the owner's arrangement was terminated. */
@EventType("docket.arrangement.additional-card-ended")
public record AdditionalCardEnded(ArrangementNumber arrangementNumber, CardId cardId) implements ArrangementEvent {}
