package io.docket.cases.command;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Registration;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Opens a service request (Case API guide, step 7).
 */
public record RegisterServiceRequest(
        @TargetAggregateIdentifier CaseId caseId, Registration registration) implements CaseCommand {}
