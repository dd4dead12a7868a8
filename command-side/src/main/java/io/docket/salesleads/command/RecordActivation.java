package io.docket.salesleads.command;

import io.docket.salesleads.api.LeadId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Says that the communication operator has delivered the service. */
public record RecordActivation(@TargetAggregateIdentifier LeadId leadId) implements SalesLeadCommand {}
