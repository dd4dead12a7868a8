package io.docket.salesleads.command;

import io.docket.salesleads.api.LeadId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Asks what is to be ordered at the communication operator. Answered by a {@link Sending}. */
public record StartSending(@TargetAggregateIdentifier LeadId leadId) implements SalesLeadCommand {}
