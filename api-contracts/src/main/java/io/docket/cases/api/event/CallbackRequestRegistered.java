package io.docket.cases.api.event;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Person;
import io.docket.common.api.EventType;
import java.time.Instant;

/**
 * A customer asked to be called back.
 *
 * @param caseId the case
 * @param by who registered it
 * @param customer who is to be called
 * @param callbackRequestTime when
 * @param category what about; a literal of the classification {@code callback-categories}
 */
@EventType("docket.case.callback-request-registered")
public record CallbackRequestRegistered(
        CaseId caseId, Person by, Customer customer, Instant callbackRequestTime, String category)
        implements CaseEvent {}
