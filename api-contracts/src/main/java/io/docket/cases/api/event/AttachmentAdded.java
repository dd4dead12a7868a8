package io.docket.cases.api.event;

import io.docket.cases.api.Attachment;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import io.docket.common.api.EventType;

/** A document was attached. */
@EventType("docket.case.attachment-added")
public record AttachmentAdded(CaseId caseId, Attachment attachment, Person by) implements CaseEvent {}
