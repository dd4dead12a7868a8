package io.docket.esim.command.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.docket.common.api.FieldError;
import io.docket.common.api.Refusal;
import io.docket.esim.api.EsimCustomerDetails;
import io.docket.esim.api.EsimCustomerId;
import io.docket.esim.api.EsimDevice;
import io.docket.esim.api.EsimOrderDetails;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderItem;
import io.docket.esim.api.EsimSubscription;
import io.docket.esim.api.Iccid;
import io.docket.esim.command.ContinueFulfilment;
import io.docket.esim.command.EsimOrderRequest;
import io.docket.esim.command.OrderNewEsim;
import io.docket.esim.command.RecordAllocation;
import io.docket.esim.command.RecordFulfilment;
import io.docket.esim.command.RequestedSubscription;
import io.docket.esim.command.reference.EsimCatalog;
import io.docket.esim.command.reference.EsimProperties;
import io.docket.platform.errors.RefusedException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;

/** The command side of eSIM orders alone: send commands, look at the events. */
public final class EsimOrders {

    static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    static final String TENANT = "acme";
    public static final EsimCustomerDetails JOHN =
            new EsimCustomerDetails("john@doe.com", "John", null, "EN", "US", null);
    static final EsimCustomerDetails JANE = new EsimCustomerDetails("jane@doe.com", "Jane", null, "EN", null, null);
    public static final Iccid BLANK = new Iccid("8944474600000101811");
    public static final Iccid OTHER_BLANK = new Iccid("8944474600000101829");
    public static final Iccid GLOBEX_BLANK = new Iccid("8944474600000101837");
    static final String EID = "89049032000000000000000000000001";
    static final EsimDevice DEVICE = new EsimDevice("ios", "123456789", "iPhone", EID, null);

    private static final String CATALOG = """
            - tenant: acme
              currencies: [USD, EUR]
              products:
                - id: MONTH
                  profile-type: DATA
                  validity-days: 30
                  allowance: {data-value: 5, data-unit: GB, price: 10, currency: USD}
                - id: EVER
                  profile-type: DATA-EVER
                  allowance: {data-value: 500, data-unit: MB, price: 2.5, currency: EUR}
              blank-iccids: ["8944474600000101811", "8944474600000101829"]
            - tenant: globex
              currencies: [EUR]
              products:
                - id: GLOBAL
                  profile-type: GLOBAL
                  allowance: {data-value: 5, data-unit: GB, price: 25, currency: EUR}
              blank-iccids: ["8944474600000101837"]
            """;

    private final InMemoryEventStorageEngine store = new InMemoryEventStorageEngine();
    private final Configuration axon;
    private int seen;

    public EsimOrders() {
        EsimCatalog catalog = catalog(CATALOG);
        axon = DefaultConfigurer.defaultConfiguration()
                .configureEventStore(configuration ->
                        EmbeddedEventStore.builder().storageEngine(store).build())
                .configureAggregate(EsimOrder.class)
                .configureAggregate(EsimProfile.class)
                .configureAggregate(EsimCustomer.class)
                .registerCommandHandler(configuration -> new PlaceEsimOrders(
                        configuration.repository(EsimOrder.class),
                        configuration.repository(EsimProfile.class),
                        configuration.repository(EsimCustomer.class),
                        catalog))
                .registerCommandHandler(configuration -> new FulfilmentOfEsimOrders(
                        configuration.repository(EsimOrder.class), configuration.repository(EsimProfile.class)))
                .start();
    }

    public static EsimCatalog catalog() {
        return catalog(CATALOG);
    }

    public static EsimCatalog catalog(String yaml) {
        return new EsimCatalog(new EsimProperties(
                new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)),
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(8)));
    }

    /** The id of the order with a number. */
    public static EsimOrderId order(int number) {
        return new EsimOrderId(new UUID(0, number));
    }

    /** A data plan of which an order says no more than the product, and for which eSIMs. */
    public static RequestedSubscription plan(String productId, Iccid... iccids) {
        return new RequestedSubscription(productId, "REGULAR", null, false, null, null, null, null, List.of(iccids));
    }

    public static EsimOrderRequest request(EsimCustomerDetails customer, RequestedSubscription... subscriptions) {
        return requestAt(NOW, customer, subscriptions);
    }

    static EsimOrderRequest requestAt(
            Instant placedAt, EsimCustomerDetails customer, RequestedSubscription... subscriptions) {
        return new EsimOrderRequest(TENANT, placedAt, "PT", idOf(customer), customer, DEVICE, List.of(subscriptions));
    }

    static EsimCustomerId idOf(EsimCustomerDetails customer) {
        return EsimCustomerId.withoutKey(TENANT, customer.email());
    }

    static EsimSubscription month(int order, int number) {
        return new EsimSubscription(
                order(order) + "-" + number,
                "MONTH",
                "REGULAR",
                NOW,
                NOW.plus(Duration.ofDays(30)),
                false,
                BigDecimal.valueOf(5),
                "GB",
                BigDecimal.TEN,
                "USD");
    }

    static EsimSubscription ever(int order, int number) {
        return new EsimSubscription(
                order(order) + "-" + number,
                "EVER",
                "REGULAR",
                NOW,
                null,
                false,
                BigDecimal.valueOf(500),
                "MB",
                new BigDecimal("2.5"),
                "EUR");
    }

    public static EsimOrderDetails details(EsimCustomerDetails customer, EsimOrderItem... items) {
        return new EsimOrderDetails(TENANT, idOf(customer), "PT", DEVICE, List.of(items));
    }

    /** An eSIM that is a customer's, and ready for download: by order 900. */
    EsimOrders givenReady(EsimCustomerDetails customer, Iccid iccid) {
        return given(new OrderNewEsim(order(900), request(customer, plan("MONTH"))))
                .given(new ContinueFulfilment(order(900)))
                .given(new RecordAllocation(order(900), 1, iccid))
                .given(new RecordFulfilment(order(900), 1, "M-900", "smdp.example"));
    }

    /** Sends a command on which no assertion is made. */
    public EsimOrders given(Object command) {
        send(command);
        newEvents();
        return this;
    }

    /** Sends a command, and answers the events that came of it. */
    List<Object> when(Object command) {
        newEvents();
        send(command);
        return newEvents();
    }

    /** Asserts that a command is refused, and that no event comes of it. */
    void whenRefused(Object command, Refusal.Reason reason, @Nullable String problem, String detail) {
        newEvents();
        var refused = catchThrowableOfType(RefusedException.class, () -> send(command));
        assertThat(refused).as("a refusal of " + command).isNotNull();
        assertThat(refused.refusal().reason()).isEqualTo(reason);
        assertThat(refused.refusal().problem()).isEqualTo(problem);
        assertThat(refused.refusal().detail()).isEqualTo(detail);
        assertThat(newEvents()).isEmpty();
    }

    /** Asserts that a command is invalid, and that no event comes of it. */
    List<FieldError> whenInvalid(Object command) {
        newEvents();
        var refused = catchThrowableOfType(RefusedException.class, () -> send(command));
        assertThat(refused).as("a refusal of " + command).isNotNull();
        assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.INVALID);
        assertThat(newEvents()).isEmpty();
        return refused.refusal().errors();
    }

    public CommandGateway gateway() {
        return axon.commandGateway();
    }

    public Object send(Object command) {
        return axon.commandGateway().sendAndWait(command);
    }

    public List<Object> newEvents() {
        List<Object> all = store.readEvents(null, false)
                .<Object>map(event -> event.getPayload())
                .toList();
        List<Object> recent = all.subList(seen, all.size());
        seen = all.size();
        return recent;
    }
}
