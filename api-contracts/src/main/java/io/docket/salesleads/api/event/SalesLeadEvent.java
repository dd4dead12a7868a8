package io.docket.salesleads.api.event;

import io.docket.salesleads.api.LeadId;

/** What can have happened to a sales lead. */
public sealed interface SalesLeadEvent
        permits SalesLeadReceived, SalesLeadAccepted, SalesLeadRejected, SalesLeadSentToCo, SalesLeadActivated {

    /** The lead. */
    LeadId leadId();
}
