package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.kafka.KafkaBroker;
import io.docket.platform.testing.kafka.KafkaReader;
import io.docket.simulators.Simulators;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events in Kafka, while the processes that publish them, and the broker, are killed. */
@Tag("long")
class KafkaIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("kafka");

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ROUNDS = 4;
    private static final int EVENTS = 200;

    @Test
    void whoReadsWhatIsCommittedHasEveryEventOnceAndInTheOrderOfItsThing() throws Exception {
        Database database = PostgreSql.newDatabase();
        Simulators simulators = DOCKETS.startPartners();
        try (KafkaBroker broker = KafkaBroker.start(DOCKETS.newFolder())) {
            DocketSettings settings = settings(database, simulators, broker);
            DocketProcess one = DOCKETS.start(settings);
            DocketSettings otherSettings = settings(database, simulators, broker);
            Files.createDirectories(otherSettings.data());
            Files.copy(settings.signingKey(), otherSettings.signingKey());
            DocketProcess other = DOCKETS.start(otherSettings);
            for (int round = 0; round < ROUNDS; round++) {
                boolean isOneKilled = round % 2 == 0;
                Client client = (isOneKilled ? other : one).client("bank-channel");
                complain(client, round);
                if (isOneKilled) {
                    one.kill9();
                } else if (round == 1) {
                    other.kill9();
                } else {
                    broker.killAndRestart();
                }
                complain(client, round);
                if (isOneKilled) {
                    one.awaitEnd();
                    one = DOCKETS.start(settings);
                } else if (round == 1) {
                    other.awaitEnd();
                    other = DOCKETS.start(otherSettings);
                }
            }
            List<Long> positions = database.query("select global_index from domain_event order by 1").stream()
                    .map(Long::valueOf)
                    .toList();
            var reader = new KafkaReader(broker.address(), "docket.events");
            await("all events").atMost(PATIENCE).untilAsserted(() -> assertThat(reader.committed())
                    .hasSizeGreaterThanOrEqualTo(positions.size()));
            KafkaReader.assertOnceAndInOrder(reader.committed(), positions);
        }
    }

    private static void complain(Client client, int round) {
        for (int i = 0; i < EVENTS; i++) {
            client.complain("KAFKA", round + "-" + i).expect(201);
        }
    }

    private static DocketSettings settings(Database database, Simulators simulators, KafkaBroker broker)
            throws IOException {
        return DocketSettings.in(DOCKETS.newFolder())
                .on(database)
                .with(simulators)
                .with("DOCKET_AUTHORIZATIONSERVER_ISSUER", "http://docket.example")
                .with("DOCKET_KAFKA_BOOTSTRAPSERVERS", broker.address());
    }
}
