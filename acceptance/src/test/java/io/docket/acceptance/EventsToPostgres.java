package io.docket.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The script of the how-to that keeps a table of all events, run by the demo client {@code analyst}. */
final class EventsToPostgres implements AutoCloseable {

    private static final Path SCRIPT = Path.of("..", "docs", "how-to", "events_to_postgres.py");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;

    private EventsToPostgres(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param folder where what it prints is kept, behind what was printed before
     * @param warehouse where the table is, or is to be
     * @param more what it is told by environment variables beside where Docket is
     */
    static EventsToPostgres start(Path folder, URI docket, Database warehouse, Map<String, String> more) {
        Path output = folder.resolve("events_to_postgres.log");
        var command = new ProcessBuilder(
                "python3",
                SCRIPT.toAbsolutePath().normalize().toString(),
                warehouse.url().substring("jdbc:".length()));
        command.environment().put("DOCKET", docket.toString());
        command.environment().putAll(more);
        return new EventsToPostgres(
                Programs.start(command.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))),
                output);
    }

    /** Waits for its end, and returns its exit code. */
    int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The script does not end:\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** All that has been printed. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}, as its end always is that does not come by itself. */
    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }
}
