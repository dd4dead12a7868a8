package io.docket.acceptance;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import io.docket.platform.testing.http.DemoToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Keycloak with the realm of {@code deploy/keycloak}: whose tokens Docket accepts, in a run of the suite that has it as
 * the issuer. It is started when it is first asked for, and ends with the tests.
 */
final class Keycloak {

    /** A client whose tokens are over when they have come. */
    static final String SHORT_LIVED = "short-lived";

    /** A client of the same realm whose tokens are for something else. */
    static final String OF_ANOTHER_SYSTEM = "of-another-system";

    /** People come back from its login to one origin only: one Docket at a time has it. */
    static final String ORIGIN = "origin of docket";

    private static final Path REALM = Path.of("..", "deploy", "keycloak", "docket-realm.json");
    private static final String CONSOLE = "docket-console";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static @Nullable Keycloak running;

    private final int port = Proxy.freePort();
    private final String portOfDocket = String.valueOf(Proxy.freePort());
    private final Process process;
    private final Path output;

    private Keycloak(Path home) throws IOException {
        Path imported = Files.createDirectories(home.resolve("data").resolve("import"));
        Files.writeString(imported.resolve("docket-realm.json"), realm());
        output = Files.createDirectories(Path.of(System.getProperty("docket.output", "target/docket-output")))
                .resolve("keycloak.log")
                .toAbsolutePath();
        var command = new ProcessBuilder(
                "bash",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--db=dev-mem",
                "--cache=local",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + port);
        command.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS_KC_HEAP",
                        "-Xms64m -Xmx512m",
                        "JAVA_OPTS_APPEND",
                        "-XX:TieredStopAtLevel=1",
                        "DOCKET_ORIGIN",
                        "http://localhost:" + portOfDocket));
        process = command.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    }

    /** Whether this run of the suite has it as the issuer. */
    static boolean isIssuer() {
        return "keycloak".equals(System.getProperty("docket.issuer"));
    }

    static synchronized Keycloak running() {
        if (running == null) {
            try {
                running = new Keycloak(
                        Path.of(System.getProperty("docket.keycloak", "")).toAbsolutePath());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            running.awaitReady();
        }
        return running;
    }

    /** The realm as it is delivered, with two clients more, whose tokens are to be refused. */
    private static String realm() throws IOException {
        ObjectNode realm = (ObjectNode) JsonMapper.shared().readTree(Files.readString(REALM));
        client(realm, SHORT_LIVED, "docket").putObject("attributes").put("access.token.lifespan", "1");
        client(realm, OF_ANOTHER_SYSTEM);
        return realm.toString();
    }

    /** One that may read cases. */
    private static ObjectNode client(ObjectNode realm, String id, String... scopes) {
        ObjectNode client = ((ArrayNode) realm.required("clients"))
                .addObject()
                .put("clientId", id)
                .put("secret", id + "-secret")
                .put("serviceAccountsEnabled", true);
        ArrayNode had = client.putArray("defaultClientScopes")
                .add("basic")
                .add("cases.read")
                .add("customers.all");
        for (String scope : scopes) {
            had.add(scope);
        }
        ((ArrayNode) realm.required("users"))
                .addObject()
                .put("username", "service-account-" + id)
                .put("enabled", true)
                .put("serviceAccountClientId", id)
                .putArray("realmRoles")
                .add("cases.read")
                .add("customers.all");
        return client;
    }

    private void awaitReady() {
        await("a realm").atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("Keycloak ended:\n" + Files.readString(output));
            }
            try {
                return Client.send(HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                                        .timeout(Duration.ofSeconds(10)))
                                .status()
                        == 200;
            } catch (UncheckedIOException e) {
                // It does not listen yet, or takes long over what it answers first.
                return false;
            }
        });
    }

    private void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    String issuer() {
        return "http://localhost:" + port + "/realms/docket";
    }

    String tokenEndpoint() {
        return issuer() + "/protocol/openid-connect/token";
    }

    /** The one port of Docket that the realm lets people come back to from their login. */
    String portOfDocket() {
        return portOfDocket;
    }

    /** What Docket has to be told, and it is all that it is told. */
    DocketSettings issueFor(DocketSettings settings) {
        return settings.with("SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI", issuer())
                .with("DOCKET_CONSOLE_CLIENTID", CONSOLE);
    }

    /** How a client asks for a token. */
    HttpRequest.Builder tokenRequest(String clientId) {
        URI endpoint = URI.create(tokenEndpoint());
        return DemoToken.request(endpoint, clientId).uri(endpoint);
    }

    /** Fills in its page. */
    static void logIn(Page page, String name) {
        page.locator("input[name=username]").fill(name);
        page.locator("input[name=password]").fill(name + "-secret");
        page.locator("input[name=password]").press("Enter");
    }
}
