package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.WebhookReceiver;
import io.docket.platform.testing.http.WebhookReceiver.Received;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Everybody who has all events from one address: two who read streams, a receiver of webhooks, and a table of the how-to's script. */
final class Analysts implements AutoCloseable {

    /** Allows the receiver, which is on this machine. */
    static final String ALLOWED_NETWORKS = "DOCKET_EVENTS_WEBHOOKS_ALLOWEDNETWORKS";

    static final String THIS_MACHINE = "127.0.0.0/8";

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final URI docket;
    private final URI issuer;
    private final Database warehouse = PostgreSql.newDatabase();
    private final WebhookReceiver receiver = WebhookReceiver.start();
    private final List<StreamReader> readers;

    private EventsToPostgres script;

    /**
     * Begins, at the first event.
     *
     * @param folder where the script prints
     * @param docket where events are read
     * @param issuer where tokens are to be had
     */
    Analysts(Path folder, URI docket, URI issuer) {
        this.folder = folder;
        this.docket = docket;
        this.issuer = issuer;
        Supplier<Client> analyst = () -> Client.of(issuer, "analyst").at(docket);
        analyst.get()
                .post(
                        "/events/subscriptions",
                        Map.of("url", receiver.url().toString(), "secret", WebhookReceiver.SECRET, "from", "earliest"))
                .expect(201);
        readers = IntStream.range(0, 2)
                .mapToObj(seed -> new StreamReader(List.of(analyst), seed, Integer.MAX_VALUE))
                .toList();
        script = startScript();
    }

    private EventsToPostgres startScript() {
        return EventsToPostgres.start(folder, docket, warehouse, Map.of("TOKEN_URL", issuer + "/oauth2/token"));
    }

    /** Those who read streams: one has Server-Sent Events, the other one lines of JSON; neither hangs up by itself. */
    List<StreamReader> readers() {
        return readers;
    }

    /** Kills the script, and starts it again. */
    void killScript() {
        assertThat(script.isAlive()).as(script.output()).isTrue();
        script.close();
        script = startScript();
    }

    /** Waits until everybody has what the log has. Fails if anybody lacks an event, or has one twice who is to have it once. */
    void requireAllOf(Database database) {
        List<List<String>> log =
                database.rows("select global_index, event_identifier from domain_event order by global_index");
        long head = log.size();
        for (StreamReader reader : readers) {
            await("all events in a stream").atMost(PATIENCE).until(() -> reader.last() >= head);
            reader.requireAllOf(database);
        }
        String inTable = "select position, id from docket_event where position <= " + head + " order by position";
        await("all events in the table")
                .atMost(PATIENCE)
                .until(() -> warehouse.query(inTable).size() == head);
        assertThat(warehouse.rows(inTable)).isEqualTo(log);
        Set<Long> all = new HashSet<>(LongStream.rangeClosed(1, head).boxed().toList());
        await("all events pushed").atMost(PATIENCE).until(() -> positions(receiver.received())
                .containsAll(all));
        requireOrder(receiver.received());
    }

    private static Set<Long> positions(List<Received> received) {
        Set<Long> positions = new HashSet<>();
        received.forEach(one -> positions.add(one.position()));
        return positions;
    }

    /** Of each thing, whatever comes again. */
    private static void requireOrder(List<Received> received) {
        Map<String, Long> last = new HashMap<>();
        Set<Long> had = new HashSet<>();
        for (Received one : received) {
            assertThat(one.genuine()).isTrue();
            if (had.add(one.position())) {
                assertThat(one.position()).isGreaterThan(last.getOrDefault(one.subject(), 0L));
                last.put(one.subject(), one.position());
            }
        }
    }

    @Override
    public void close() {
        readers.forEach(StreamReader::close);
        script.close();
        receiver.close();
    }
}
