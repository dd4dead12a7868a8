package io.docket.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an earlier version has left behind, killed in the middle of its work, is taken over. The samples in {@code upgrade/}
 * were written by version 1.0 before the partners moved out of the process: its database, and what it answered to reads
 * just before its end.
 */
@Tag("long")
class UpgradeIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("upgrade");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The answers under an Idempotency-Key are kept for a while only. */
    private static final String A_MOMENT_AGO = "update idempotency_record set started_at = current_timestamp";

    private static final Set<String> DONE = Set.of("external-processing-succeded", "COMPLETED", "ACTIVATED");

    @Test
    void aDataFolderIsTakenOver() throws IOException {
        DocketSettings settings = DocketSettings.in(DOCKETS.newFolder());
        Files.createDirectories(settings.data());
        try (InputStream sample = sample("h2-docket.mv.db.gz")) {
            Files.copy(sample, settings.data().resolve("docket.mv.db"));
        }
        settings.h2().execute(List.of(A_MOMENT_AGO));

        DocketProcess docket = DOCKETS.start(settings);
        isTakenOver(docket, "h2-answers.json.gz");
        docket.stop();
        assertEncrypted(
                settings.h2().query("select utf8tostring(payload) || utf8tostring(meta_data) from domain_event"));
    }

    @Test
    void aPostgreSqlDatabaseIsTakenOver() throws IOException {
        Database database = PostgreSql.newDatabase();
        try (InputStream sample = sample("postgresql.sql.gz")) {
            database.execute(List.of(new String(sample.readAllBytes(), UTF_8)));
        }
        database.execute(List.of(A_MOMENT_AGO));

        isTakenOver(DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).on(database)), "postgresql-answers.json.gz");
        assertEncrypted(database.query(
                "select convert_from(payload, 'UTF8') || convert_from(meta_data, 'UTF8') from domain_event"));
    }

    /** What the older version stored in clear as well. */
    private static void assertEncrypted(List<String> events) {
        assertThat(events).hasSizeGreaterThan(50).noneMatch(event -> Dockets.PERSONAL.stream()
                .anyMatch(event::contains));
    }

    private static InputStream sample(String name) throws IOException {
        return new GZIPInputStream(
                requireNonNull(UpgradeIntegrationTest.class.getResourceAsStream("/upgrade/" + name), name));
    }

    private static void isTakenOver(DocketProcess docket, String answers) throws IOException {
        JsonNode before;
        try (InputStream sample = sample(answers)) {
            before = JsonMapper.shared().readTree(sample);
        }
        Client analyst = docket.client("analyst");
        Answer atOnce = analyst.get("/events?until=now");
        assertThat(atOnce.status()).isIn(200, 503);
        assertThat(atOnce.text()).doesNotContain(Dockets.PERSONAL);
        Map<String, Client> clients = new HashMap<>();
        for (JsonNode read : before.required("finished")) {
            Answer now = client(docket, clients, read).get(path(read)).expect(200);
            assertThat(now.json()).as(path(read)).isEqualTo(read.required("body"));
            if (!read.required("etag").isNull()) {
                assertThat(now.header("ETag")).isEqualTo(read.required("etag").asString());
            }
        }
        for (JsonNode sent : before.required("repeated")) {
            Answer again = client(docket, clients, sent)
                    .post(
                            path(sent),
                            sent.required("request").asString(),
                            "Idempotency-Key",
                            sent.required("key").asString())
                    .expect(sent.required("status").asInt());
            assertThat(again.isReplayed()).as(path(sent)).isTrue();
            assertThat(again.json()).isEqualTo(sent.required("body"));
        }
        for (JsonNode undecided : before.required("undecided")) {
            assertHistoryGoesOn(client(docket, clients, undecided), undecided);
        }
        for (JsonNode waiting : before.required("waiting")) {
            Client client = client(docket, clients, waiting);
            await(path(waiting))
                    .atMost(PATIENCE)
                    .until(() ->
                            DONE.contains(client.get(path(waiting)).expect(200).text("status")));
            assertHistoryGoesOn(client, waiting);
        }
        List<String> listed = docket.client("bank-agent").get("/customer-order/orders").expect(200).items().stream()
                .map(order -> order.required("id").asString())
                .toList();
        assertThat(listed)
                .containsExactlyElementsOf(before.required("orders")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
        await().atMost(PATIENCE).until(() -> docket.output().contains("The personal data of all events are encrypted"));
        assertThat(analyst.get("/events?until=now").expect(200).text())
                .contains("[masked]")
                .doesNotContain(Dockets.PERSONAL);
    }

    /** No version of before has changed or gone, and none stands there twice. */
    private static void assertHistoryGoesOn(Client client, JsonNode order) {
        List<JsonNode> before =
                order.required("history").required("Items").valueStream().toList();
        List<JsonNode> now = client.get(path(order) + "/history").expect(200).items();
        assertThat(now)
                .as(path(order))
                .startsWith(before.toArray(JsonNode[]::new))
                .doesNotHaveDuplicates();
    }

    private static Client client(DocketProcess docket, Map<String, Client> clients, JsonNode read) {
        return clients.computeIfAbsent(read.required("client").asString(), docket::client);
    }

    private static String path(JsonNode read) {
        return read.required("path").asString();
    }
}
