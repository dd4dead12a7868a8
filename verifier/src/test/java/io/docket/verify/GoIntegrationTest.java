package io.docket.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.docket.tlog.Tile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Go's {@code golang.org/x/mod/sumdb} understands what we write: an implementation that is not ours. */
class GoIntegrationTest {

    /** Where Debian's golang-golang-x-mod-dev puts it. */
    private static final Path PACKAGES = Path.of("/usr/share/gocode");

    private Path folder;
    private LogFolder log;

    @BeforeEach
    void writeLog(@TempDir Path temporary) throws IOException {
        boolean isInstalled = Files.isExecutable(Path.of("/usr/bin/go"))
                && Files.isDirectory(PACKAGES.resolve("src/golang.org/x/mod/sumdb/tlog"));
        if (!isInstalled) {
            System.err.println("SKIPPED: golang-go and golang-golang-x-mod-dev are not installed, so nobody else has "
                    + "checked the transparency log");
        }
        assumeTrue(isInstalled, "golang-go and golang-golang-x-mod-dev are not installed");
        folder = temporary;
        log = LogFolder.write(folder);
        Files.writeString(folder.resolve("key"), log.key().verifier() + "\n");
        Files.writeString(folder.resolve("proof"), log.proof(41, LogFolder.entry(42)));
    }

    private String run() throws IOException, InterruptedException {
        var command = new ProcessBuilder("go", "run", "main.go", folder.toString())
                .directory(Path.of("src/test/go").toFile())
                .redirectErrorStream(true);
        command.environment().put("GO111MODULE", "off");
        command.environment().put("GOPATH", PACKAGES.toString());
        command.environment().put("GOFLAGS", "");
        command.environment()
                .put("GOCACHE", Path.of("target/go").toAbsolutePath().toString());
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output + process.waitFor();
    }

    @Test
    void checkpointsTilesEntriesAndProofsVerify() throws Exception {
        assertThat(run()).isEqualTo("fits\n0");
    }

    @Test
    void whatWasChangedDoesNot() throws Exception {
        log.changeEntry(300);
        assertThat(run()).contains("entry 299 is another one");
        log.changeEntry(300);

        Path tile = folder.resolve(new Tile(0, 1, Tile.FULL).path());
        byte[] hashes = Files.readAllBytes(tile);
        hashes[7]++;
        Files.write(tile, hashes);
        assertThat(run()).endsWith("1");
    }
}
