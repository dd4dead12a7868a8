package io.docket.salesleads.api.event;

import io.docket.common.api.EventType;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.SendingReason;
import org.jspecify.annotations.Nullable;

/**
 * The communication operator has our order.
 *
 * @param coOrderId the operator's id of it; {@code null} if it names none
 * @param reason why then
 */
@EventType("docket.sales-lead.sales-lead-sent-to-co")
public record SalesLeadSentToCo(LeadId leadId, @Nullable String coOrderId, SendingReason reason)
        implements SalesLeadEvent {}
