package io.docket.cases.query;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.CommType;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Person;
import io.docket.cases.api.Registration;
import io.docket.cases.api.Reply;
import io.docket.cases.api.event.CallbackRequestRegistered;
import io.docket.cases.api.event.ComplaintRegistered;
import io.docket.cases.api.event.ServiceRequestRegistered;
import java.time.Instant;

/** Events that begin a case, for tests. */
final class CaseEvents {

    static final Person TELLER = new Person("j.doe", "John Doe");
    static final Person CLERK = new Person("m.roe", "Mary Roe");
    static final Instant CALL_AT = Instant.parse("2026-03-04T05:06:07Z");

    private CaseEvents() {}

    static CaseId caseId(int number) {
        return new CaseId("WI%010d".formatted(number));
    }

    static Registration registration(String customer, String caseType, Importance importance, String title) {
        return new Registration(
                TELLER,
                new Customer(customer, "Jane Smith", "ID-" + customer),
                caseType,
                importance,
                title,
                "Some details",
                "ARR-1",
                new Reply(CommType.EMAIL, "jane@example.org", "HOME"),
                null);
    }

    static ComplaintRegistered complaint(int number, Registration registration) {
        return new ComplaintRegistered(caseId(number), registration);
    }

    static ComplaintRegistered complaint(int number) {
        return complaint(number, registration("C-1", "Card", Importance.STANDARD, "Lost card"));
    }

    static ServiceRequestRegistered serviceRequest(int number, Registration registration) {
        return new ServiceRequestRegistered(caseId(number), registration);
    }

    static CallbackRequestRegistered callbackRequest(int number, String customer) {
        return new CallbackRequestRegistered(
                caseId(number), TELLER, new Customer(customer, "Jane Smith", null), CALL_AT, "Billing");
    }
}
