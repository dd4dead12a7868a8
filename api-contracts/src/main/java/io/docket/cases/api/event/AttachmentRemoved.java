package io.docket.cases.api.event;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import io.docket.common.api.EventType;

/** A document was detached. */
@EventType("docket.case.attachment-removed")
public record AttachmentRemoved(CaseId caseId, String fileId, Person by) implements CaseEvent {}
