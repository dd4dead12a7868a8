package io.docket.common.api;

/** The kinds of persons whose data are kept. Persons of different kinds are different, whoever they are. */
public enum PersonKind {
    /** A customer of the bank, by the customer number. */
    CUSTOMER,
    /** A customer for whom a tenant orders eSIMs, by the id that tenant and email make. */
    ESIM_CUSTOMER,
    /** Who ordered a service at a communication operator, by the personal identity number. */
    END_CUSTOMER,
    /** Who works for the bank or for a partner, by the id in the token. */
    AGENT
}
