package io.docket.cases.query;

import io.docket.cases.api.Attachment;
import io.docket.cases.api.Callback;
import io.docket.cases.api.CaseClass;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.Person;
import io.docket.cases.api.Registration;
import io.docket.common.api.PersonalData;
import io.docket.common.api.Versioned;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A case as it stood after one of its events.
 *
 * @param caseId the case
 * @param version the sequence number of that event, from 0
 * @param caseClass by the resource that it was posted to
 * @param caseType its type now
 * @param registration what was registered; its type is the first one
 * @param callback what a callback request asks for
 * @param updatedBy who caused the event
 * @param state its state
 * @param resolution the answer to the customer
 * @param attachments in the order in which they were attached
 * @param registeredAt when it was registered
 * @param concerned the document that the event attached or detached
 */
public record CaseView(
        CaseId caseId,
        long version,
        CaseClass caseClass,
        String caseType,
        Registration registration,
        @Nullable Callback callback,
        Person updatedBy,
        CaseState state,
        @PersonalData @Nullable String resolution,
        List<Attachment> attachments,
        Instant registeredAt,
        @Nullable Attachment concerned)
        implements Versioned {

    public CaseView {
        attachments = List.copyOf(attachments);
    }
}
