package io.docket.cases.command;

import io.docket.cases.api.Attachment;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Attaches a document (Case API guide, step 9).
 *
 * @param caseId the case
 * @param attachment the document
 * @param customerId the customer whom the caller believes the case to be about; refused if it is another
 * @param addedBy who attaches it
 */
public record AddAttachment(
        @TargetAggregateIdentifier CaseId caseId,
        Attachment attachment,
        @Nullable String customerId,
        Person addedBy) implements CaseCommand {}
