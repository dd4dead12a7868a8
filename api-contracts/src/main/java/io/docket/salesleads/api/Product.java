package io.docket.salesleads.api;

/**
 * What is ordered.
 *
 * @param productId the service
 * @param offeringId on which terms
 */
public record Product(String productId, String offeringId) {}
