package io.docket.cardorders.command;

import io.docket.cardorders.api.CardId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Asks how a card stands that was reported lost; answered by {@link LostCardStanding}. */
public record CheckLostCard(@TargetAggregateIdentifier CardId cardId) {}
