package io.docket.eventstream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.docket.platform.database.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** The topic of the events, and the one that says how far they are: compacted, so that the latest position is never forgotten. */
final class Topics {

    /** Within this time the lease does not end. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LOOKED_AT = 100;
    private static final short DEFAULT_REPLICATION = -1;

    /** Of the record of a position: the id of the event there. */
    private static final String EVENT = "event";

    private final KafkaProperties properties;

    Topics(KafkaProperties properties) {
        this.properties = properties;
    }

    /** What all clients are set to. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(properties.client());
        settings.put("bootstrap.servers", properties.bootstrapServers());
        return settings;
    }

    /**
     * Makes those that are not there.
     *
     * @throws IllegalStateException if the positions would be forgotten, or of each thing all events but the last
     */
    void prepare() throws InterruptedException {
        try (Admin admin = Admin.create(settings())) {
            make(
                    admin,
                    new NewTopic(properties.topic(), properties.partitions(), DEFAULT_REPLICATION)
                            .configs(Map.of(
                                    TopicConfig.RETENTION_MS_CONFIG,
                                    "-1",
                                    TopicConfig.CLEANUP_POLICY_CONFIG,
                                    TopicConfig.CLEANUP_POLICY_DELETE)));
            make(
                    admin,
                    new NewTopic(properties.positions(), 1, DEFAULT_REPLICATION)
                            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
            String policy = policy(admin, new ConfigResource(ConfigResource.Type.TOPIC, properties.positions()));
            if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
                throw new IllegalStateException("The topic " + properties.positions() + " has the cleanup.policy "
                        + policy + " and not compact: the position would be forgotten");
            }
            String ofEvents = policy(admin, new ConfigResource(ConfigResource.Type.TOPIC, properties.topic()));
            if (ofEvents.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                throw new IllegalStateException("The topic " + properties.topic() + " has the cleanup.policy "
                        + ofEvents + ": of each thing all events but the last would be forgotten");
            }
        }
    }

    /** Of a topic that was made a moment ago the broker that is asked may not have heard. */
    private static String policy(Admin admin, ConfigResource topic) throws InterruptedException {
        Deadline deadline = Deadline.in(PATIENCE);
        while (true) {
            try {
                return Objects.requireNonNull(
                                answer(admin.describeConfigs(Set.of(topic)).all())
                                        .get(topic))
                        .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                        .value();
            } catch (UnknownTopicOrPartitionException e) {
                if (deadline.hasPassed()) {
                    throw e;
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    private static void make(Admin admin, NewTopic topic) throws InterruptedException {
        try {
            answer(admin.createTopics(List.of(topic)).all());
        } catch (TopicExistsException | TopicAuthorizationException e) {
            // It has been made before, or others make it: Kafka says that one may make none before it says that there
            // is
            // one. Whether there is shows when its settings are asked for.
        }
    }

    private static <T> T answer(KafkaFuture<T> asked) throws InterruptedException {
        try {
            return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka does not answer", e);
        }
    }

    /**
     * How far events have been published.
     *
     * @param position of the last of them; 0 if none has been
     * @param event the id of that event; {@code null} if it was not noted
     */
    record Reached(long position, @Nullable String event) {}

    /** What notes in the transaction of some events how far they reach. */
    ProducerRecord<String, byte[]> note(Reached reached) {
        byte[] position = Long.toString(reached.position).getBytes(UTF_8);
        List<Header> headers =
                reached.event == null ? List.of() : List.of(new RecordHeader(EVENT, reached.event.getBytes(UTF_8)));
        return new ProducerRecord<>(properties.positions(), 0, properties.topic(), position, headers);
    }

    private static Reached reached(ConsumerRecord<String, String> noted) {
        Header event = noted.headers().lastHeader(EVENT);
        return new Reached(Long.parseLong(noted.value()), event == null ? null : new String(event.value(), UTF_8));
    }

    /**
     * How far events have been published, in transactions that are committed.
     *
     * @throws IllegalStateException if there are events and no position, or a position and no events
     */
    Reached reached() {
        Map<String, Object> settings = settings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        try (Consumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            Deadline deadline = Deadline.in(PATIENCE);
            ConsumerRecord<String, String> last = last(consumer, deadline);
            if (last == null && hasEvents(consumer, deadline)) {
                throw new IllegalStateException("The topic " + properties.topic() + " has events, and "
                        + properties.positions() + " says not how far they are");
            }
            if (last != null && neverHadEvents(consumer)) {
                throw new IllegalStateException("The topic " + properties.topic() + " is new, and "
                        + properties.positions() + " says that events up to " + last.value() + " are in it");
            }
            return last == null ? new Reached(0, null) : reached(last);
        }
    }

    /** The latest of the positions, however many there are: looked for from the end, further back each time. */
    private @Nullable ConsumerRecord<String, String> last(Consumer<String, String> consumer, Deadline deadline) {
        var partition = new TopicPartition(properties.positions(), 0);
        consumer.assign(List.of(partition));
        long begin = end(consumer.beginningOffsets(List.of(partition), PATIENCE), partition);
        long end = end(consumer.endOffsets(List.of(partition), PATIENCE), partition);
        ConsumerRecord<String, String> last = null;
        for (long back = LOOKED_AT; last == null; back *= LOOKED_AT) {
            long from = Math.max(begin, end - back);
            consumer.seek(partition, from);
            while (consumer.position(partition, PATIENCE) < end) {
                for (ConsumerRecord<String, String> found : poll(consumer, deadline)) {
                    last = found;
                }
            }
            if (from == begin) {
                return last;
            }
        }
        return last;
    }

    private boolean hasEvents(Consumer<String, String> consumer, Deadline deadline) {
        List<TopicPartition> partitions = partitions(consumer);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        while (partitions.stream().anyMatch(one -> consumer.position(one, PATIENCE) < end(ends, one))) {
            if (!poll(consumer, deadline).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** What had some and has forgotten them goes on counting where it was. */
    private boolean neverHadEvents(Consumer<String, String> consumer) {
        return consumer.endOffsets(partitions(consumer), PATIENCE).values().stream()
                .allMatch(end -> end == 0);
    }

    private List<TopicPartition> partitions(Consumer<String, String> consumer) {
        return consumer.partitionsFor(properties.topic(), PATIENCE).stream()
                .map(info -> new TopicPartition(properties.topic(), info.partition()))
                .toList();
    }

    private static long end(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition));
    }

    private static ConsumerRecords<String, String> poll(Consumer<String, String> consumer, Deadline deadline) {
        if (deadline.hasPassed()) {
            throw new KafkaException("Kafka does not tell in time how far events have been published");
        }
        return consumer.poll(POLL);
    }
}
