package io.docket.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the packaged application. */
final class DocketProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern PORT = Pattern.compile("Docket listens on port (\\d+)");

    private final DocketSettings settings;
    private final Path output;
    private final Process process;

    private DocketProcess(DocketSettings settings, Path output, Process process) {
        this.settings = settings;
        this.output = output;
        this.process = process;
    }

    static DocketProcess launch(List<String> application, DocketSettings settings, Path output) {
        var command = new ProcessBuilder(application);
        Map<String, String> environment = command.environment();
        environment.keySet().removeIf(DocketProcess::wouldSpeakToDocket);
        environment.putAll(settings.environment());
        command.directory(settings.folder().toFile());
        command.redirectErrorStream(true).redirectOutput(output.toFile());
        try {
            return new DocketProcess(settings, output, command.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean wouldSpeakToDocket(String variable) {
        return variable.startsWith("SPRING_") || variable.startsWith("SERVER_") || variable.startsWith("DOCKET_");
    }

    /** Waits until the process answers HTTP; it may not be ready yet. */
    DocketProcess awaitListening() {
        await("an open port")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    requireAlive();
                    return PORT.matcher(output()).find();
                });
        return this;
    }

    DocketProcess awaitReady() {
        awaitListening();
        Client client = anyone();
        await("readiness").atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            requireAlive();
            try {
                return client.get("/actuator/health/readiness").status() == 200;
            } catch (UncheckedIOException e) {
                if (e.getCause() instanceof ConnectException) {
                    return false;
                }
                throw e;
            }
        });
        return this;
    }

    private void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("Docket ended with " + process.exitValue() + ":\n" + output());
        }
    }

    URI address() {
        Matcher port = PORT.matcher(output());
        if (!port.find()) {
            throw new IllegalStateException("Docket does not listen yet");
        }
        return URI.create("http://localhost:" + port.group(1));
    }

    DocketSettings settings() {
        return settings;
    }

    long pid() {
        return process.pid();
    }

    Client client(String clientId) {
        return Client.of(address(), clientId);
    }

    Client anyone() {
        return Client.withoutToken(address());
    }

    /** All that the process has printed. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> lastLines(int count) {
        List<String> lines = new ArrayList<>(output().lines().toList());
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** {@code kill -9}: nothing in the process gets the chance to do anything about it. */
    void kill9() {
        process.destroyForcibly();
    }

    /** Sends SIGTERM, and does not wait. */
    void terminate() {
        process.destroy();
    }

    /** Stops the process as an operator does. */
    int stop() {
        terminate();
        return awaitEnd();
    }

    /** Waits for the end of the process, and returns its exit code. */
    int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("Docket does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        kill9();
        awaitEnd();
    }
}
