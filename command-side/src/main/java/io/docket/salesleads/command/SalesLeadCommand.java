package io.docket.salesleads.command;

import io.docket.salesleads.api.LeadId;

/** What can be asked of a sales lead: by the endpoint, and by the automation that orders at the communication operator. */
sealed interface SalesLeadCommand
        permits ReceiveSalesLead, StartSending, RecordSending, RecordActivation, RecordRejection {

    /** The lead. */
    LeadId leadId();
}
