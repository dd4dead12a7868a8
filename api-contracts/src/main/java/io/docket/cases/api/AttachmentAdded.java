package io.docket.cases.api;

import io.docket.common.api.EventType;

/** A document was attached. */
@EventType("docket.case.attachment-added")
public record AttachmentAdded(CaseId caseId, Attachment attachment, Person by) implements CaseEvent {}
