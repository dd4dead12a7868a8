package io.docket.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.Answer;
import io.docket.simulators.Simulators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Personal data of real processes: erased in spite of a {@code kill -9}, and readable with the right master keys alone. */
@Tag("long")
class PersonalDataIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("personal-data");

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NAME = "Zvezdana";

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anErasureThatIsKilledInTheMiddleIsCompletedAfterTheRestart() throws IOException {
        DocketSettings settings = DocketSettings.in(DOCKETS.newFolder());
        DocketProcess docket = DOCKETS.start(settings);
        String caseId = complain(docket, "C-1", NAME).text("id");
        String othersCase = complain(docket, "C-2", "Ljubisav").text("id");
        docket.client("bank-agent").delete(Client.ROOT + "/cases/" + caseId);
        assertThat(files(settings.data())).contains(NAME);

        String erasure = erase(docket, "C-1", false);
        docket.kill9();
        docket.awaitEnd();
        DocketProcess restarted = DOCKETS.start(settings);

        awaitCompleted(restarted, erasure);
        assertThat(restarted.client("bank-agent").getCase(caseId).expect(200).text("customer-name"))
                .isEqualTo("[erased]");
        assertThat(restarted
                        .client("bank-agent")
                        .getCase(othersCase)
                        .expect(200)
                        .text("customer-name"))
                .isEqualTo("Ljubisav");
        assertThat(restarted.stop()).isIn(0, 143);
        assertThat(files(settings.data())).doesNotContain(NAME, NAME.toLowerCase(Locale.ROOT));
        assertThat(files(settings.data())).contains("Ljubisav");
        assertThat(docket.output() + restarted.output()).doesNotContain(NAME);
    }

    /** Killed before it could be compacted, the file is compacted by the next start. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theFileIsCompactedByTheNextStartIfNotByTheStop() throws IOException {
        DocketSettings settings = DocketSettings.in(DOCKETS.newFolder());
        DocketProcess docket = DOCKETS.start(settings);
        for (int i = 0; i < 200; i++) {
            complain(docket, "C-" + i % 10, NAME + i % 10);
        }
        String erasure = erase(docket, "C-1", true);
        awaitCompleted(docket, erasure);
        String before = cases(docket);
        docket.kill9();
        docket.awaitEnd();
        assertThat(files(settings.data())).contains(NAME + 1);

        DocketProcess restarted = DOCKETS.start(settings);

        assertThat(restarted.output()).contains("is compacted, since somebody was erased");
        assertThat(files(settings.data())).doesNotContain(NAME + 1).contains(NAME + 2);
        assertThat(cases(restarted)).isEqualTo(before);
    }

    private static String cases(DocketProcess docket) {
        return docket.client("bank-agent")
                .get(Client.ROOT + "/cases")
                .expect(200)
                .text("total-count");
    }

    /** The other process has the keys in memory. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anErasureReachesTheOtherProcessAtOnce() {
        Database database = PostgreSql.newDatabase();
        Simulators partners = DOCKETS.startPartners();
        DocketProcess one = DOCKETS.start(
                DocketSettings.in(DOCKETS.newFolder()).on(database).with(partners));
        DocketProcess other = DOCKETS.start(
                DocketSettings.in(DOCKETS.newFolder()).on(database).with(partners));
        String caseId = complain(one, "C-1", NAME).text("id");
        assertThat(other.client("bank-agent").getCase(caseId).expect(200).text("customer-name"))
                .isEqualTo(NAME);
        complain(other, "C-1", NAME);

        String erasure = erase(one, "C-1", true);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        other.client("bank-agent").getCase(caseId).expect(200).text("customer-name"))
                .isEqualTo("[erased]"));
        String again = complain(other, "C-1", "Vesna").text("id");
        assertThat(one.client("bank-agent").getCase(again).expect(200).text("customer-name"))
                .isEqualTo("Vesna");
        awaitCompleted(other, erasure);
        for (String table :
                database.query("select table_name from information_schema.tables where table_schema = 'public'")) {
            assertThat(database.query("select cast(" + table + " as text) from " + table))
                    .as(table)
                    .noneMatch(row -> row.contains(NAME)
                            || row.contains(NAME.toLowerCase(Locale.ROOT))
                            || row.contains(HexFormat.of().formatHex(NAME.getBytes(UTF_8))));
        }
    }

    private static String erase(DocketProcess docket, String customer, boolean force) {
        return docket.client("privacy-officer")
                .post(
                        "/privacy/erasures",
                        Map.of("subject", Map.of("customer-number", customer), "reason", "Request 1", "force", force))
                .expect(202)
                .header("Location");
    }

    private static void awaitCompleted(DocketProcess docket, String erasure) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> docket.client("privacy-officer")
                .get(erasure)
                .expect(200)
                .text("status")
                .equals("completed"));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void withAnotherMasterKeyDocketDoesNotStartAndSaysWhy() throws IOException {
        DocketSettings settings = DocketSettings.in(DOCKETS.newFolder());
        DocketProcess docket = DOCKETS.start(settings);
        complain(docket, "C-1", NAME);
        docket.stop();
        Path file = masterKeys(settings);
        String right = Files.readString(file);
        String name = right.substring(0, right.indexOf(' '));

        Files.writeString(file, line(name, (byte) 7));
        assertRefused(settings, "The master key " + name + " in " + file + " is not the one");
        Files.writeString(file, line("another", (byte) 7));
        assertRefused(settings, "wrapped with the master key " + name + ", which is not in " + file);
        Files.delete(file);
        assertRefused(settings, "wrapped with the master key " + name + ", which is not in " + file);
        assertThat(file).doesNotExist();
    }

    private static void assertRefused(DocketSettings settings, String reason) {
        DocketProcess refused = DOCKETS.launch(settings);
        assertThat(refused.awaitEnd()).isEqualTo(1);
        assertThat(refused.output()).contains("Docket does not start.", reason).doesNotContain("\tat ");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theMasterKeyIsRotatedUnderLoadWithoutAFailedRequest() throws IOException, InterruptedException {
        DocketSettings settings = DocketSettings.in(DOCKETS.newFolder());
        DocketProcess docket = DOCKETS.start(settings);
        Path file = masterKeys(settings);
        String old = Files.readString(file);
        List<String> cases = new CopyOnWriteArrayList<>();
        List<Answer> failed = new CopyOnWriteArrayList<>();
        var goOn = new AtomicBoolean(true);
        var load = new Thread(() -> {
            for (int i = 0; goOn.get(); i++) {
                Answer answer = complain(docket, "L-" + i, NAME + i);
                if (answer.status() == 201) {
                    cases.add(answer.text("id"));
                } else {
                    failed.add(answer);
                }
            }
        });
        load.start();
        awaitCases(cases, 20);

        String added = line("new", (byte) 9);
        replace(file, old + added);
        awaitCases(cases, cases.size() + 20);
        replace(file, added + old);
        await().atMost(PATIENCE).until(() -> docket.output().contains("keys are wrapped anew, with new"));
        awaitCases(cases, cases.size() + 20);
        goOn.set(false);
        load.join();

        assertThat(failed).isEmpty();
        docket.stop();
        if (wrappedWith(settings).size() > 1) {
            // Somebody was met while the file changed. Each start wraps anew what is left.
            DocketProcess again = DOCKETS.start(settings);
            await().atMost(PATIENCE).until(() -> again.output().contains("keys are wrapped anew, with new"));
            again.stop();
        }
        assertThat(wrappedWith(settings)).containsExactly("new");
        replace(file, added);
        DocketProcess restarted = DOCKETS.start(settings);
        assertThat(restarted
                        .client("bank-agent")
                        .getCase(cases.get(0))
                        .expect(200)
                        .text("customer-name"))
                .isEqualTo(NAME + "0");
        assertThat(docket.output())
                .doesNotContain(old.substring(old.indexOf(' ') + 1).strip());
    }

    private static List<String> wrappedWith(DocketSettings settings) {
        return settings.h2().query("select distinct master_key from person where master_key is not null");
    }

    private static void awaitCases(List<String> cases, int count) {
        await().atMost(PATIENCE).until(() -> cases.size() >= count);
    }

    private static Answer complain(DocketProcess docket, String customer, String name) {
        return docket.client("bank-agent")
                .post(
                        Client.ROOT + "/complaints",
                        Map.of("customer-id", customer, "customer-name", name, "details", name + " complains"));
    }

    private static Path masterKeys(DocketSettings settings) {
        return settings.data().toAbsolutePath().resolve("docket.master-keys");
    }

    private static String line(String name, byte content) {
        var key = new byte[32];
        Arrays.fill(key, content);
        return name + " " + Base64.getEncoder().encodeToString(key) + "\n";
    }

    private static void replace(Path file, String content) throws IOException {
        Path draft = Files.writeString(file.resolveSibling("draft"), content);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** All that lies in a folder, as one text. */
    private static String files(Path folder) throws IOException {
        var content = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.append(new String(Files.readAllBytes(file), ISO_8859_1));
            }
        }
        return content.toString();
    }
}
