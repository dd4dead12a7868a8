package io.docket.esim.query;

/** What an eSIM order asks for. The API spells it as the constant. */
public enum EsimOperation {
    /** A new eSIM with a data plan. */
    NEW_ESIM,
    /** One more data plan on an eSIM that the customer has. */
    TOPUP,
    /** Data plans on many eSIMs, blank ones and such as the customer has. */
    BULK_ACTIVATION
}
