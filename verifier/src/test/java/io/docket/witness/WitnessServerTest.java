package io.docket.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.tlog.GrowingTree;
import io.docket.tlog.Hash;
import io.docket.tlog.NaiveTree;
import io.docket.tlog.Tile;
import io.docket.tlog.Tree;
import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.NoteSignature;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.note.SignerKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessServerTest {

    private static final List<byte[]> LEAVES = NaiveTree.leaves(600);
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);

    private final HttpClient http = HttpClient.newHttpClient();
    private final SignerKey log = SignerKey.generate("log.example");
    private final SignerKey key = SignerKey.generateForCosignatures("witness.example");

    private Path folder;

    private WitnessServer witness;

    @BeforeEach
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        witness = WitnessServer.start(0, key, List.of(log.verifier()), folder.resolve("state"), CLOCK);
    }

    @AfterEach
    void stop() {
        witness.close();
    }

    private static SignedNote checkpoint(int size, SignerKey... keys) {
        return new Checkpoint("log.example", size, Hash.in(NaiveTree.mth(LEAVES.subList(0, size)), 0))
                .signedBy(List.of(keys));
    }

    private static List<Hash> proof(int old, int size) {
        Map<Tile, byte[]> tiles = new HashMap<>();
        GrowingTree tree = GrowingTree.from(0, tile -> new byte[0], tiles::put);
        LEAVES.subList(0, size).forEach(leaf -> tree.add(Hash.ofLeaf(leaf)));
        tree.forEachWidened(tiles::put);
        return new Tree(size, tile -> tiles.getOrDefault(tile, new byte[0])).consistencyProof(old);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + witness.port() + path));
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send(at("/add-checkpoint").POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> add(int old, List<Hash> proof, SignedNote checkpoint) throws Exception {
        return post(new AddCheckpoint(old, proof, checkpoint).toString());
    }

    private void assertCosigned(HttpResponse<String> answer, SignedNote checkpoint) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("— witness.example ").endsWith("\n");
        NoteSignature line = NoteSignature.parse(answer.body().strip());
        assertThat(new SignedNote(checkpoint.text(), List.of(line)).signedBy(List.of(key.verifier())))
                .hasSize(1);
    }

    private static void assertConflict(HttpResponse<String> answer, int size) {
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/x.tlog.size");
        assertThat(answer.body()).isEqualTo(size + "\n");
    }

    @Test
    void aLogThatGrowsIsCosigned() throws Exception {
        assertCosigned(add(0, List.of(), checkpoint(5, log)), checkpoint(5));
        assertCosigned(add(5, proof(5, 300), checkpoint(300, log)), checkpoint(300));
        assertCosigned(add(300, List.of(), checkpoint(300, log)), checkpoint(300));
        assertCosigned(add(300, proof(300, 600), checkpoint(600, log)), checkpoint(600));
    }

    @Test
    void whoDoesNotKnowWhereTheWitnessIsIsTold() throws Exception {
        add(0, List.of(), checkpoint(300, log));

        assertConflict(add(0, List.of(), checkpoint(600, log)), 300);
        assertConflict(add(5, proof(5, 600), checkpoint(600, log)), 300);
        assertConflict(add(0, List.of(), checkpoint(5, log)), 300);
    }

    @Test
    void anotherHistoryIsNotCosigned() throws Exception {
        add(0, List.of(), checkpoint(300, log));
        SignedNote other = new Checkpoint("log.example", 300, Hash.OF_EMPTY_TREE).signedBy(List.of(log));
        SignedNote longer = new Checkpoint("log.example", 600, Hash.OF_EMPTY_TREE).signedBy(List.of(log));

        assertThat(add(300, List.of(), other).statusCode()).isEqualTo(422);
        assertThat(add(300, proof(300, 600), longer).statusCode()).isEqualTo(422);
        assertThat(add(300, List.of(), checkpoint(600, log)).statusCode()).isEqualTo(422);
        assertThat(add(300, proof(299, 600), checkpoint(600, log)).statusCode()).isEqualTo(422);
        assertConflict(add(0, List.of(), checkpoint(600, log)), 300);
    }

    @Test
    void anEmptyLogHasTheEmptyRoot() throws Exception {
        SignedNote wrong = new Checkpoint("log.example", 0, Hash.ofLeaf(new byte[0])).signedBy(List.of(log));

        assertThat(add(0, List.of(), wrong).statusCode()).isEqualTo(422);
        assertThat(add(0, proof(5, 300), checkpoint(300, log)).statusCode()).isEqualTo(422);
        assertCosigned(add(0, List.of(), checkpoint(0, log)), checkpoint(0));
    }

    @Test
    void onlyWhatTheLogHasSignedIsLookedAt() throws Exception {
        SignerKey stranger = SignerKey.generate("log.example");
        SignerKey elsewhere = SignerKey.generate("other.example");
        SignedNote forged =
                SignedNote.parse(checkpoint(5, log).toString().replace("log.example\n5\n", "log.example\n6\n"));
        SignedNote unknown = new Checkpoint("other.example", 5, Hash.OF_EMPTY_TREE).signedBy(List.of(elsewhere));

        assertThat(add(0, List.of(), checkpoint(5, stranger)).statusCode()).isEqualTo(403);
        assertThat(add(0, List.of(), forged).statusCode()).isEqualTo(403);
        assertThat(add(0, List.of(), unknown).statusCode()).isEqualTo(404);
        assertCosigned(add(0, List.of(), checkpoint(5, stranger, log)), checkpoint(5));
    }

    @Test
    void whatIsNoRequestIsRefused() throws Exception {
        String good = new AddCheckpoint(0, List.of(), checkpoint(5, log)).toString();

        assertThat(post("").statusCode()).isEqualTo(400);
        assertThat(post(good.replace("old 0", "old 00")).statusCode()).isEqualTo(400);
        assertThat(post(good.replace("old 0", "new 0")).statusCode()).isEqualTo(400);
        assertThat(post(good.replace("old 0\n", "old 0\nAAAA\n")).statusCode()).isEqualTo(400);
        assertThat(post(good.replace("old 0\n", "old 0\n" + (Hash.OF_EMPTY_TREE + "\n").repeat(64)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(add(6, List.of(), checkpoint(5, log)).statusCode()).isEqualTo(400);
        assertThat(post("x".repeat(200_000)).statusCode()).isEqualTo(413);
        assertThat(send(at("/add-checkpoint").GET()).statusCode()).isEqualTo(405);
        assertThat(send(at("/elsewhere").GET()).statusCode()).isEqualTo(404);
    }

    @Test
    void theLatestCheckpointIsServedWithBothSignatures() throws Exception {
        String origin = HexFormat.of().formatHex(Hash.sha256("log.example".getBytes(StandardCharsets.UTF_8)));
        assertThat(send(at("/" + origin + "/checkpoint").GET()).statusCode()).isEqualTo(404);

        add(0, List.of(), checkpoint(5, SignerKey.generate("log.example"), log));

        HttpResponse<String> latest = send(at("/" + origin + "/checkpoint").GET());
        assertThat(latest.statusCode()).isEqualTo(200);
        SignedNote note = SignedNote.parse(latest.body());
        assertThat(note.signatures()).hasSize(2);
        assertThat(note.signedBy(List.of(log.verifier(), key.verifier()))).hasSize(2);
    }

    @Test
    void whatItHasCosignedOutlivesIt() throws Exception {
        add(0, List.of(), checkpoint(300, log));
        Path state = folder.resolve("state");
        assertThatThrownBy(() -> WitnessServer.start(0, key, List.of(), state, CLOCK))
                .isInstanceOf(IOException.class);
        witness.close();
        start(folder);

        assertConflict(add(0, List.of(), checkpoint(5, log)), 300);
        assertCosigned(add(300, proof(300, 600), checkpoint(600, log)), checkpoint(600));
    }
}
