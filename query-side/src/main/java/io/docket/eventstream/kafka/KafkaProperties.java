package io.docket.eventstream.kafka;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All events, published to Kafka.
 *
 * @param bootstrapServers the addresses of some brokers, separated by commas; without them nothing is published
 * @param topic that gets the events; beside it there is one for the position, whose name ends in {@code .position}
 * @param partitions of the topic, if it is made; at least 1
 * @param client more settings of Kafka's clients, such as {@code security.protocol}
 */
@ConfigurationProperties("docket.kafka")
record KafkaProperties(
        String bootstrapServers,
        @DefaultValue("docket.events") String topic,
        @DefaultValue("12") int partitions,
        @DefaultValue Map<String, String> client) {

    KafkaProperties {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("docket.kafka.bootstrap-servers must not be empty");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("docket.kafka.partitions must be positive");
        }
        client = Map.copyOf(client);
    }

    String positions() {
        return topic + ".position";
    }
}
