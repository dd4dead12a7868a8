package io.docket.acceptance;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.RawRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Docket as operators watch it: with a management port of its own, a log of JSON, and traces that are sent to a collector.
 */
class ObservedIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("observed");

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Path DEPLOY = Path.of("../deploy");
    private static final Path HANDBOOK = Path.of("../docs/how-to/watch-it-run.md");
    private static final Path REFERENCE = Path.of("../docs/reference/metrics.md");
    private static final Pattern MANAGEMENT_PORT = Pattern.compile("Health and metrics are on port (\\d+)");

    /** Of the names in an expression, those that are neither functions, nor words of the language, nor labels. */
    private static final Pattern METRIC = Pattern.compile("\\b([a-z][a-z0-9]*(?:_[a-z0-9]+)+|up)\\b(?!\\s*[=!(])");

    private static final Set<String> OF_THE_LANGUAGE = Set.of("histogram_quantile", "label_values", "rate_interval");

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private static final TraceReceiver COLLECTOR = new TraceReceiver();

    private static DocketProcess docket;
    private static URI management;

    @BeforeAll
    static void startAndUseIt() {
        docket = DOCKETS.launch(DocketSettings.in(DOCKETS.newFolder())
                        .with("MANAGEMENT_SERVER_PORT", "0")
                        // Nobody is there, and nothing but its figures tells of it.
                        .with("DOCKET_KAFKA_BOOTSTRAPSERVERS", "127.0.0.1:1")
                        .with("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs")
                        .with("MANAGEMENT_TRACING_SAMPLING_PROBABILITY", "1.0")
                        .with("MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_SCHEDULEDELAY", "200ms")
                        .with("MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT", COLLECTOR.endpoint()))
                .awaitListening();
        await("the management port").atMost(PATIENCE).until(() -> port().find());
        Matcher port = port();
        assertThat(port.find()).isTrue();
        management = URI.create("http://localhost:" + port.group(1));
        await("readiness")
                .atMost(PATIENCE)
                .until(() -> Client.withoutToken(management)
                                .get("/actuator/health/readiness")
                                .status()
                        == 200);
        use();
    }

    private static String wholeLines() {
        String printed = docket.output();
        return printed.substring(0, printed.lastIndexOf('\n') + 1);
    }

    private static Matcher port() {
        return MANAGEMENT_PORT.matcher(docket.output());
    }

    /** So that there is something of all that is counted. */
    private static void use() {
        Client agent = docket.client("bank-agent");
        Answer order = agent.post(
                "/customer-order/card-activations",
                Map.of("card-id", "CARD-0001"),
                "traceparent",
                "00-" + TRACE + "-b7ad6b7169203331-01",
                "X-Correlation-ID",
                "observed-1");
        order.expect(202);
        agent.post("/customer-order/card-activations", Map.of("card-id", "CARD-0001"))
                .expect(409);
        agent.post("/customer-order/card-activations", Map.of("card-id", "")).expect(400);
        String path = "/customer-order/card-activations/" + order.text("id");
        await("the card system")
                .atMost(PATIENCE)
                .until(() -> agent.get(path).text("status").equals("external-processing-succeded"));
    }

    @AfterAll
    static void close() {
        COLLECTOR.close();
    }

    private static Client operator() {
        return docket.client("operator").at(management);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String metrics() {
        return operator().get("/actuator/prometheus").expect(200).text();
    }

    private static Set<String> names(String metrics) {
        return metrics.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(toCollection(TreeSet::new));
    }

    private static Set<String> namedIn(Stream<String> expressions) {
        return expressions
                .map(expression -> expression.replaceAll("\"[^\"]*\"", "\"\"").replaceAll("by \\([^)]*\\)", ""))
                .flatMap(expression -> METRIC.matcher(expression).results())
                .map(MatchResult::group)
                .filter(name -> !OF_THE_LANGUAGE.contains(name))
                .collect(toCollection(TreeSet::new));
    }

    private static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        new YAMLMapper()
                .readTree(text(DEPLOY.resolve("prometheus/docket-alerts.yml")))
                .required("groups")
                .forEach(group -> group.required("rules").forEach(rules::add));
        return rules;
    }

    private static Stream<String> expressionsOfTheDashboard() {
        JsonNode dashboard = JsonMapper.shared().readTree(text(DEPLOY.resolve("grafana/docket.json")));
        return Stream.concat(
                dashboard.findValuesAsString("expr").stream(), dashboard.findValuesAsString("definition").stream());
    }

    @Test
    void eachMetricThatTheDashboardAndTheAlertsNameIsThere() {
        Set<String> ofTheDashboard = namedIn(expressionsOfTheDashboard());
        Set<String> ofTheAlerts =
                namedIn(rules().stream().map(rule -> rule.required("expr").asString()));
        assertThat(ofTheDashboard).hasSizeGreaterThan(25).contains("docket_queue_oldest_seconds");
        assertThat(ofTheAlerts).hasSizeGreaterThan(15).contains("docket_audit_log_alarms");

        await("all of them").atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).untilAsserted(() -> {
            Set<String> there = names(metrics());
            // Prometheus itself makes it, of whatever it reads.
            there.add("up");
            assertThat(there).containsAll(ofTheDashboard).containsAll(ofTheAlerts);
        });
    }

    /** In the reference, with what becomes of its name. */
    @Test
    void eachMetricOfOursIsDescribed() {
        String reference = text(REFERENCE);
        Set<String> described = Pattern.compile("`(docket[a-z_]+)`")
                .matcher(reference)
                .results()
                .map(found -> found.group(1))
                .collect(toCollection(TreeSet::new));

        await("all of them").atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).untilAsserted(() -> {
            Set<String> there = names(metrics()).stream()
                    .filter(name -> name.startsWith("docket_"))
                    .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", ""))
                    .collect(toCollection(TreeSet::new));
            assertThat(there).isEqualTo(described);
        });
    }

    @Test
    void theHandbookSaysWhatToDoOnEachAlertAndNamesNoOther() {
        List<String> sections = Pattern.compile("(?m)^### (Docket\\w+)$")
                .matcher(text(HANDBOOK))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(rules())
                .hasSizeGreaterThan(15)
                .extracting(rule -> rule.required("alert").asString())
                .containsExactlyInAnyOrderElementsOf(sections);
    }

    /** Commands by what became of them, calls by partner, and figures that the database was asked for. */
    @Test
    void theFiguresAreThoseOfWhatWasDone() {
        await("the figures")
                .atMost(PATIENCE)
                .pollInterval(BETWEEN_LOOKS)
                .untilAsserted(() -> assertThatTheyAreThoseOfWhatWasDone(metrics()));
        assertThat(metrics()).doesNotContain(Dockets.PERSONAL);
    }

    private static void assertThatTheyAreThoseOfWhatWasDone(String metrics) {
        assertThat(value(metrics, "docket_commands_seconds_count{command=\"RequestCardOrder\",outcome=\"done\"}"))
                .isEqualTo(1);
        assertThat(value(metrics, "docket_commands_seconds_count{command=\"RequestCardOrder\",outcome=\"refused\"}"))
                .isEqualTo(1);
        assertThat(value(metrics, "docket_partner_calls_seconds_count{outcome=\"2xx\",partner=\"card-system\"}"))
                .isEqualTo(1);
        assertThat(value(metrics, "docket_health{component=\"db\"}")).isEqualTo(1);
        assertThat(value(metrics, "docket_queue_failing{queue=\"send_to_card_system\"}"))
                .isZero();
        assertThat(value(metrics, "docket_projection_lag_age_seconds{projection=\"cases\"}"))
                .isNotNaN();
    }

    private static double value(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + series + " in\n" + metrics));
    }

    @Test
    void healthTellsItsComponentsToOperatorsAlone() {
        JsonNode toOperators = operator().get("/actuator/health").expect(200).json();
        assertThat(toOperators.required("components").propertyNames())
                .contains("db", "log", "projections", "issuer", "progress", "auditLog");

        for (Client other : List.of(
                Client.withoutToken(management), docket.client("auditor").at(management))) {
            JsonNode toOthers = other.get("/actuator/health").expect(200).json();
            assertThat(toOthers.required("status").asString()).isEqualTo("UP");
            assertThat(toOthers.has("components")).isFalse();
        }
    }

    /** Of a source archive, the build knows no commit. */
    @Test
    void infoTellsVersionAndCommit() throws IOException {
        JsonNode info = operator().get("/actuator/info").expect(200).json();

        try (JarFile jar = new JarFile(Application.jar().toFile())) {
            assertThat(info.required("build").required("version").asString())
                    .isEqualTo(jar.getManifest().getMainAttributes().getValue("Implementation-Version"));
            boolean ofARepository = jar.getEntry("BOOT-INF/classes/git.properties") != null;
            assertThat(info.path("git").path("commit").path("id").asString(""))
                    .matches(ofARepository ? "[0-9a-f]{7,40}" : "");
        }
        Client.withoutToken(management).get("/actuator/info").expect(401);
        docket.client("auditor").at(management).get("/actuator/info").expect(403);
    }

    @Test
    void theTwoPortsShareNothing() {
        Client bank = docket.client("bank-channel");
        bank.at(management).get("/v1/case/cases").expect(403);
        bank.at(management).complain("BRVU00002", "at the wrong port").expect(403);
        for (String path : List.of("/oauth2/jwks", "/openapi.yaml", "/swagger-ui", "/login", "/audit/log/checkpoint")) {
            Client.withoutToken(management).get(path).expect(401);
        }
        for (String path : List.of("/actuator/health", "/actuator/prometheus")) {
            docket.client("operator").get(path).expect(404);
        }
    }

    @Test
    void eachLineOfTheLogIsAnObjectThatNamesTheRequest() {
        docket.anyone()
                .get("/v1/case/cases", "X-Correlation-ID", "observed-refusal")
                .expect(401);
        await("the refusal").atMost(PATIENCE).until(() -> wholeLines().contains("observed-refusal"));

        List<JsonNode> lines =
                wholeLines().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.required("@timestamp").asString()).isNotEmpty();
            assertThat(line.required("log").required("level").asString()).isNotEmpty();
            assertThat(line.required("service").required("name").asString()).isEqualTo("docket");
            assertThat(line.required("message").asString()).isNotEmpty();
        });
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line.path("correlation-id").asString("")).isEqualTo("observed-refusal"));
    }

    /** Whatever is wrong with the request, and whoever finds out: the container, a filter or an endpoint. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /operations/dead-letters?projection=Branislav<> HTTP/1.1",
                "DELETE /operations/dead-letters/1?reason=Branislav%zz HTTP/1.1",
                "POST /operations/dead-letters/retry?x=Branislav%zz HTTP/1.1",
                "GET /v1/case/cases?customer-id=Branislav%ff HTTP/1.1",
                "GET /audit/search?customer=Branislav%00 HTTP/1.1",
                "GET /console/audit?customer=Branislav%zz HTTP/1.1",
                "GET /console/login/docket?Branislav=%zz HTTP/1.1",
                "POST /console/logout?x=Branislav%zz HTTP/1.1",
                "GET /oauth2/authorize?state=Branislav%zz HTTP/1.1",
                "POST /oauth2/token?client_secret=Branislav%zz HTTP/1.1",
                "GET /actuator/health?x=Branislav%zz HTTP/1.1",
                "GET / HTTP/1.1\r\nAuthorization Bearer: Branislav",
                "GET / HTTP/1.1\r\nCookie: docket-console=\"Branislav,,;",
            })
    void noLineOfTheLogQuotesARequest(String head) {
        for (URI server : List.of(docket.address(), management)) {
            Answer answer = RawRequest.send(server, head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer.status()).as(answer.toString()).isLessThan(500);
        }
        String after = UUID.randomUUID().toString();
        docket.anyone().get("/v1/case/cases", "X-Correlation-ID", after).expect(401);
        await("what was logged").atMost(PATIENCE).until(() -> docket.output().contains(after));

        assertThat(docket.output()).doesNotContain("Branislav");
    }

    /** From the request over the command to what reads its events, the call to the partner, and the command that follows. */
    @Test
    void aTraceGoesOnBehindTheEventsToTheEndOfWhatTheRequestLedTo() {
        await("the trace").atMost(PATIENCE).untilAsserted(() -> {
            assertFollows("http post /customer-order/{collection}", "command RequestCardOrder");
            assertFollows("command RequestCardOrder", "card-orders CardOrderRequested");
            assertFollows("command RequestCardOrder", "send-approved-orders-to-card-system OrderApproved");
            assertFollows("send-approved-orders-to-card-system OrderApproved", "task send_to_card_system");
            assertFollows("task send_to_card_system", "POST card-system");
            assertThat(COLLECTOR.spansOf(TRACE))
                    .anyMatch(span -> span.getName().startsWith("append docket.card-order."));
        });
        assertThat(COLLECTOR.text()).contains("service.name").doesNotContain(Dockets.PERSONAL);
        assertThat(COLLECTOR.spans()).noneMatch(span -> span.getName().contains("/actuator"));
    }

    private static void assertFollows(String before, String after) {
        Span first = span(before);
        assertThat(span(after).getParentSpanId()).as(after).isEqualTo(first.getSpanId());
    }

    private static Span span(String name) {
        return COLLECTOR
                .span(TRACE, name)
                .orElseThrow(() -> new AssertionError("No " + name + " among "
                        + COLLECTOR.spansOf(TRACE).stream().map(Span::getName).toList()));
    }
}
