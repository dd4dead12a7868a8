package io.docket.cases;

import io.docket.cases.api.Attachment;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Person;
import io.docket.cases.api.Registration;
import io.docket.cases.api.Reply;
import io.docket.cases.api.event.AttachmentAdded;
import io.docket.cases.api.event.CaseActivated;
import io.docket.cases.api.event.CaseClosed;
import io.docket.cases.api.event.CaseResolved;
import io.docket.cases.api.event.ComplaintRegistered;
import org.jspecify.annotations.Nullable;

/** The events that tests give. */
final class CaseEvents {

    static final Person AGENT = new Person("A-1001", "Stevan.Kostoski");

    private CaseEvents() {}

    static ComplaintRegistered complaint(String caseId, String customer) {
        return complaint(caseId, new Customer(customer, null, null), "Complaint", Importance.STANDARD, null, null);
    }

    static ComplaintRegistered complaint(
            String caseId,
            Customer customer,
            String type,
            Importance importance,
            @Nullable String title,
            @Nullable String details) {
        return new ComplaintRegistered(
                new CaseId(caseId),
                new Registration(
                        new Person(null, "Stevan.Kostoski"),
                        customer,
                        type,
                        importance,
                        title,
                        details,
                        null,
                        new Reply(null, null, null),
                        null));
    }

    static CaseActivated activated(String caseId) {
        return new CaseActivated(new CaseId(caseId), AGENT);
    }

    static CaseResolved resolved(String caseId, String resolution) {
        return new CaseResolved(new CaseId(caseId), resolution, AGENT);
    }

    static CaseClosed closed(String caseId) {
        return new CaseClosed(new CaseId(caseId), AGENT);
    }

    static AttachmentAdded attached(String caseId, String fileId) {
        return new AttachmentAdded(new CaseId(caseId), new Attachment(fileId, fileId + ".pdf", null), Person.UNNAMED);
    }
}
