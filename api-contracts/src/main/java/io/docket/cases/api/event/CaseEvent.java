package io.docket.cases.api.event;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;

/** What can have happened to a case. */
public sealed interface CaseEvent
        permits ComplaintRegistered,
                ServiceRequestRegistered,
                CallbackRequestRegistered,
                AttachmentAdded,
                AttachmentRemoved,
                CaseTypeChanged,
                ResolutionChanged,
                CaseActivated,
                CaseResolved,
                CaseReopened,
                CaseRejected,
                CaseCanceled,
                CaseClosed {

    /** The case. */
    CaseId caseId();

    /** Who made it happen, as far as a person was named. */
    Person by();
}
