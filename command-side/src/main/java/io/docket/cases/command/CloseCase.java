package io.docket.cases.command;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Person;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Closes a case, whether answered or not (Case API guide, step 11). What is {@code null} stays as it is.
 *
 * @param caseId the case
 * @param caseType a new type, 1 to 64 characters
 * @param resolution the answer to the customer, up to 4000 characters
 * @param closedBy who does it
 */
public record CloseCase(
        @TargetAggregateIdentifier CaseId caseId,
        @Nullable String caseType,
        @Nullable String resolution,
        Person closedBy)
        implements CaseCommand {}
