package io.docket.cases.api;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Opens a complaint (seed 002, step 6).
 */
public record RegisterComplaint(@TargetAggregateIdentifier CaseId caseId, Registration registration)
        implements CaseCommand {}
