package io.docket.platform.eventstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Person;
import io.docket.cases.api.Registration;
import io.docket.cases.api.Reply;
import io.docket.cases.api.event.CaseResolved;
import io.docket.cases.api.event.ComplaintRegistered;
import io.docket.common.api.PersonKind;
import io.docket.esim.api.EsimCustomerId;
import io.docket.esim.api.EsimDevice;
import io.docket.esim.api.EsimOrderDetails;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderItem;
import io.docket.esim.api.EsimSubscription;
import io.docket.esim.api.event.order.NewEsimOrdered;
import io.docket.platform.errors.UnavailableException;
import io.docket.platform.privacy.HeldData;
import io.docket.platform.privacy.Persons;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestApplication;
import io.docket.platform.testing.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class PersonalEventsIntegrationTest {

    private static final int OLDER = 250;
    private static final String SAMPLE = "WI0000000099";

    private static final Person AGENT = new Person("a7", "Agneta Agentsson");

    @SuppressWarnings("NullAway.Init")
    private TestDatabase database;

    @SuppressWarnings("NullAway.Init")
    private TestApplication docket;

    private void start(Database kind) {
        database = TestDatabase.create(kind);
        docket = TestApplication.start(database);
    }

    @AfterEach
    void stop() {
        docket.close();
        database.close();
    }

    private static ComplaintRegistered registered(String caseId, String customer) {
        return new ComplaintRegistered(
                new CaseId(caseId),
                new Registration(
                        AGENT,
                        new Customer(customer, "Branislav Vukovic", "1104977710344"),
                        "Complaint",
                        Importance.HIGH,
                        "Lost card",
                        "My card is lost\nand so am I",
                        "0064200001930",
                        new Reply(null, "Knez Mihailova 1", "11000"),
                        null));
    }

    private static CaseResolved resolved(String caseId) {
        return new CaseResolved(new CaseId(caseId), "We found Branislav", AGENT);
    }

    private void publish(String caseId, long sequenceNumber, Object event) {
        publish(docket, caseId, sequenceNumber, event);
    }

    private static void publish(TestApplication process, String caseId, long sequenceNumber, Object event) {
        process.bean(EventStore.class)
                .publish(new GenericDomainEventMessage<>(
                        "Case",
                        caseId,
                        sequenceNumber,
                        event,
                        MetaData.with("agent-id", "a7")
                                .and("agent-name", "Agneta Agentsson")
                                .and("actor", "bank-agent")));
    }

    /** Again after a conflict: a process may have to be told that an erasure has made its keys void. */
    private static void publishAsACommandDoes(
            TestApplication process, String caseId, long sequenceNumber, Object event) {
        try {
            publish(process, caseId, sequenceNumber, event);
        } catch (ConcurrencyException e) {
            publish(process, caseId, sequenceNumber, event);
        }
    }

    private List<Object> read(String caseId) {
        return read(docket, caseId);
    }

    private static List<Object> read(TestApplication process, String caseId) {
        return process.bean(EventStore.class)
                .readEvents(caseId)
                .asStream()
                .<Object>map(event -> event.getPayload())
                .toList();
    }

    /** As a process reads it that has not written it. */
    private List<Object> readElsewhere(String caseId) {
        try (TestApplication other = TestApplication.start(database)) {
            return read(other, caseId);
        }
    }

    private String stored() {
        return String.join(
                "\n",
                database.jdbc()
                        .sql("select payload, meta_data from domain_event")
                        .query((row, number) ->
                                new String(row.getBytes(1), UTF_8) + "\n" + new String(row.getBytes(2), UTF_8))
                        .list());
    }

    private void erase(PersonKind kind, String value) {
        long id = docket.bean(Persons.class).find(kind, value).orElseThrow().id();
        HeldData data = docket.bean(HeldData.class);
        new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()))
                .executeWithoutResult(
                        status -> assertThat(HeldData.erase(database.jdbc(), id, data.extent(id), Instant.EPOCH))
                                .isTrue());
        docket.bean(Persons.class).count();
    }

    @ParameterizedTest
    @EnumSource
    void personalDataAreStoredEncryptedAndReadAsTheyWere(Database kind) {
        start(kind);
        publish("WI0000000001", 0, registered("WI0000000001", "BRVU00002"));
        publish("WI0000000001", 1, resolved("WI0000000001"));

        assertThat(stored())
                .contains("\"id\":\"BRVU00002\"", "\"importance\":\"High\"", "\"id\":\"a7\"")
                .doesNotContain("Branislav", "1104977710344", "Lost card", "and so am I", "Knez", "Agneta");
        assertThat(read("WI0000000001"))
                .containsExactly(registered("WI0000000001", "BRVU00002"), resolved("WI0000000001"));
        assertThat(readElsewhere("WI0000000001")).isEqualTo(read("WI0000000001"));
        assertThat(docket.bean(EventStore.class)
                        .readEvents("WI0000000001")
                        .next()
                        .getMetaData())
                .containsEntry("agent-name", "Agneta Agentsson");
    }

    /** Also what is not personal, beside what is. */
    @ParameterizedTest
    @EnumSource(names = "H2")
    void numbersAreReadAsTheyWere(Database kind) {
        start(kind);
        var id = EsimOrderId.random();
        var plan = new EsimSubscription(
                "s-1",
                "p-1",
                "REGULAR",
                Instant.EPOCH,
                null,
                true,
                new BigDecimal("0.1234567890123456789"),
                "GB",
                new BigDecimal("10.10"),
                "EUR");
        var ordered = new NewEsimOrdered(
                id,
                new EsimOrderDetails(
                        "acme",
                        new EsimCustomerId("esim-customer-1"),
                        "PT",
                        new EsimDevice("ios", "123456789", null, null, null),
                        List.of(new EsimOrderItem(1, null, null, List.of(plan)))));

        docket.publish("EsimOrder", id.toString(), 0, ordered);

        assertThat(stored()).doesNotContain("123456789\"");
        assertThat(read(id.toString())).containsExactly(ordered);
        assertThat(readElsewhere(id.toString())).containsExactly(ordered);
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void nothingOfAnErasedPersonIsReadAndEverythingOfOthers(Database kind) {
        start(kind);
        publish("WI0000000001", 0, registered("WI0000000001", "BRVU00002"));
        publish("WI0000000001", 1, resolved("WI0000000001"));
        publish("WI0000000002", 0, registered("WI0000000002", "MIGR00002"));

        erase(PersonKind.CUSTOMER, "BRVU00002");

        assertThat(read("WI0000000001"))
                .containsExactly(
                        new ComplaintRegistered(
                                new CaseId("WI0000000001"),
                                new Registration(
                                        AGENT,
                                        new Customer("BRVU00002", "[erased]", "[erased]"),
                                        "Complaint",
                                        Importance.HIGH,
                                        "[erased]",
                                        "[erased]",
                                        "0064200001930",
                                        new Reply(null, "[erased]", "[erased]"),
                                        null)),
                        new CaseResolved(new CaseId("WI0000000001"), "[erased]", AGENT));
        assertThat(read("WI0000000002")).containsExactly(registered("WI0000000002", "MIGR00002"));
    }

    /** What comes for others meanwhile is no reason to look again. */
    @ParameterizedTest
    @EnumSource(names = "H2")
    void nobodyIsErasedOfWhomThereHasBeenNewsMeanwhile(Database kind) {
        start(kind);
        publish("WI0000000001", 0, registered("WI0000000001", "BRVU00002"));
        publish("WI0000000002", 0, registered("WI0000000002", "MIGR00002"));
        HeldData data = docket.bean(HeldData.class);
        long branislav = idOf("BRVU00002");
        long mileva = idOf("MIGR00002");
        HeldData.Extent branislavs = data.extent(branislav);
        HeldData.Extent milevas = data.extent(mileva);
        assertThat(branislavs).isEqualTo(new HeldData.Extent(1, 2));

        publish("WI0000000001", 1, resolved("WI0000000001"));

        assertThat(HeldData.erase(database.jdbc(), branislav, branislavs, Instant.EPOCH))
                .isFalse();
        assertThat(HeldData.erase(database.jdbc(), mileva, milevas, Instant.EPOCH))
                .isTrue();
        publishAsACommandDoes(docket, "WI0000000003", 0, registered("WI0000000003", "BRVU00002"));
        assertThat(HeldData.erase(database.jdbc(), branislav, new HeldData.Extent(1, 3), Instant.EPOCH))
                .isFalse();
    }

    private long idOf(String customer) {
        return docket.bean(Persons.class)
                .find(PersonKind.CUSTOMER, customer)
                .orElseThrow()
                .id();
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void whatIsWrittenAboutAnErasedPersonCanBeReadAgain(Database kind) {
        start(kind);
        publish("WI0000000001", 0, registered("WI0000000001", "BRVU00002"));
        erase(PersonKind.CUSTOMER, "BRVU00002");

        publish("WI0000000001", 1, resolved("WI0000000001"));
        publish("WI0000000002", 0, registered("WI0000000002", "BRVU00002"));

        assertThat(read("WI0000000001")).element(1).isEqualTo(resolved("WI0000000001"));
        assertThat(read("WI0000000002")).containsExactly(registered("WI0000000002", "BRVU00002"));
        assertThat(stored()).doesNotContain("Branislav");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsWrittenUnderAKeyThatAnotherProcessHasDestroyed(Database kind) {
        start(kind);
        publish("WI0000000001", 0, registered("WI0000000001", "BRVU00002"));
        try (TestApplication other = TestApplication.start(database)) {
            publish(other, "WI0000000002", 0, registered("WI0000000002", "BRVU00002"));
            erase(PersonKind.CUSTOMER, "BRVU00002");

            publishAsACommandDoes(other, "WI0000000001", 1, resolved("WI0000000001"));

            assertThat(read(other, "WI0000000001")).element(1).isEqualTo(resolved("WI0000000001"));
            assertThat(read("WI0000000001")).element(1).isEqualTo(resolved("WI0000000001"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPersonWhomTwoProcessesMeetHasOneKey(Database kind) {
        start(kind);
        try (TestApplication other = TestApplication.start(database)) {
            other.bean(Persons.class).of(PersonKind.CUSTOMER, "BRVU00002");
            publish("WI0000000001", 0, registered("WI0000000001", "BRVU00002"));

            assertThatThrownBy(() -> publish(other, "WI0000000002", 0, registered("WI0000000002", "BRVU00002")))
                    .isInstanceOf(ConcurrencyException.class);
            publish(other, "WI0000000002", 0, registered("WI0000000002", "BRVU00002"));

            assertThat(read("WI0000000002")).containsExactly(registered("WI0000000002", "BRVU00002"));
            assertThat(database.jdbc()
                            .sql("select count(*) from person where kind = 'CUSTOMER'")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void eventsThatWereWrittenBeforeStayReadable(Database kind) {
        start(kind);
        StoredJson json = docket.bean(StoredJson.class);
        database.jdbc()
                .sql("insert into domain_event (global_index, event_identifier, aggregate_identifier, sequence_number, "
                        + "type, time_stamp, payload_type, payload_revision, payload, meta_data) "
                        + "values (1, ?, 'WI0000000001', 0, 'Case', current_timestamp, "
                        + "'docket.case.complaint-registered', '1', ?, ?)")
                .params(
                        UUID.randomUUID().toString(),
                        json.serialize(registered("WI0000000001", "BRVU00002"), byte[].class)
                                .getData(),
                        "{\"agent-name\":\"Agneta\"}".getBytes(UTF_8))
                .update();

        publish("WI0000000001", 1, resolved("WI0000000001"));

        assertThat(read("WI0000000001"))
                .containsExactly(registered("WI0000000001", "BRVU00002"), resolved("WI0000000001"));
        assertThat(stored()).doesNotContain("We found Branislav");
        assertThat(docket.bean(Persons.class).find(PersonKind.CUSTOMER, "BRVU00002"))
                .hasValueSatisfying(person ->
                        assertThat(held(person.id())).containsExactly(new HeldData.Held("WI0000000001", "Case")));
    }

    private List<HeldData.Held> held(long personId) {
        List<HeldData.Held> held = new ArrayList<>();
        docket.bean(HeldData.class).eachAggregate(personId, held::add);
        return held;
    }

    /** Some at a time, while others write; what is encrypted already stays as it is. */
    @ParameterizedTest
    @EnumSource
    void eventsThatWereWrittenBeforeAreEncrypted(Database kind) {
        start(kind);
        StoredJson json = docket.bean(StoredJson.class);
        byte[] payload =
                json.serialize(registered(SAMPLE, "BRVU00002"), byte[].class).getData();
        byte[] later = json.serialize(resolved(SAMPLE), byte[].class).getData();
        for (int number = 0; number < OLDER; number++) {
            boolean first = number % 2 == 0;
            database.jdbc()
                    .sql("insert into domain_event (global_index, event_identifier, aggregate_identifier, "
                            + "sequence_number, type, time_stamp, payload_type, payload_revision, payload, meta_data) "
                            + "values (?, ?, ?, ?, 'Case', current_timestamp, ?, '1', ?, ?)")
                    .params(
                            number + 1,
                            UUID.randomUUID().toString(),
                            "WI" + number / 2,
                            number % 2,
                            first ? "docket.case.complaint-registered" : "docket.case.case-resolved",
                            first ? payload : later,
                            "{\"agent-name\":\"Agneta\",\"agent-id\":\"a7\"}".getBytes(UTF_8))
                    .update();
        }
        database.jdbc()
                .sql("update encryption_of_older_events set last_position = ?")
                .param(OLDER)
                .update();
        OlderEvents older = docket.bean(OlderEvents.class);
        HeldData data = docket.bean(HeldData.class);
        assertThatThrownBy(data::requireAllEncrypted).isInstanceOf(UnavailableException.class);

        publish("WI0", 2, resolved(SAMPLE));
        int rounds = 0;
        while (older.areLeft()) {
            older.encryptSome();
            publish("WI0", 3 + rounds, resolved(SAMPLE));
            rounds++;
        }

        assertThat(rounds).isGreaterThan(1);
        data.requireAllEncrypted();
        assertThat(stored()).doesNotContain("Branislav", "1104977710344", "Lost card", "Knez", "Agneta");
        assertThat(read("WI7")).containsExactly(registered(SAMPLE, "BRVU00002"), resolved(SAMPLE));
        assertThat(read("WI0")).hasSize(3 + rounds);
        erase(PersonKind.CUSTOMER, "BRVU00002");
        assertThat(read("WI7")).element(1).isEqualTo(new CaseResolved(new CaseId(SAMPLE), "[erased]", AGENT));
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void aValueThatWasMovedToAnotherEventIsNotRead(Database kind) {
        start(kind);
        publish("WI0000000001", 0, registered("WI0000000001", "BRVU00002"));
        publish("WI0000000001", 1, resolved("WI0000000001"));
        publish("WI0000000001", 2, resolved("WI0000000001"));
        database.jdbc()
                .sql("update domain_event set payload = "
                        + "(select other.payload from domain_event other where other.sequence_number = 2) "
                        + "where sequence_number = 1")
                .update();

        assertThatThrownBy(() -> read("WI0000000001")).isInstanceOf(SerializationException.class);
    }
}
