package io.docket.salesleads.command;

import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.LeadId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Passes a lead on to us; one that was passed on before stays as it is. Answered by a {@link LeadReceipt}.
 *
 * @param leadId the lead, unless another customer's has come before
 */
public record ReceiveSalesLead(@TargetAggregateIdentifier LeadId leadId, Lead lead) implements SalesLeadCommand {}
