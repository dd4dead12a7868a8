package io.docket.cases.command;

import io.docket.cases.api.CaseId;

/**
 * What can be asked of a case. Sent by the endpoints of the Case API; each answers with a {@link CaseReceipt} or is
 * refused with a {@link io.docket.common.api.Refusal}.
 */
public sealed interface CaseCommand
        permits RegisterComplaint,
                RegisterServiceRequest,
                RegisterCallbackRequest,
                AddAttachment,
                RemoveAttachment,
                UpdateCase,
                CloseCase {

    /** The case. */
    CaseId caseId();
}
