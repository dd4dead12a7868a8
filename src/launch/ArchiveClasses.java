import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Part of the build: starts an unpacked application on an empty database, asks some things of it, and stops it, so that the
 * JVM writes down the classes that were loaded; with JDK 25, also how they are linked, and what was called most.
 */
class ArchiveClasses {

    private static final Pattern PORT = Pattern.compile("Docket listens on port (\\d+)");

    private static final String COMPLAINT =
            "{\"customer-id\": \"BRVU00002\", \"importance\": \"Low\", \"details\": \"Charged twice.\"}";

    /** Known to everybody, and so good for this alone. */
    private static final String LOG_KEY =
            "PRIVATE+KEY+docket.example/test-log+79759b96+AeqONjCSonUR9a0BW6ksaZ22MtNLkfg1FP0k4Emn7oc3\n";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path application;
    private final String mainClass;
    private final Path folder;
    private String address = "";
    private String authorization = "";

    private ArchiveClasses(Path application, String mainClass, Path folder) {
        this.application = application;
        this.mainClass = mainClass;
        this.folder = folder;
    }

    /**
     * The folder with {@code docket.jar}; the class that it starts with; and, of an application that brings no database and no
     * demonstration along, a file with the settings without which it does not start, a line each; {@code {folder}} in them is
     * an empty one, but for the file {@code audit-log.keys}.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("archive-classes");
        try {
            var archived = new ArchiveClasses(Path.of(arguments[0]).toAbsolutePath(), arguments[1], folder);
            Path settings = Path.of(arguments[2]);
            if (Files.exists(settings)) {
                archived.runOnPostgreSql(settings);
            } else {
                archived.run(folder, List.of());
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void runOnPostgreSql(Path settings) throws IOException, InterruptedException {
        EmbeddedPostgres started;
        try {
            started = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        } catch (IOException | IllegalStateException e) {
            // On this machine it starts as it always has.
            System.err.println("No archive of " + mainClass + ": the tests' PostgreSQL does not run here. " + e);
            return;
        }
        try (EmbeddedPostgres server = started) {
            Path keys = Files.writeString(
                    folder.resolve("master-keys"), "build " + Base64.getEncoder().encodeToString(new byte[32]));
            Files.writeString(folder.resolve("audit-log.keys"), LOG_KEY);
            List<String> options = new ArrayList<>(List.of(
                    "--spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"),
                    "--spring.datasource.username=postgres",
                    "--spring.datasource.password=postgres",
                    "--docket.privacy.master-keys=" + keys));
            Files.readAllLines(settings).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> "--" + line.replace("{folder}", folder.toString()))
                    .forEach(options::add);
            run(Path.of(""), options);
        }
    }

    private void run(Path in, List<String> options) throws IOException, InterruptedException {
        boolean hasCache = Runtime.version().feature() >= 25;
        Path archive = application.resolve(hasCache ? "docket.aot" : "docket.jsa");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        // Where no profile is kept, code need not be quick.
        command.addAll(
                hasCache
                        ? List.of("-XX:AOTCacheOutput=" + archive)
                        : List.of("-XX:ArchiveClassesAtExit=" + archive, "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-cp",
                application.resolve("docket.jar").toString(),
                mainClass));
        command.addAll(options);
        var builder = new ProcessBuilder(command).directory(in.toAbsolutePath().toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.matches("(SPRING|SERVER|DOCKET)_.*"));
        environment.put("SERVER_PORT", "0");
        environment.put("DOCKET_SIMULATORS_PORT", "0");
        Process process = builder.start();
        // What neither starts nor ends is no reason to wait for ever.
        CompletableFuture.delayedExecutor(5, TimeUnit.MINUTES)
                .execute(() -> process.toHandle().destroyForcibly());
        boolean ready = false;
        StringBuilder output = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                Matcher port = PORT.matcher(line);
                if (port.find()) {
                    address = "http://localhost:" + port.group(1);
                } else if (line.contains("Docket is ready.")) {
                    ready = true;
                    try {
                        if (options.isEmpty()) {
                            use();
                        } else {
                            useWithoutIssuer();
                        }
                    } catch (IOException | RuntimeException e) {
                        throw new IllegalStateException("Docket does not answer as it should:\n" + output, e);
                    }
                    // Not of the process itself, which would close what it prints.
                    process.toHandle().destroy();
                }
            }
        } finally {
            process.destroy();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        }
        if (!ready || !Files.exists(archive)) {
            throw new IllegalStateException(
                    (ready ? "The JVM has written no archive:\n" : "Docket does not start:\n") + output);
        }
    }

    /** What comes first in the life of most processes. */
    private void use() throws IOException, InterruptedException {
        authorization = "Basic "
                + Base64.getEncoder().encodeToString("bank-agent:bank-agent-secret".getBytes());
        String token = field("access_token", post("/oauth2/token", "application/x-www-form-urlencoded", "grant_type=client_credentials"));
        authorization = "Bearer " + token;
        String id = field("id", post("/v1/case/complaints", "application/json", COMPLAINT));
        for (String path : List.of("", "/" + id, "/" + id + "/history")) {
            expect(200, get("/v1/case/cases" + path));
        }
        useWithoutIssuer();
    }

    private void useWithoutIssuer() throws IOException, InterruptedException {
        expect(200, get("/actuator/health/liveness"));
        authorization = "";
        expect(401, get("/v1/case/cases"));
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(URI.create(address + path));
    }

    private String post(String path, String type, String body) throws IOException, InterruptedException {
        HttpResponse<String> response =
                send(get(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(response + ": " + response.body());
        }
        return response.body();
    }

    private void expect(int status, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request);
        if (response.statusCode() != status) {
            throw new IllegalStateException(response + ": " + response.body());
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static String field(String name, String json) {
        Matcher field = Pattern.compile('"' + name + "\":\"([^\"]*)\"").matcher(json);
        if (!field.find()) {
            throw new IllegalStateException("No " + name + " in " + json);
        }
        return field.group(1);
    }
}
