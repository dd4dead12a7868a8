package io.docket.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.RunningDocket;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient;
import io.docket.tlog.EntryBundle;
import io.docket.tlog.Hash;
import io.docket.tlog.LogEntry;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.note.TlogProof;
import io.docket.tlog.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What auditors ask for, and what they make of it, on either database. */
abstract class TransparencyLogs extends RunningDocket {

    final ApiClient auditor() {
        return as("auditor");
    }

    final String registerComplaint() {
        return as("bank-channel")
                .post(
                        "/v1/case/complaints",
                        "{\"customer-id\": \"" + newCustomer() + "\", \"case-id\": \"" + newCaseId()
                                + "\", \"comm-reason\": \"Card\", \"comm-type\": \"Email\", \"details\": \"Lost\"}")
                .expect(201)
                .text("id");
    }

    final VerifierKey key() {
        return VerifierKey.parse(
                anonymous().get("/audit/log/key").expect(200).text().strip());
    }

    private SignedNote checkpoint() {
        return SignedNote.parse(
                anonymous().get("/audit/log/checkpoint").expect(200).body());
    }

    /** A checkpoint with all events in it. */
    final Checkpoint signed(String caseId) {
        TlogProof proof = TlogProof.parse(proof("cases", caseId, 0).expect(200).text());
        return Checkpoint.parse(proof.checkpoint().text());
    }

    final Answer proof(String kind, String id, int sequence) {
        return auditor().get("/audit/" + kind + "/" + id + "/events/" + sequence + "/proof");
    }

    @Test
    void anEventIsProvedAsSoonAsItIsThere() {
        String id = registerComplaint();

        Answer answer = proof("cases", id, 0).expect(200);
        TlogProof proof = TlogProof.parse(answer.text());
        var entry = new LogEntry(proof.extra().orElseThrow());

        assertThat(answer.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(answer.body()).hasSizeLessThan(2000);
        assertThat(proof.checkpoint().signedBy(List.of(key()))).hasSize(1);
        assertThat(proof.proves(entry.hash())).isTrue();
        assertThat(entry.line())
                .contains("\"aggregate-id\":\"" + id + "\"", "\"sequence\":0,", "docket.case.complaint-registered");
        assertThat(entry.position()).hasValue(proof.index() + 1);
    }

    @Test
    void whatIsNotThereHasNoProof() {
        String id = registerComplaint();

        assertNotFound(proof("cases", id, 1));
        assertNotFound(proof("work-items", id, 0));
        assertNotFound(proof("cases", newCaseId(), 0));
        assertNotFound(proof("cards", id, 0));
        assertNotFound(auditor().get("/audit/cases/" + id + "/events/-1/proof"));
        assertNotFound(auditor().get("/audit/cases/" + id + "/events/99999999999999999999/proof"));
        assertNotFound(auditor().get("/audit/cases/" + id + "/events/one/proof"));
    }

    @Test
    void theCheckpointIsKeptForAMomentAndNotSentTwice() {
        signed(registerComplaint());
        Answer answer = anonymous().get("/audit/log/checkpoint").expect(200);

        assertThat(answer.header("Cache-Control")).isEqualTo("max-age=1, public");
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(anonymous()
                        .request("GET", "/audit/log/checkpoint")
                        .header("If-None-Match", answer.header("ETag"))
                        .send()
                        .status())
                .isEqualTo(304);
        assertThat(checkpoint().signedBy(List.of(key()))).hasSize(1);
    }

    @Test
    void tilesAndEntriesFitTogether() {
        Checkpoint signed = signed(registerComplaint());
        long last = (signed.size() - 1) / 256;
        int width = (int) (signed.size() - 256 * last);
        String place = String.format(java.util.Locale.ROOT, "%03d", last) + (width == 256 ? "" : ".p/" + width);
        Answer tile = auditor().get("/audit/log/tile/0/" + place).expect(200);
        Answer bundle = auditor().get("/audit/log/tile/entries/" + place).expect(200);

        assertThat(tile.header("Cache-Control")).isEqualTo("max-age=31536000, private, immutable");
        assertThat(tile.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(tile.body()).hasSize(width * Hash.BYTES);
        List<byte[]> entries = EntryBundle.read(bundle.body());
        assertThat(entries).hasSize(width);
        for (int i = 0; i < width; i++) {
            assertThat(Hash.ofLeaf(entries.get(i))).isEqualTo(Hash.in(tile.body(), i * Hash.BYTES));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0/x999/999",
                "0/999",
                "entries/999",
                "entries/x999/x999/x999/999",
                "9/000",
                "63/000",
                "64/000",
                "00/000",
                "0/0",
                "0/000.p/0",
                "0/000.p/256",
                "0/000.p/01",
                "0/x000/000",
                "entries/000.p/999",
                "0/x999/x999/x999/999",
                "0/%2e%2e/000",
                "0/..%2f000",
                "0/000%00",
                "0/x001/x001/x001/x001/001",
                "nonsense/000",
                "0/000.p"
            })
    void aTileThatIsNoneIsNotFound(String path) {
        Answer answer = auditor().get("/audit/log/tile/" + path);

        assertThat(answer.status()).as(answer.toString()).isIn(400, 404);
    }

    /** Runs the verifier as an auditor does: the one jar, in a process of its own. */
    static String run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("../verifier/target/docket-verify.jar").toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().putAll(environment);
        Process running = process.start();
        String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + "exit " + running.waitFor();
    }
}
