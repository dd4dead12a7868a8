package io.docket.esim.api;

/** The stable literals of the rules of eSIM orders that a request can break. */
public final class EsimProblem {

    /** A product is not in the tenant's catalog (422). */
    public static final String PRODUCT_NOT_FOUND = "PRODUCT_NOT_FOUND";

    /** Nobody is known by the email address (422). */
    public static final String CUSTOMER_MUST_EXIST = "CUSTOMER_MUST_EXIST";

    /** The eSIM is not one of the customer's, nor a blank one where that is allowed (422). */
    public static final String EMAIL_AND_ICCID_DO_NOT_MATCH = "EMAIL_AND_ICCID_DO_NOT_MATCH";

    /** There would be more active data plans on the eSIM than it can have (422). */
    public static final String SUBSCRIPTION_LIMIT_REACHED = "SUBSCRIPTION_LIMIT_REACHED";

    /** There is no such order, or it is not the caller's to know of (404). */
    public static final String ORDER_NOT_FOUND = "ORDER_NOT_FOUND";

    /** The order has not led to an activation code, or not yet (409). */
    public static final String ACTIVATION_CODE_NOT_AVAILABLE = "ACTIVATION_CODE_NOT_AVAILABLE";

    private EsimProblem() {}
}
