package io.docket.salesleads.api;

import java.time.Instant;

/**
 * What a communication operator passes on to us: somebody wants a service activated.
 *
 * @param coId the operator
 * @param coAccessId the operator's id of the access, which is where the service goes to
 * @param orderDateTime when it was ordered
 * @param requestedDateTime from when the service is wanted
 * @param product what is wanted
 * @param customer who wants it
 */
public record Lead(
        String coId,
        String coAccessId,
        Instant orderDateTime,
        Instant requestedDateTime,
        Product product,
        EndCustomer customer) {}
