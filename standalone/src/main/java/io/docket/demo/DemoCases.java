package io.docket.demo;

import io.docket.cases.api.CaseClass;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Person;
import io.docket.cases.api.Registration;
import io.docket.cases.api.Reply;
import io.docket.cases.api.event.CaseActivated;
import io.docket.cases.api.event.CaseCanceled;
import io.docket.cases.api.event.CaseClosed;
import io.docket.cases.api.event.CaseEvent;
import io.docket.cases.api.event.CaseRejected;
import io.docket.cases.api.event.CaseResolved;
import io.docket.cases.api.event.ComplaintRegistered;
import io.docket.platform.settings.InvalidSettingException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** The cases that the Case API's guide reads, with its dates, unless they are there already. */
@Component
@ConditionalOnBean(DemoData.class)
class DemoCases implements ApplicationRunner {

    private final DemoData demoData;
    private final DemoHistory history;

    DemoCases(DemoData demoData, DemoHistory history) {
        this.demoData = demoData;
        this.history = history;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        for (DemoCase demoCase : demoData.read("cases.yaml", new TypeReference<List<DemoCase>>() {})) {
            if (!history.has(demoCase.caseId())) {
                append(demoCase);
            }
        }
    }

    private void append(DemoCase demoCase) {
        var past = new DemoHistory.Past();
        demoCase.events().forEach(event -> past.add("Case", demoCase.caseId(), event, demoCase.registrationDate()));
        history.append(past);
    }

    private record DemoCase(
            CaseId caseId,
            String registeredByName,
            String customerId,
            String customerName,
            Instant registrationDate,
            Optional<String> details,
            CaseState state,
            Optional<String> resolution) {

        List<CaseEvent> events() {
            var by = new Person(null, registeredByName);
            var registered = new ComplaintRegistered(
                    caseId,
                    new Registration(
                            by,
                            new Customer(customerId, customerName, null),
                            CaseClass.COMPLAINT.literal(),
                            Importance.STANDARD,
                            null,
                            details.orElse(null),
                            null,
                            new Reply(null, null, null),
                            null));
            return switch (state) {
                case ACCEPTED -> List.of(registered);
                case ACTIVE -> List.of(registered, new CaseActivated(caseId, by));
                case RESOLVED -> List.of(registered, new CaseResolved(caseId, answer(), by));
                case CLOSED -> List.of(registered, new CaseClosed(caseId, by));
                case REJECTED -> List.of(registered, new CaseRejected(caseId, by));
                case CANCELED -> List.of(registered, new CaseCanceled(caseId, by));
            };
        }

        private String answer() {
            return resolution.orElseThrow(() -> new InvalidSettingException(
                    "The demo case " + caseId + " is resolved, but has no resolution.", "Correct cases.yaml."));
        }
    }
}
