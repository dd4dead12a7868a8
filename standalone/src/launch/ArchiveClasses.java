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
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Part of the build: starts the unpacked application in an empty folder, asks some things of it, and stops it, so that the
 * JVM writes down the classes that were loaded; with JDK 25, also how they are linked, and what was called most.
 */
class ArchiveClasses {

    private static final Pattern PORT = Pattern.compile("Docket listens on port (\\d+)");

    private static final String COMPLAINT =
            "{\"customer-id\": \"BRVU00002\", \"importance\": \"Low\", \"details\": \"Charged twice.\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private String address = "";
    private String authorization = "";

    /** The folder with {@code docket.jar}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path application = Path.of(arguments[0]).toAbsolutePath();
        Path folder = Files.createTempDirectory("archive-classes");
        try {
            new ArchiveClasses().run(application, folder);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void run(Path application, Path folder) throws IOException, InterruptedException {
        boolean hasCache = Runtime.version().feature() >= 25;
        Path archive = application.resolve(hasCache ? "docket.aot" : "docket.jsa");
        var command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        (hasCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive,
                        "-Xlog:disable",
                        "-Xlog:all=error:stderr",
                        "-cp",
                        application.resolve("docket.jar").toString(),
                        "io.docket.launch.JavaCheck")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        command.environment().keySet().removeIf(name -> name.matches("(SPRING|SERVER|DOCKET)_.*"));
        command.environment().put("SERVER_PORT", "0");
        command.environment().put("DOCKET_SIMULATORS_PORT", "0");
        Process process = command.start();
        StringBuilder output = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                Matcher port = PORT.matcher(line);
                if (port.find()) {
                    address = "http://localhost:" + port.group(1);
                } else if (line.contains("Docket is ready.")) {
                    use();
                    // Not of the process itself, which would close what it prints.
                    process.toHandle().destroy();
                }
            }
        } finally {
            process.destroy();
        }
        process.waitFor();
        if (!Files.exists(archive)) {
            throw new IllegalStateException("The JVM has written no archive:\n" + output);
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
            send(HttpRequest.newBuilder(URI.create(address + "/v1/case/cases" + path)));
        }
        send(HttpRequest.newBuilder(URI.create(address + "/actuator/health/liveness")));
    }

    private String post(String path, String type, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.header("Authorization", authorization).build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(response + ": " + response.body());
        }
        return response.body();
    }

    private static String field(String name, String json) {
        Matcher field = Pattern.compile('"' + name + "\":\"([^\"]*)\"").matcher(json);
        if (!field.find()) {
            throw new IllegalStateException("No " + name + " in " + json);
        }
        return field.group(1);
    }
}
