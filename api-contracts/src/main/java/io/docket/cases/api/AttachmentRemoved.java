package io.docket.cases.api;

import io.docket.common.api.EventType;

/** A document was detached. */
@EventType("docket.case.attachment-removed")
public record AttachmentRemoved(CaseId caseId, String fileId, Person by) implements CaseEvent {}
