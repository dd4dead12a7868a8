package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A disk that is full, now and again, under writes in all contexts: {@link Trial} says what must hold. */
@Tag("long")
class FullDiskIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("full-disk");

    /** Long enough for two full disks. */
    private static final Duration LASTS = Duration.ofSeconds(50);

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration CALM = Duration.ofSeconds(4);
    private static final int DISK_MEBIBYTES = 256;
    private static final long LEFT_ON_DISK = 1 << 20;

    /** What a process ends with that has lost its database file. */
    private static final int NO_DISK = 74;

    private final Trial trial = new Trial(DOCKETS);

    @Test
    void oneProcessOnADiskThatIsFull() {
        Path disk = DOCKETS.newFolder();
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEBIBYTES + "m", "tmpfs", disk.toString()))
                .as("a disk of its own")
                .isZero();
        try {
            DocketSettings settings = trial.settings(disk);
            assertThat(DOCKETS.start(settings).stop()).isIn(0, 143);
            Set<String> before = StoredLog.in(settings.h2()).markers();
            Node node = new Node("H2", trial.launch(settings)).supervised();

            String readings = trial.suffer(List.of(node), List.of(fullDisk(node, disk)), LASTS);
            trial.stop(List.of(node));
            checkFailures(node);
            DocketSettings copy = trial.copyOf(settings);
            trial.check(settings.h2(), before);
            trial.compare(settings.h2(), copy.h2(), copy);
            trial.report("full-disk", List.of(node), readings);
        } finally {
            run("umount", "--lazy", disk.toString());
        }
    }

    /** A disk that something else has filled up, until it is deleted. */
    private Fault fullDisk(Node node, Path disk) {
        Path other = disk.resolve("other");
        return new Fault("full disk", null, Duration.ofSeconds(20), () -> fill(other), () -> {
            DocketProcess process = node.process();
            boolean saysUp = node.health("liveness", ANSWER) == 200;
            long begun = System.nanoTime();
            Trial.let(CALM);
            boolean writes = node.longestWithoutWrite(begun, System.nanoTime()).compareTo(CALM) < 0;
            saysUp &= process.equals(node.process()) && node.health("liveness", ANSWER) == 200;
            trial.note("writes: %s, liveness: %s, failures: %s"
                    .formatted(writes, saysUp ? "UP" : "down", node.failures()));
            if (!writes && saysUp) {
                trial.problem("liveness says UP, and nothing can be written", node.toString());
            }
            delete(other);
        });
    }

    /** With its disk full, a process ends and says so; and it has been full. */
    private void checkFailures(Node node) {
        if (node.failures().isEmpty() || !Set.of(NO_DISK).containsAll(node.failures())) {
            trial.problem(
                    "processes that end otherwise than for want of their disk",
                    node.failures().toString());
        }
    }

    private static void fill(Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] some = new byte[64 << 10];
            while (Files.getFileStore(file).getUsableSpace() > LEFT_ON_DISK + some.length) {
                out.write(some);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int run(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
