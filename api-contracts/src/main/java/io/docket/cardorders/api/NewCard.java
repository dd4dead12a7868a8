package io.docket.cardorders.api;

/**
 * A card that the card management system has made.
 *
 * @param cardId its number
 * @param serialNumber its serial number
 */
public record NewCard(CardId cardId, String serialNumber) {}
