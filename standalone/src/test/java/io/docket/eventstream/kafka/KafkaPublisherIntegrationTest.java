package io.docket.eventstream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.docket.RunningDocket;
import io.docket.eventstream.log.LoggedEvents;
import io.docket.eventstream.subscription.EventFeed;
import io.docket.platform.eventstore.OlderEvents;
import io.docket.platform.testing.kafka.KafkaBroker;
import io.docket.platform.testing.kafka.KafkaReader;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** Against a real broker. */
@Tag("long")
@SuppressWarnings("FutureReturnValueIgnored")
class KafkaPublisherIntegrationTest extends RunningDocket {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static KafkaBroker broker;

    @Autowired
    private EventFeed feed;

    @Autowired
    private LoggedEvents log;

    @Autowired
    private OlderEvents older;

    @Autowired
    private Clock clock;

    private final List<KafkaPublisher> publishers = new ArrayList<>();

    @BeforeAll
    static void startBroker(@TempDir Path folder) {
        broker = KafkaBroker.start(folder);
    }

    @AfterAll
    static void endBroker() {
        broker.close();
    }

    @AfterEach
    void endPublishers() {
        publishers.forEach(KafkaPublisher::stop);
    }

    private static KafkaProperties properties(String topic) {
        return new KafkaProperties(broker.address(), topic, 3, Map.of());
    }

    /** As in a process of its own. */
    private MeterRegistry publish(String topic) {
        var meters = new SimpleMeterRegistry();
        var publisher = new KafkaPublisher(properties(topic), feed, log, older, jdbc(), clock, meters);
        publishers.add(publisher);
        publisher.start();
        return meters;
    }

    private void registerComplaints(int count) {
        for (int i = 0; i < count; i++) {
            String caseId = newCaseId();
            as("bank-agent")
                    .post(
                            "/v1/case/complaints",
                            "{\"case-id\":\"" + caseId + "\",\"customer-id\":\"" + newCustomer()
                                    + "\",\"customer-name\":\"Milica Petrovic\",\"details\":\"Charged twice.\"}")
                    .expect(201);
            as("bank-agent")
                    .put("/v1/case/cases/" + caseId, "{\"state\":\"Active\"}")
                    .expect(200);
        }
    }

    /** Waits until all that there is has been published, and holds it against the log. */
    private List<ConsumerRecord<String, String>> awaitAll(String topic) {
        List<Long> positions = jdbc().sql("select global_index from domain_event order by 1")
                .query(Long.class)
                .list();
        long last = positions.get(positions.size() - 1);
        var topics = new Topics(properties(topic));
        // The first transaction may be committed between the look at the positions and that at the events.
        await().atMost(PATIENCE)
                .ignoreException(IllegalStateException.class)
                .until(() -> topics.reached().position() >= last);
        List<ConsumerRecord<String, String>> committed = new KafkaReader(broker.address(), topic)
                .committed().stream()
                        .filter(published -> KafkaReader.position(published) <= last)
                        .toList();
        KafkaReader.assertOnceAndInOrder(committed, positions);
        return committed;
    }

    private static double published(MeterRegistry meters) {
        return meters.get("docket.kafka.events").counter().count();
    }

    @Test
    void eachEventIsPublishedOnceByOneOfTwoMaskedAndTheOtherGoesOn() {
        registerComplaints(3);
        MeterRegistry one = publish("shared");
        awaitAll("shared");
        MeterRegistry other = publish("shared");
        registerComplaints(3);

        List<ConsumerRecord<String, String>> published = awaitAll("shared");
        assertThat(published)
                .extracting(ConsumerRecord::value)
                .noneMatch(value -> value.contains("Milica Petrovic"))
                .anyMatch(value -> value.contains("[masked]"));
        assertThat(published(one)).isGreaterThanOrEqualTo(published.size());
        assertThat(published(other)).isZero();

        publishers.get(0).stop();
        registerComplaints(3);
        awaitAll("shared");
        assertThat(published(other)).isPositive();
    }

