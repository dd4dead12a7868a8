package io.docket.salesleads.command;

import io.docket.salesleads.api.EndCustomer;
import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.Product;
import java.time.Instant;

/**
 * What is ordered at the communication operator.
 *
 * @param coId the operator
 * @param accessId the operator's id of the access
 * @param product what is to be delivered
 * @param requestedDateTime from when
 * @param customer to whom
 */
record CoOrderRequest(
        String coId, String accessId, Product product, Instant requestedDateTime, EndCustomer customer) {

    static CoOrderRequest of(Lead lead) {
        return new CoOrderRequest(
                lead.coId(), lead.coAccessId(), lead.product(), lead.requestedDateTime(), lead.customer());
    }
}
