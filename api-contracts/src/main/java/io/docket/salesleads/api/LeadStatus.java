package io.docket.salesleads.api;

/** What the communication operator is told of a sales lead. ON-API spells the statuses as the constants. */
public enum LeadStatus {
    /** Accepted; the service will be delivered. */
    RECEIVED,
    /** The service is delivered. */
    ACTIVATED,
    /** Not accepted, or not delivered. */
    REJECTED
}
