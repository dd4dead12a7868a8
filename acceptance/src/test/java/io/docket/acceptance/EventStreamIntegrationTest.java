package io.docket.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.simulators.Simulators;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Events, appended at full speed, while processes are killed under those who follow them. With
 * {@code -Ddocket.stream.events=1000000}, a million.
 */
@Tag("long")
class EventStreamIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("stream");

    private static final int EVENTS = Integer.getInteger("docket.stream.events", 50_000);
    private static final int READERS = 10;
    private static final int KILLS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Database database = PostgreSql.newDatabase();
    private final Simulators simulators = DOCKETS.startPartners();

    @Test
    void nobodyMissesAnEventOrHasOneTwice() throws IOException {
        DocketSettings settings = settings();
        DocketProcess one = DOCKETS.start(settings);
        DocketSettings otherSettings = settings();
        Files.createDirectories(otherSettings.data());
        Files.copy(settings.signingKey(), otherSettings.signingKey());
        var other = new AtomicReference<>(DOCKETS.start(otherSettings));
        BulkEvents events = BulkEvents.like(one, database);
        List<Supplier<Client>> analysts = List.of(
                () -> one.client("analyst"), () -> requireNonNull(other.get()).client("analyst"));
        List<StreamReader> readers = IntStream.range(0, READERS)
                .mapToObj(seed -> new StreamReader(analysts, seed, EVENTS / 10))
                .toList();

        CompletableFuture<Void> appending = CompletableFuture.runAsync(() -> events.append(EVENTS, 1));
        for (long kill = 1; kill <= KILLS; kill++) {
            DocketProcess killed = requireNonNull(other.get());
            writeUntil(kill * EVENTS / (KILLS + 1), events, List.of(one, killed));
            killed.kill9();
            killed.awaitEnd();
            // Its read models are far behind; streams do not wait for them.
            other.set(DOCKETS.launch(otherSettings).awaitListening());
        }
        appending.join();

        long head = events.head();
        assertThat(head).isGreaterThan(EVENTS);
        for (StreamReader reader : readers) {
            await("all events").atMost(PATIENCE).until(() -> reader.last() >= head);
            reader.requireAllOf(database);
            assertThat(reader.connections()).isGreaterThan(KILLS);
        }
    }

    /** The processes append as well, each after the other, and while others do. */
    private static void writeUntil(long position, BulkEvents events, List<DocketProcess> processes) {
        Client bank = processes.get(0).client("bank-channel");
        List<Client> clients = processes.stream().map(bank::at).toList();
        await("position " + position).atMost(PATIENCE).until(() -> {
            for (Client client : clients) {
                assertThat(client.complain("STREAMS", "while others write").status())
                        .isIn(201, 503);
            }
            return events.head() >= position;
        });
    }

    private DocketSettings settings() throws IOException {
        return DocketSettings.in(DOCKETS.newFolder())
                .on(database)
                .with(simulators)
                .with("DOCKET_AUTHORIZATIONSERVER_ISSUER", "http://docket.example");
    }
}
