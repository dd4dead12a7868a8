package io.docket.cases.command;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Registration;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Opens a service request (seed 002, step 7).
 */
public record RegisterServiceRequest(
        @TargetAggregateIdentifier CaseId caseId, Registration registration) implements CaseCommand {}
