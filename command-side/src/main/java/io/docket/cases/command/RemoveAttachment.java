package io.docket.cases.command;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Detaches a document (Case API guide, step 12).
 *
 * @param caseId the case
 * @param fileId the document
 * @param removedBy who detaches it
 */
public record RemoveAttachment(@TargetAggregateIdentifier CaseId caseId, String fileId, Person removedBy)
        implements CaseCommand {}
