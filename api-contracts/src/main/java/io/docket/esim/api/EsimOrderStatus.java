package io.docket.esim.api;

/** How far an eSIM order, or one of its items, is. The API spells it as the constant. */
public enum EsimOrderStatus {
    /** Taken, and not begun. */
    ACCEPTED,
    /** Under way at the SM-DP+. */
    FULFILLING,
    /** Done. */
    COMPLETED,
    /** Not to be done. */
    FAILED;

    /** Whether it still waits for its end. */
    public boolean isOpen() {
        return this == ACCEPTED || this == FULFILLING;
    }
}
