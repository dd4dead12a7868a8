package io.docket.acceptance;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps what the transparency log hands out, and verifies it with the one file that auditors have. */
final class Auditor {

    private static final Path VERIFIER = Path.of("..", "verifier", "target", "docket-verify.jar");

    private final Path folder;
    private final Path key;

    /** Keeps the key of a log first. */
    Auditor(Path folder, Client client) {
        this.folder = folder;
        key = keep("docket.key", client, "/audit/log/key");
    }

    /** The checkpoint of now. */
    Path keepCheckpoint(String name, Client client) {
        return keep(name, client, "/audit/log/checkpoint");
    }

    /** The proof of the first event of a case. */
    Path keepProof(String name, Client client, String caseId) {
        return keep(name, client, "/audit/cases/" + caseId + "/events/0/proof");
    }

    private Path keep(String name, Client client, String path) {
        try {
            return Files.write(
                    folder.resolve(name), client.get(path).expect(200).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many events a checkpoint is over. */
    static long size(Path checkpoint) {
        try {
            return Long.parseLong(Files.readAllLines(checkpoint).get(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String verifyProof(Path proof) {
        return verify(Map.of(), "proof", proof.toString());
    }

    /** Holds all events of a database against a checkpoint. */
    String verifyLog(Database database, Path checkpoint) {
        return verify(
                Map.of("DOCKET_DATABASE_USER", database.user(), "DOCKET_DATABASE_PASSWORD", database.password()),
                "log",
                database.url(),
                "--checkpoint",
                checkpoint.toString());
    }

    /** Looks whether nothing was rewritten between two checkpoints of a log that is served. */
    String verifyConsistency(Path older, Path newer, DocketProcess process, Client client) {
        return verify(
                Map.of("DOCKET_TOKEN", requireNonNull(client.token())),
                "consistency",
                older.toString(),
                newer.toString(),
                process.address() + "/audit/log");
    }

    /** What it prints, and what it ends with. */
    private String verify(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                VERIFIER.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--key", key.toString()));
        try {
            var verifier = new ProcessBuilder(command).redirectErrorStream(true);
            verifier.environment().putAll(environment);
            Process running = verifier.start();
            String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return output + "exit " + running.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
