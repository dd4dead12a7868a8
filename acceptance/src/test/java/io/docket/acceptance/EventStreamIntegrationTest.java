package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.simulators.Simulators;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A million events, appended at full speed, while processes are killed under those who follow them. */
@Tag("long")
class EventStreamIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("stream");

    private static final int EVENTS = Integer.getInteger("docket.stream.events", 1_000_000);
    private static final int KILLS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** As the appender of another process: under the lock, dense, and told to all with the commit. */
    private static final String APPEND = """
            insert into domain_event (global_index, event_identifier, aggregate_identifier, sequence_number, type,
                time_stamp, payload_type, payload_revision, payload, meta_data)
            select head.last + n, gen_random_uuid()::text, 'BULK-' || (head.last + n), 0, card.type, now(),
                card.payload_type, card.payload_revision,
                convert_to(replace(convert_from(card.payload, 'UTF8'), card.aggregate_identifier,
                    'BULK-' || (head.last + n)), 'UTF8'), card.meta_data
            from (select max(global_index) as last from domain_event) as head,
                (select * from domain_event where payload_type = 'docket.card.card-registered'
                    order by global_index fetch first 1 rows only) as card,
                generate_series(1, ?) as n""";

    private final Database database = PostgreSql.newDatabase();
    private final Simulators simulators = DOCKETS.startPartners();

    @Test
    void nobodyMissesAnEventOrHasOneTwice() throws Exception {
        DocketSettings settings = settings();
        DocketProcess one = DOCKETS.start(settings);
        DocketSettings otherSettings = settings();
        Files.createDirectories(otherSettings.data());
        Files.copy(settings.signingKey(), otherSettings.signingKey());
        DocketProcess[] other = {DOCKETS.start(otherSettings)};
        one.client("bank-channel")
                .post(
                        "/customer-order/card-replacements",
                        Map.of("card-id", "CARD-0002", "replacement-reason", "damaged-card"))
                .expect(202);
        var analysts = new AtomicReference<>(both(one, other[0]));
        List<StreamReader> readers = new ArrayList<>();
        IntStream.range(0, 10).forEach(seed -> readers.add(new StreamReader(analysts::get, seed, EVENTS / 10)));

        for (int i = 0; i < KILLS; i++) {
            append(EVENTS / KILLS, i);
            Client client = one.client("bank-channel");
            for (int n = 0; n < 50; n++) {
                client.complain("STREAMS", "between " + i + "-" + n).expect(201);
            }
            other[0].kill9();
            other[0].awaitEnd();
            other[0] = DOCKETS.start(otherSettings);
            analysts.set(both(one, other[0]));
        }

        long head = Long.parseLong(
                database.query("select max(global_index) from domain_event").get(0));
        assertThat(head).isGreaterThan(EVENTS);
        for (StreamReader reader : readers) {
            await("all events").atMost(PATIENCE).until(() -> {
                analysts.set(both(one, other[0]));
                return reader.last() >= head;
            });
            reader.requireAllOf(database);
        }
        readers.forEach(StreamReader::close);
    }

    private DocketSettings settings() throws IOException {
        return DocketSettings.in(DOCKETS.newFolder())
                .on(database)
                .with(simulators)
                .with("DOCKET_AUTHORIZATIONSERVER_ISSUER", "http://docket.example");
    }

    private static List<Client> both(DocketProcess one, DocketProcess other) {
        return List.of(one.client("analyst"), other.client("analyst"));
    }

    /** Of four transactions one is rolled back. */
    private void append(int events, int seed) throws SQLException {
        var chance = new Random(seed);
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                PreparedStatement append = connection.prepareStatement(APPEND)) {
            connection.setAutoCommit(false);
            int left = events;
            while (left > 0) {
                int count = Math.min(left, 1 + chance.nextInt(2000));
                statement.execute("select id from event_log_lock where id = 1 for update");
                append.setInt(1, count);
                append.execute();
                statement.execute("select pg_notify('docket_log', 'test')");
                if (chance.nextInt(4) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                    left -= count;
                }
            }
        }
    }
}
