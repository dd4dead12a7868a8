package io.docket.simulators.cardsystem;

/** A card, and its status: {@code issued}, {@code active}, {@code suspended} or {@code terminated}. */
record Card(String cardId, String serialNumber, String status) {

    static final String ISSUED = "issued";
    static final String ACTIVE = "active";
    static final String SUSPENDED = "suspended";
    static final String TERMINATED = "terminated";

    Card with(String newStatus) {
        return new Card(cardId, serialNumber, newStatus);
    }
}