    /** Killed between the events and the position, and between the position and the commit. */
    @Test
    void whatWasNotCommittedIsNotThereAndWhoeverIsFencedOffBeginsAnew() {
        MeterRegistry meters = publish("fenced");
        awaitAll("fenced");
        for (boolean withPosition : List.of(false, true)) {
            beginAndVanish("fenced", withPosition);
            registerComplaints(3);
            awaitAll("fenced");
        }
        assertThat(new KafkaReader(broker.address(), "fenced").all())
                .extracting(ConsumerRecord::key)
                .contains("never-committed");
        assertThat(meters.get("docket.kafka.failing").gauge().value()).isZero();
    }

    /** What a process leaves behind that was killed. */
    private static void beginAndVanish(String topic, boolean withPosition) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.address(), "transactional.id", topic + ".position");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "never-committed", "{\"position\":\"1\"}"));
            if (withPosition) {
                producer.send(new ProducerRecord<>(topic + ".position", 0, topic, "999999999"));
            }
            producer.flush();
            producer.close(Duration.ZERO);
        }
    }

    @Test
    void nothingIsPublishedOverWhatDoesNotFit() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            var forgetful =
                    List.of(new NewTopic("forgetful", 1, (short) 1), new NewTopic("forgetful.position", 1, (short) 1));
            admin.createTopics(forgetful).all().get();
            admin.createTopics(List.of(
                            new NewTopic("condensed", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> new Topics(properties("forgetful")).prepare())
                .hasMessageContaining("cleanup.policy delete");
        assertThatThrownBy(() -> new Topics(properties("condensed")).prepare())
                .hasMessageContaining("all events but the last");

        new Topics(properties("lost")).prepare();
        send("lost", 0, "somewhere");
        assertThatThrownBy(() -> new Topics(properties("lost")).reached())
                .hasMessageContaining("says not how far they are");

        new Topics(properties("ahead")).prepare();
        send("ahead.position", 0, Long.toString(head() + 1_000_000));
        send("ahead", 0, "of-the-time-before");
        assertNothingIsPublished("ahead");
    }

    /** As when the log was set back to a backup, and has grown beyond the position since. */
    @Test
    void nothingIsPublishedBehindAnEventThatTheLogHasNot() throws Exception {
        new Topics(properties("set-back")).prepare();
        send("set-back", 0, "of-the-time-before");
        send(
                "set-back.position",
                0,
                Long.toString(head()),
                new RecordHeader("event", "of-the-time-before".getBytes(UTF_8)));
        assertNothingIsPublished("set-back");
    }

    @Test
    void nothingIsPublishedIntoATopicThatWasMadeAnew() throws Exception {
        new Topics(properties("anew")).prepare();
        send("anew.position", 0, "1");
        assertThatThrownBy(() -> new Topics(properties("anew")).reached()).hasMessageContaining("anew is new");
    }

    /** To this topic, which has one event. */
    private void assertNothingIsPublished(String topic) {
        MeterRegistry meters = publish(topic);
        await().atMost(PATIENCE)
                .until(() -> meters.get("docket.kafka.failing").gauge().value() > 0);
        assertThat(new KafkaReader(broker.address(), topic).all()).hasSize(1);
    }

    @Test
    void whatIsPublishedSaysWhichEventIsTheLast() {
        registerComplaints(1);
        publish("named");
        awaitAll("named");
        Topics.Reached reached = new Topics(properties("named")).reached();
        assertThat(log.hasAt(reached.position(), String.valueOf(reached.event())))
                .isTrue();

        publishers.get(0).stop();
        registerComplaints(1);
        publish("named");
        awaitAll("named");
    }

    /** However many positions there are, and whatever lies behind the last one. */
    @Test
    void theLatestPositionIsFound() throws Exception {
        var topics = new Topics(properties("many"));
        topics.prepare();
        assertThat(topics.reached()).isEqualTo(new Topics.Reached(0, null));
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.address(), "transactional.id", "many.position");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("many", 0, "many", "an-event"));
            producer.send(new ProducerRecord<>("many.position", 0, "many", "7"));
            producer.send(new ProducerRecord<>("many.position", 0, "many", "8"));
            producer.commitTransaction();
            producer.beginTransaction();
            for (int i = 0; i < 250; i++) {
                producer.send(new ProducerRecord<>("many.position", 0, "many", "9"));
            }
            producer.flush();
            producer.abortTransaction();
        }
        assertThat(topics.reached().position()).isEqualTo(8);
    }

    private static void send(String topic, int partition, String value, Header... headers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.address());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, topic, value, List.of(headers)));
        }
    }
}
