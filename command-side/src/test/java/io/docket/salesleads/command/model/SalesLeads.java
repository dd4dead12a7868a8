package io.docket.salesleads.command.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.docket.platform.errors.RefusedException;
import io.docket.platform.testing.MutableClock;
import io.docket.salesleads.api.EndCustomer;
import io.docket.salesleads.api.Lead;
import io.docket.salesleads.api.PersonalIdentityNumber;
import io.docket.salesleads.api.Product;
import io.docket.salesleads.command.reference.Offerings;
import io.docket.salesleads.command.reference.SalesLeadProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/** The command side of sales leads alone: send commands, look at the events. */
public final class SalesLeads {

    public static final String OFFERINGS = """
            - {offering-id: SOLD, product-id: P-1, service: BB-100, withdrawn: false}
            - {offering-id: OLD, product-id: P-1, service: BB-10, withdrawn: true}
            - {offering-id: ELSEWHERE, product-id: P-1, service: BB-1000, withdrawn: false}
            """;
    public static final String ACCESSES = """
            - {co-id: Acme, access-id: A-1, offerings: [SOLD, OLD]}
            - {co-id: Acme, access-id: A-2, offerings: []}
            - {co-id: Globex, access-id: A-3, offerings: [SOLD]}
            """;

    private final MutableClock clock = new MutableClock();
    private final InMemoryEventStorageEngine store = new InMemoryEventStorageEngine();
    private final Configuration axon;
    private int seen;

    SalesLeads() {
        axon = DefaultConfigurer.defaultConfiguration()
                .configureEventStore(configuration ->
                        EmbeddedEventStore.builder().storageEngine(store).build())
                .configureAggregate(SalesLead.class)
                .registerCommandHandler(configuration -> new ReceiveSalesLeads(
                        configuration.repository(SalesLead.class), offerings(OFFERINGS, ACCESSES), clock))
                .start();
    }

    public static Offerings offerings(String offerings, String accesses) {
        return new Offerings(properties(Duration.ofSeconds(3), file(offerings), file(accesses)));
    }

    public static SalesLeadProperties properties(Duration answerWithin, Resource offerings, Resource accesses) {
        return new SalesLeadProperties(
                answerWithin,
                600,
                1,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                offerings,
                accesses);
    }

    public static Resource file(String content) {
        return new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8));
    }

    Instant now() {
        return clock.instant();
    }

    public static Lead lead(String coId, String accessId, String offeringId, Instant requested) {
        return new Lead(
                coId,
                accessId,
                Instant.parse("2021-05-03T20:31:15Z"),
                requested,
                new Product("P-1", offeringId),
                new EndCustomer(
                        null,
                        new PersonalIdentityNumber("19811218-9876"),
                        "Anna",
                        null,
                        null,
                        null,
                        "anna@example.com",
                        null));
    }

    /** A lead that nothing speaks against, wanted at once. */
    Lead lead() {
        return lead("Acme", "A-1", "SOLD", now());
    }

    SalesLeads given(Object command) {
        answer(command);
        newEvents();
        return this;
    }

    List<Object> when(Object command) {
        answer(command);
        return newEvents();
    }

    /** Asserts that a command is refused for a broken rule, and that no event comes of it. */
    void whenRefused(Object command, String problem) {
        newEvents();
        var refused = catchThrowableOfType(RefusedException.class, () -> answer(command));
        assertThat(refused).as("a refusal of " + command).isNotNull();
        assertThat(refused.refusal().problem()).isEqualTo(problem);
        assertThat(newEvents()).isEmpty();
    }

    Object answer(Object command) {
        return axon.commandGateway().sendAndWait(command);
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
