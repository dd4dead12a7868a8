package io.docket.cardorders.command.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.command.reference.OrderProperties;
import io.docket.cardorders.command.reference.ReferenceData;
import io.docket.common.api.Refusal;
import io.docket.platform.errors.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/** The command side of card orders alone: send commands, look at the events. */
final class CardOrders {

    private static final String CUSTOMERS = """
            - {number: OWNER, name: Branislav Vukovic}
            - {number: OTHER, name: Mileva Grujic}
            """;
    private static final String ARRANGEMENTS = """
            - {number: A-1, owner-customer-number: OWNER, product-code: MasterCard}
            """;
    private static final String CARDS = """
            - {card-id: ISSUED, serial-number: S1, customer-number: OWNER, arrangement-number: A-1, status: issued}
            - {card-id: ACTIVE, serial-number: S2, customer-number: OWNER, arrangement-number: A-1, status: active}
            - {card-id: SUSPENDED, serial-number: S3, customer-number: OWNER, arrangement-number: A-1, status: suspended}
            - {card-id: TERMINATED, serial-number: S4, customer-number: OWNER, arrangement-number: A-1, status: terminated}
            """;

    private final InMemoryEventStorageEngine store = new InMemoryEventStorageEngine();
    private final Configuration axon;
    private int seen;

    CardOrders(OrderKind... approvalRequired) {
        var properties = new OrderProperties(
                Set.of(approvalRequired),
                Duration.ofDays(30),
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(8),
                Duration.ofMinutes(15),
                file(CUSTOMERS),
                file(ARRANGEMENTS),
                file(CARDS));
        var referenceData = new ReferenceData(properties);
        axon = DefaultConfigurer.defaultConfiguration()
                .configureEventStore(configuration ->
                        EmbeddedEventStore.builder().storageEngine(store).build())
                .configureCorrelationDataProviders(
                        configuration -> List.of(new SimpleCorrelationDataProvider("actor", "agent-id")))
                .configureAggregate(WorkItem.class)
                .configureAggregate(Card.class)
                .configureAggregate(Arrangement.class)
                .registerComponent(ReferenceData.class, configuration -> referenceData)
                .registerCommandHandler(configuration -> new PlaceCardOrders(
                        configuration.repository(WorkItem.class),
                        configuration.repository(Card.class),
                        configuration.repository(Arrangement.class),
                        referenceData,
                        properties))
                .registerCommandHandler(configuration -> new ConcludeCardOrders(
                        configuration.repository(WorkItem.class),
                        configuration.repository(Card.class),
                        configuration.repository(Arrangement.class),
                        referenceData))
                .start();
    }

    private static Resource file(String content) {
        return new ByteArrayResource(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Sends a command on which no assertion is made. */
    CardOrders given(Object command) {
        return given(command, Map.of());
    }

    CardOrders given(Object command, Map<String, ?> metaData) {
        send(command, metaData);
        newEvents();
        return this;
    }

    /** Sends a command, and answers the events that came of it. */
    List<Object> when(Object command) {
        return when(command, Map.of());
    }

    List<Object> when(Object command, Map<String, ?> metaData) {
        send(command, metaData);
        return newEvents();
    }

    Object answer(Object command) {
        return send(command, Map.of());
    }

    /** Asserts that a command is refused, and that no event comes of it. */
    void whenRefused(Object command, Refusal.Reason reason, @Nullable String problem) {
        whenRefused(command, Map.of(), reason, problem);
    }

    void whenRefused(Object command, Map<String, ?> metaData, Refusal.Reason reason, @Nullable String problem) {
        newEvents();
        var refused = catchThrowableOfType(RefusedException.class, () -> send(command, metaData));
        assertThat(refused).as("a refusal of " + command).isNotNull();
        assertThat(refused.refusal().reason()).isEqualTo(reason);
        assertThat(refused.refusal().problem()).isEqualTo(problem);
        assertThat(newEvents()).isEmpty();
    }

    private Object send(Object command, Map<String, ?> metaData) {
        return axon.commandGateway()
                .sendAndWait(GenericCommandMessage.asCommandMessage(command).withMetaData(metaData));
    }

    private List<Object> newEvents() {
        List<Object> all = store.readEvents(null, false)
                .<Object>map(event -> event.getPayload())
                .toList();
        List<Object> recent = all.subList(seen, all.size());
        seen = all.size();
        return recent;
    }
}
