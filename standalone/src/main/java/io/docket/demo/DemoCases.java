package io.docket.demo;

import io.docket.cases.api.CaseClass;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Person;
import io.docket.cases.api.RegisterComplaint;
import io.docket.cases.api.Registration;
import io.docket.cases.api.Reply;
import io.docket.cases.api.UpdateCase;
import io.docket.platform.correlation.Correlation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Registers the cases that the Case API's guide reads (seed 002), unless they are there already. */
@Component
@ConditionalOnBean(DemoData.class)
class DemoCases implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(DemoCases.class);

    private final DemoData demoData;
    private final CommandGateway commands;
    private final EventStore eventStore;

    DemoCases(DemoData demoData, CommandGateway commands, EventStore eventStore) {
        this.demoData = demoData;
        this.commands = commands;
        this.eventStore = eventStore;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        for (DemoCase demoCase : demoData.read("cases.yaml", new TypeReference<List<DemoCase>>() {})) {
            if (eventStore.lastSequenceNumberFor(demoCase.caseId().value()).isEmpty()) {
                try {
                    register(demoCase);
                } catch (AggregateStreamCreationException | ConcurrencyException anotherProcessIsDoingIt) {
                    LOG.debug("Another process registers {}", demoCase.caseId());
                }
            }
        }
    }

    private void register(DemoCase demoCase) {
        var registeredBy = new Person(null, demoCase.registeredByName());
        var registration = new Registration(
                registeredBy,
                new Customer(demoCase.customerId(), demoCase.customerName(), null),
                CaseClass.COMPLAINT.literal(),
                Importance.STANDARD,
                null,
                demoCase.details().orElse(null),
                null,
                new Reply(null, null, null),
                null);
        send(new RegisterComplaint(demoCase.caseId(), registration));
        if (demoCase.state() != CaseState.ACCEPTED) {
            send(new UpdateCase(
                    demoCase.caseId(), null, demoCase.resolution().orElse(null), demoCase.state(), registeredBy));
        }
    }

    private void send(Object command) {
        commands.sendAndWait(GenericCommandMessage.asCommandMessage(command)
                .withMetaData(Map.of(Correlation.ID, UUID.randomUUID().toString(), Correlation.ACTOR, "demo-data")));
    }

    private record DemoCase(
            CaseId caseId,
            String registeredByName,
            String customerId,
            String customerName,
            Optional<String> details,
            CaseState state,
            Optional<String> resolution) {}
}
