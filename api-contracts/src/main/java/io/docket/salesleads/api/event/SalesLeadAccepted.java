package io.docket.salesleads.api.event;

import io.docket.common.api.EventType;
import io.docket.salesleads.api.LeadId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * We will order what the lead asks for at the communication operator.
 *
 * @param service the communication operator's name of what is ordered, 1 to 255 characters
 * @param scheduledFor when, if not at once
 */
@EventType("docket.sales-lead.sales-lead-accepted")
public record SalesLeadAccepted(
        LeadId leadId, String service, @Nullable Instant scheduledFor) implements SalesLeadEvent {}
