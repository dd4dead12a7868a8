package io.docket.platform.testing.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a topic from its beginning to its end. */
public final class KafkaReader {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String address;
    private final String topic;

    public KafkaReader(String address, String topic) {
        this.address = address;
        this.topic = topic;
    }

    /** What is committed. */
    public List<ConsumerRecord<String, String>> committed() {
        return read("read_committed");
    }

    /** What is there, committed or not. */
    public List<ConsumerRecord<String, String>> all() {
        return read("read_uncommitted");
    }

    private List<ConsumerRecord<String, String>> read(String isolation) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", address, "isolation.level", isolation, "enable.auto.commit", false);
        List<ConsumerRecord<String, String>> read = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
                assertThat(System.nanoTime())
                        .as("a moment before it took too long")
                        .isLessThan(until);
            }
        }
        return read;
    }

    /** The position of an event. */
    public static long position(ConsumerRecord<String, String> published) {
        return Long.parseLong(event(published).required("position").asString());
    }

    private static JsonNode event(ConsumerRecord<String, String> published) {
        return JsonMapper.shared().readTree(published.value());
    }

    /** Each position once, the events of each thing under its id and in their order, as CloudEvents of their time. */
    public static void assertOnceAndInOrder(List<ConsumerRecord<String, String>> published, List<Long> positions) {
        assertThat(published).extracting(KafkaReader::position).containsExactlyInAnyOrderElementsOf(positions);
        Map<String, Long> last = new HashMap<>();
        for (ConsumerRecord<String, String> one : published) {
            JsonNode event = event(one);
            assertThat(one.key()).isEqualTo(event.required("subject").asString());
            assertThat(position(one)).isGreaterThan(last.getOrDefault(one.key(), 0L));
            assertThat(new String(one.headers().lastHeader("content-type").value(), UTF_8))
                    .startsWith("application/cloudevents+json");
            assertThat(one.timestamp())
                    .isEqualTo(Instant.parse(event.required("time").asString()).toEpochMilli());
            last.put(one.key(), position(one));
        }
    }
}
