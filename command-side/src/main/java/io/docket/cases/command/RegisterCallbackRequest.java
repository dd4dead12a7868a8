package io.docket.cases.command;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Person;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Opens a request to be called back (Case API guide, step 8).
 *
 * @param caseId the case
 * @param registeredBy who registers it
 * @param customer who is to be called
 * @param callbackRequestTime when the customer wishes to be called
 * @param category what about; a literal of the classification {@code callback-categories}
 */
public record RegisterCallbackRequest(
        @TargetAggregateIdentifier CaseId caseId,
        Person registeredBy,
        Customer customer,
        Instant callbackRequestTime,
        String category)
        implements CaseCommand {}
