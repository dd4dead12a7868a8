package io.docket.benchmarks;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.docket.benchmarks.clear.InClear;
import io.docket.benchmarks.load.HttpConnection;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A process that is measured. */
final class Server implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long POLL_NANOS = 10_000_000;

    /** Linux gives connections ports from 32768 on. */
    private static final int FIRST_PORT = 20_000;

    private static final int LAST_PORT = 32_000;

    static final String HEAP = "-Xmx1g";

    private static final int LAST_LINES = 20;

    private final Process process;
    private final int port;
    private final Path output;
    private final long started = System.nanoTime();

    private Server(Process process, int port, Path output) {
        this.process = process;
        this.port = port;
        this.output = output;
    }

    /**
     * Starts Docket as its users do.
     *
     * @param start what starts the packaged application
     */
    static Server docket(Path start, Database database, Path folder) {
        return docket(start, HEAP, database, folder);
    }

    /** Starts a Docket that encrypts nothing every other turn of {@link InClear}. */
    static Server docketInClear(Path start, Duration turn, Database database, Path folder) {
        try {
            Path agent = InClear.jar(Files.createDirectories(folder));
            return docket(start, HEAP + " -javaagent:" + agent + "=" + turn.toMillis(), database, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Server docket(Path start, String javaOptions, Database database, Path folder) {
        Map<String, String> environment = new HashMap<>(settings(database.url(), masterKeys(database)));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS", javaOptions);
        environment.put("SPRING_PROFILES_ACTIVE", "postgres");
        environment.put("SPRING_DATASOURCE_USERNAME", Database.USER);
        environment.put("SPRING_DATASOURCE_PASSWORD", Database.USER);
        environment.put("DOCKET_SIMULATORS_PORT", "0");
        // One client has the streams of a thousand.
        environment.put("DOCKET_EVENTS_STREAMSPERCLIENT", "2000");
        return launch(List.of(start.toAbsolutePath().toString()), environment, folder);
    }

    private static Path masterKeys(Database database) {
        return Path.of("target", "master-keys", database.name());
    }

    /**
     * What all processes of Docket's on a database are told.
     *
     * @param masterKeys which they share
     */
    static Map<String, String> settings(String database, Path masterKeys) {
        return Map.of(
                "SPRING_DATASOURCE_URL",
                database,
                "DOCKET_PRIVACY_MASTERKEYS",
                masterKeys.toAbsolutePath().toString(),
                // One client sends what thousands would.
                "DOCKET_LIMITS_READSPERMINUTE",
                "100000000",
                "DOCKET_LIMITS_WRITESPERMINUTE",
                "100000000");
    }

    /** Starts an application of this module. */
    static Server baseline(Contender system, @Nullable Database database, Path folder) {
        Map<String, String> environment = database == null
                ? Map.of()
                : Map.of(
                        "SPRING_DATASOURCE_URL",
                        database.url(),
                        "SPRING_DATASOURCE_USERNAME",
                        Database.USER,
                        "SPRING_DATASOURCE_PASSWORD",
                        Database.USER,
                        "SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE",
                        "20",
                        "SPRING_JPA_HIBERNATE_DDL_AUTO",
                        "update",
                        "SPRING_JPA_OPEN_IN_VIEW",
                        "false",
                        "AXON_AXONSERVER_ENABLED",
                        "false",
                        "AXON_UPDATECHECK_DISABLED",
                        "true",
                        "AXON_SERIALIZER_GENERAL",
                        "jackson3",
                        "AXON_SERIALIZER_EVENTS",
                        "jackson3");
        return launch(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        classPath(system),
                        requireNonNull(system.application).getName()),
                environment,
                folder);
    }

    private static String classPath(Contender system) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(entry -> !system.isForeign(entry.getFileName().toString()))
                .map(entry -> entry.toAbsolutePath().toString())
                .collect(joining(File.pathSeparator));
    }

    /** Starts a process that takes requests on a port of its own. */
    static Server launch(List<String> command, Map<String, String> environment, Path folder) {
        try {
            int port = freePort();
            Path output = Files.createDirectories(folder).resolve("output.log");
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(Server::wouldSpeakToDocket);
            builder.environment().putAll(environment);
            builder.environment().put("SERVER_PORT", String.valueOf(port));
            return new Server(builder.start(), port, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is set for others. */
    private static boolean wouldSpeakToDocket(String variable) {
        return variable.startsWith("SPRING_") || variable.startsWith("SERVER_") || variable.startsWith("DOCKET_");
    }

    /** None that connections are given, of which there are many until the process takes it. */
    private static int freePort() throws IOException {
        for (; ; ) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try (var socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Somebody has it: another one.
            }
        }
    }

    int port() {
        return port;
    }

    /** Waits until the process is ready, and says how long that took since its start. */
    Duration awaitReady() {
        return awaitStatus(HttpConnection.request("GET", "/actuator/health/readiness", "", ""), 200);
    }

    /** Waits until the server answers at all. */
    void awaitAnswerOfAnyKind() {
        awaitStatus(HttpConnection.request("GET", "/nowhere", "", ""), 404);
    }

    private Duration awaitStatus(byte[] request, int status) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < PATIENCE.toNanos() && process.isAlive()) {
            try (var connection = new HttpConnection(port)) {
                if (connection.send(request).status() == status) {
                    return Duration.ofNanos(System.nanoTime() - started);
                }
            } catch (IOException e) {
                // A process that is about to start, or to end, takes connections and gives them up.
                LockSupport.parkNanos(POLL_NANOS);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IllegalStateException("Not answered with " + status + "\n" + lastOutput());
    }

    /** Waits until a case that was registered can be read. */
    void awaitReadable(String token, String caseId) {
        awaitStatus(HttpConnection.request("GET", "/v1/case/cases/" + caseId, token, ""), 200);
    }

    /** A token of a demo client of Docket's. */
    String token(String client) {
        String credentials = Base64.getEncoder()
                .encodeToString((client + ":" + client + "-secret").getBytes(StandardCharsets.UTF_8));
        String form = "grant_type=client_credentials";
        String request = "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " + credentials
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n\r\n"
                + form;
        try (var connection = new HttpConnection(port)) {
            String body =
                    connection.send(request.getBytes(StandardCharsets.UTF_8)).body();
            return JsonMapper.shared().readTree(body).required("access_token").asString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines that the process has printed. */
    String lastOutput() {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How much of a core the process has used since its start. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** How many bytes the process needs of its heap, once the garbage is gone. */
    long heapInUse() {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            "-J-Dsun.tools.attach.attachTimeout=60000",
                            String.valueOf(process.pid()),
                            "GC.class_histogram")
                    .start();
            String total = "";
            try (var lines = new BufferedReader(new InputStreamReader(jcmd.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    total = line.isBlank() ? total : line;
                }
            }
            return Long.parseLong(total.strip().split("\\s+", -1)[2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
