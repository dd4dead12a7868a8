package io.docket.cases.command;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Registration;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Opens a complaint (Case API guide, step 6).
 */
public record RegisterComplaint(@TargetAggregateIdentifier CaseId caseId, Registration registration)
        implements CaseCommand {}
