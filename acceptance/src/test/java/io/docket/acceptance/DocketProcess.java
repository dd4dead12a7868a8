package io.docket.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.partner.Partners;
import java.io.BufferedReader;
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

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern NUMBERS = Pattern.compile("[0-9a-f-]*[0-9][0-9a-f-]*");
    private static final Pattern PORT = Pattern.compile("Docket listens on port (\\d+)");
    private static final Pattern PORT_OF_PARTNERS = Pattern.compile("The simulated partners listen on port (\\d+)");

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

    boolean isAlive() {
        return process.isAlive();
    }

    private void requireAlive() {
        if (!isAlive()) {
            throw new IllegalStateException("Docket ended with " + process.exitValue() + ":\n" + output());
        }
    }

    URI address() {
        return address(PORT);
    }

    private URI address(Pattern portInOutput) {
        Matcher port = portInOutput.matcher(output());
        if (!port.find()) {
            throw new IllegalStateException("Not there: " + portInOutput);
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

    int partnersPort() {
        return address(PORT_OF_PARTNERS).getPort();
    }

    /** The simulated partners in the process. */
    Partners partners() {
        return Partners.at(address(PORT_OF_PARTNERS));
    }

    /** Where what it prints is kept. */
    Path outputFile() {
        return output;
    }

    /** All that the process has printed. While it runs, the last line may be a part of one, and end within a character. */
    String output() {
        try {
            return new String(Files.readAllBytes(output), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was printed most often, numbers and ids aside. */
    List<String> mostPrinted(int kinds) {
        Map<String, Long> counts = output().lines()
                .map(line -> NUMBERS.matcher(line).replaceAll("#"))
                .map(line -> line.length() > 160 ? line.substring(0, 160) : line)
                .collect(groupingBy(line -> line, counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(kinds)
                .map(line -> line.getValue() + " x " + line.getKey())
                .toList();
    }

    List<String> lastLines(int count) {
        List<String> lines = new ArrayList<>(output().lines().toList());
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** {@code kill -9}: nothing in the process gets the chance to do anything about it. */
    void kill9() {
        jvm().destroyForcibly();
    }

    /** Sends SIGTERM, and does not wait. */
    void terminate() {
        jvm().destroy();
    }

    /** Stops the process where it is: it holds what it holds, answers nobody, and does not notice. */
    void freeze() {
        Signals.freeze(List.of(jvm()));
    }

    /** Lets the process go on as if no time had passed. */
    void thaw() {
        Signals.thaw(List.of(jvm()));
    }

    /** Alone in its namespace of processes, it is the child of what was started. */
    private ProcessHandle jvm() {
        return process.descendants().findFirst().orElseGet(process::toHandle);
    }

    /** Stops the process as an operator does. */
    int stop() {
        terminate();
        return awaitEnd();
    }

    /** Lets no file of the process grow beyond so many bytes. It is told so by the system, as it is of a full disk. */
    void limitFiles(long bytes) {
        system("prlimit", "--pid", String.valueOf(pid()), "--fsize=" + bytes);
    }

    private static void system(String... command) {
        try {
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How much of its heap is in use, in bytes; what nobody uses is thrown away before. */
    long heapInUse() {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            "-J-Dsun.tools.attach.attachTimeout=60000",
                            String.valueOf(pid()),
                            "GC.class_histogram")
                    .start();
            try (BufferedReader lines = jcmd.inputReader()) {
                String total = lines.lines()
                        .filter(line -> line.startsWith("Total"))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("There is no sum in what jcmd says"));
                return Long.parseLong(total.split("\\s+", -1)[2]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end of the process, and returns its exit code. */
    int awaitEnd() {
        return awaitEnd(PATIENCE);
    }

    int awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
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
