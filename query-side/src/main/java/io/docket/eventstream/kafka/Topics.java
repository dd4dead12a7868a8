package io.docket.eventstream.kafka;

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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** The topic of the events, and the one that says how far they are: compacted, so that the latest position is never forgotten. */
final class Topics {

    /** Within this time the lease does not end. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long LOOKED_AT = 100;
    private static final short DEFAULT_REPLICATION = -1;

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
     * @throws IllegalStateException if the positions would be forgotten
     */
    void prepare() throws InterruptedException {
        try (Admin admin = Admin.create(settings())) {
            make(
                    admin,
                    new NewTopic(properties.topic(), properties.partitions(), DEFAULT_REPLICATION)
                            .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1")));
            make(
                    admin,
                    new NewTopic(properties.positions(), 1, DEFAULT_REPLICATION)
                            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
            String policy = policy(admin, new ConfigResource(ConfigResource.Type.TOPIC, properties.positions()));
            if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
                throw new IllegalStateException("The topic " + properties.positions() + " has the cleanup.policy "
                        + policy + " and not compact: the position would be forgotten");
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
        } catch (TopicExistsException e) {
            // It has been made before.
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
     * How far events have been published, in transactions that are committed.
     *
     * @return 0 if none has
     * @throws IllegalStateException if there are events and no position
     */
    long position() {
        Map<String, Object> settings = settings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        try (Consumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            Deadline deadline = Deadline.in(PATIENCE);
            String last = last(consumer, deadline);
            if (last == null && hasEvents(consumer, deadline)) {
                throw new IllegalStateException("The topic " + properties.topic() + " has events, and "
                        + properties.positions() + " says not how far they are");
            }
            return last == null ? 0 : Long.parseLong(last);
        }
    }

    /** The latest of the positions, however many there are: looked for from the end, further back each time. */
    private @Nullable String last(Consumer<String, String> consumer, Deadline deadline) {
        var partition = new TopicPartition(properties.positions(), 0);
        consumer.assign(List.of(partition));
        long begin = end(consumer.beginningOffsets(List.of(partition), PATIENCE), partition);
        long end = end(consumer.endOffsets(List.of(partition), PATIENCE), partition);
        String last = null;
        for (long back = LOOKED_AT; last == null; back *= LOOKED_AT) {
            long from = Math.max(begin, end - back);
            consumer.seek(partition, from);
            while (consumer.position(partition, PATIENCE) < end) {
                for (ConsumerRecord<String, String> found : poll(consumer, deadline)) {
                    last = found.value();
                }
            }
            if (from == begin) {
                return last;
            }
        }
        return last;
    }

    private boolean hasEvents(Consumer<String, String> consumer, Deadline deadline) {
        List<TopicPartition> partitions = consumer.partitionsFor(properties.topic(), PATIENCE).stream()
                .map(info -> new TopicPartition(properties.topic(), info.partition()))
                .toList();
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
