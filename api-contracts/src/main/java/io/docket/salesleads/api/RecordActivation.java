package io.docket.salesleads.api;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Says that the communication operator has delivered the service. */
public record RecordActivation(@TargetAggregateIdentifier LeadId leadId) implements SalesLeadCommand {}
