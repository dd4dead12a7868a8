package io.docket.cases.command;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.Person;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Moves a case on (Case API guide, step 10). What is {@code null} stays as it is.
 *
 * @param caseId the case
 * @param caseType a new type, 1 to 64 characters
 * @param resolution the answer to the customer, up to 4000 characters; {@link CaseState#RESOLVED} requires one
 * @param state the state to move to
 * @param updatedBy who does it
 */
public record UpdateCase(
        @TargetAggregateIdentifier CaseId caseId,
        @Nullable String caseType,
        @Nullable String resolution,
        @Nullable CaseState state,
        Person updatedBy)
        implements CaseCommand {}
