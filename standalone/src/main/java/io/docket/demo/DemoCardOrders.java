package io.docket.demo;

import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.command.RequestAdditionalCard;
import io.docket.platform.correlation.Correlation;
import io.docket.platform.errors.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Asks for the additional card that the Customer Order API's tutorial reads and cancels, unless it is there. */
@Component
@ConditionalOnBean(DemoData.class)
class DemoCardOrders implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(DemoCardOrders.class);

    private final DemoData demoData;
    private final DemoHistory history;
    private final CommandGateway commands;

    DemoCardOrders(DemoData demoData, DemoHistory history, CommandGateway commands) {
        this.demoData = demoData;
        this.history = history;
        this.commands = commands;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        for (DemoOrder order : demoData.read("card-orders.yaml", new TypeReference<List<DemoOrder>>() {})) {
            if (!history.has(order.id())) {
                request(order);
            }
        }
    }

    private void request(DemoOrder order) {
        var command = new RequestAdditionalCard(
                order.id(), order.authorizedCustomerNumber(), order.arrangementNumber(), null);
        try {
            commands.sendAndWait(GenericCommandMessage.asCommandMessage(command)
                    .withMetaData(Map.of(
                            Correlation.ID,
                            UUID.randomUUID().toString(),
                            Correlation.ACTOR,
                            DemoHistory.ACTOR,
                            Correlation.CLIENT,
                            Correlation.THIS_SYSTEM)));
        } catch (AggregateStreamCreationException | ConcurrencyException anotherProcessIsDoingIt) {
            LOG.debug("Another process asks for {}", order.id());
        } catch (RefusedException refused) {
            // As on data that are older than the order: the person has a card, or an open order.
            LOG.warn(
                    "The demo order {} is left out: {}",
                    order.id(),
                    refused.refusal().detail());
        }
    }

    private record DemoOrder(WorkItemId id, String authorizedCustomerNumber, ArrangementNumber arrangementNumber) {}
}
