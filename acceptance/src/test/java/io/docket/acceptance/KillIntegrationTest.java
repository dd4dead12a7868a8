package io.docket.acceptance;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.RunningAxonServer;
import io.docket.platform.testing.http.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code kill -9} while clients write, or a file that cannot grow: what was acknowledged is there, and nothing is there
 * twice.
 */
class KillIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("kill");

    /** A request that a crash left unfinished holds its key for 20 seconds. */
    private static final Duration UNTIL_ANSWERED = Duration.ofSeconds(100);

    /** How much the database can still write, in bytes. */
    private static final long ROOM = 1024 * 1024;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void nothingAcknowledgedIsLostOrDoneTwiceOnH2() {
        DocketSettings settings = DocketSettings.in(DOCKETS.newFolder());
        killTwiceAndCheck(settings, settings.h2());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void nothingAcknowledgedIsLostOrDoneTwiceOnPostgreSql() {
        Database database = PostgreSql.newDatabase();
        killTwiceAndCheck(DocketSettings.in(DOCKETS.newFolder()).on(database), database);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void nothingAcknowledgedIsLostOrDoneTwiceWithAxonServer() {
        Database database = PostgreSql.newDatabase();
        killTwiceAndCheck(
                DocketSettings.in(DOCKETS.newFolder()).on(database).recordedIn(RunningAxonServer.newLog()), database);
    }

    private static void killTwiceAndCheck(DocketSettings settings, Database database) {
        var load = new WriteLoad();
        load.runUntilKilled("first", DOCKETS.start(settings), 150);
        // As soon as it listens: the projections have not caught up when it dies again.
        load.runUntilKilled("second", DOCKETS.launch(settings).awaitListening(), 211);
        check(load, settings, database);
    }

    @Test
    @Tag("long")
    @Execution(ExecutionMode.CONCURRENT)
    void nothingAcknowledgedIsLostOrDoneTwiceWhenThereIsNoRoomForMore() throws IOException {
        DocketSettings settings = DocketSettings.in(DOCKETS.newFolder());
        DocketProcess docket = DOCKETS.start(settings);
        long room = Files.size(settings.data().resolve("docket.mv.db")) + ROOM;
        docket.limitFiles(room);
        var load = new WriteLoad();

        load.runUntilItEnds("full", docket);

        assertThat(docket.awaitEnd(Duration.ofSeconds(30))).isEqualTo(74);
        assertThat(docket.output().lines().filter(line -> line.contains(" ERROR ")))
                .singleElement()
                .asString()
                .endsWith("The embedded database cannot use its file: File too large. Docket ends with exit code 74;"
                        + " what it has acknowledged is kept. Give the data folder room, and start it again.");
        assertThat(docket.output().lines()).noneMatch(line -> line.startsWith("\tat "));
        assertThat(load.acknowledged()).isNotEmpty();
        check(load, settings, settings.h2());
    }

    private static void check(WriteLoad load, DocketSettings settings, Database database) {
        assertThat(load.unanswered()).isNotEmpty();

        DocketProcess docket = DOCKETS.start(settings.patient());
        Client client = docket.client("bank-channel");
        Map<Write, Answer> done = new HashMap<>(load.acknowledged());
        Set<Write> unknown = new HashSet<>();
        for (Write write : load.unanswered()) {
            if (write.hasKey()) {
                done.put(write, repeatUntilAnswered(client, write));
            } else {
                unknown.add(write);
            }
        }
        checkRepetitions(client, done);
        Map<String, JsonNode> cases = checkCases(client, done, unknown);
        List<Long> positions = checkHistories(client, done, cases);

        assertThat(docket.stop()).isIn(0, 143);
        assertThat(database.query("select global_index from domain_event order by global_index"))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, Collections.max(positions))
                        .mapToObj(String::valueOf)
                        .toList());
    }

    private static Answer repeatUntilAnswered(Client client, Write write) {
        return await("an answer to " + write)
                .atMost(UNTIL_ANSWERED)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> write.send(client), answer -> !answer.isStillRunning());
    }

    /** Whatever came with a key is answered as it was the first time. */
    private static void checkRepetitions(Client client, Map<Write, Answer> done) {
        done.forEach((write, first) -> {
            assertThat(first.status()).as("%s: %s", write, first).isEqualTo(write.attachedTo() == null ? 201 : 200);
            if (write.hasKey()) {
                Answer again = write.send(client).expect(first.status());
                assertThat(again.isReplayed()).isTrue();
                assertThat(again.text()).isEqualTo(first.text());
            }
        });
    }

    /** The read model has each effect once. */
    private static Map<String, JsonNode> checkCases(Client client, Map<Write, Answer> done, Set<Write> unknown) {
        Map<String, JsonNode> cases = new HashMap<>();
        for (JsonNode found : list(client, lastPosition(done))) {
            assertThat(cases.put(found.required("case-id").asString(), found)).isNull();
        }
        Map<String, List<String>> casesByMarker = cases.entrySet().stream()
                .collect(groupingBy(
                        found -> found.getValue().required("details").asString(),
                        mapping(Map.Entry::getKey, toList())));
        Set<String> possible = markers(unknown);
        done.forEach((write, answer) -> {
            possible.add(write.marker());
            if (write.attachedTo() == null) {
                assertThat(casesByMarker.get(write.marker())).containsExactly(answer.text("id"));
            } else {
                assertThat(fileIds(requireNonNull(cases.get(write.attachedTo()))))
                        .containsOnlyOnce(write.marker());
            }
        });
        assertThat(possible).containsAll(casesByMarker.keySet());
        assertThat(casesByMarker.values()).allSatisfy(ids -> assertThat(ids).hasSize(1));
        assertThat(cases.values())
                .allSatisfy(found ->
                        assertThat(fileIds(found)).doesNotHaveDuplicates().isSubsetOf(possible));
        return cases;
    }

    private static Set<String> markers(Set<Write> writes) {
        return writes.stream().map(Write::marker).collect(toSet());
    }

    private static List<String> fileIds(JsonNode found) {
        List<String> ids = new ArrayList<>();
        found.required("attachments")
                .forEach(attachment -> ids.add(attachment.required("file-id").asString()));
        return ids;
    }

    private static long lastPosition(Map<Write, Answer> done) {
        return done.values().stream()
                .mapToLong(answer -> Long.parseLong(answer.header("Consistency-Token")))
                .max()
                .orElseThrow();
    }

    private static List<JsonNode> list(Client client, long position) {
        List<JsonNode> found = new ArrayList<>();
        for (int page = 1; ; page++) {
            Answer answer = client.get(
                            Client.ROOT + "/cases?page-size=200&sort-by=case-id&customer-id=" + Write.CUSTOMER
                                    + "&page-number=" + page,
                            "Consistency-Token",
                            String.valueOf(position))
                    .expect(200);
            found.addAll(answer.items());
            if (page >= answer.json().required("total-pages").asInt()) {
                return found;
            }
        }
    }

    /** The events are those of the effects, each once, at positions without a gap. */
    private static List<Long> checkHistories(Client client, Map<Write, Answer> done, Map<String, JsonNode> cases) {
        List<Long> positions = new ArrayList<>();
        cases.forEach((caseId, found) -> {
            assertThat(client.getCase(caseId).expect(200).json())
                    .isEqualTo(((ObjectNode) found).deepCopy().without(List.of("link")));
            List<JsonNode> history = history(client, caseId);
            assertThat(history)
                    .extracting(version -> version.required("change").asString())
                    .startsWith("complaint-registered")
                    .filteredOn(change -> change.equals("attachment-added"))
                    .hasSize(found.required("attachments").size())
                    .hasSize(history.size() - 1);
            positions.addAll(positions(history));
        });
        done.values()
                .forEach(answer -> assertThat(positions).contains(Long.parseLong(answer.header("Consistency-Token"))));
        long first = Collections.min(positions);
        assertThat(positions)
                .as("what follows the demo data")
                .containsExactlyInAnyOrderElementsOf(LongStream.range(first, first + positions.size())
                        .boxed()
                        .toList());
        return positions;
    }

    private static List<JsonNode> history(Client client, String caseId) {
        return client.get(Client.ROOT + "/cases/" + caseId + "/history?page-size=200")
                .expect(200)
                .items();
    }

    private static List<Long> positions(List<JsonNode> history) {
        return history.stream()
                .map(version -> Long.valueOf(version.required("version-num").asString()))
                .toList();
    }
}
