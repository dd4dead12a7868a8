package io.docket.salesleads.query;

import io.docket.common.api.Paging;
import io.docket.salesleads.api.LeadId;

/**
 * Asks for the versions of a lead that is there; answered by a {@link SalesLeadHistory}.
 *
 * @param last the last version that counts, as a sequence number
 */
public record FindSalesLeadHistory(LeadId leadId, long last, Paging paging) implements SalesLeadQuery {}
