package io.docket.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What tests have had happen, as it is published: each event is as the schema of its type says, whether its reader may see
 * personal data or not, and CloudEvents' own SDK reads it.
 */
final class PublishedEvents {

    private static final String ISSUER = "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI";

    /** So many of each type are looked at, wherever in the log they are. */
    private static final int MOST_OF_A_TYPE = 2000;

    private static final String TYPE = "\"type\":\"";

    /** All processes are of the same version. */
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PublishedEvents() {}

    /**
     * Looks at the events of a process, unless it has ended, cannot be asked, or has no demo clients.
     *
     * @param issuers where those have their tokens that do not issue them themselves
     */
    static void check(DocketProcess process, List<TestIssuer> issuers) {
        Optional<URI> issuer = issuer(process, issuers);
        if (!process.isAlive() || issuer.isEmpty() || isCommandSide(process.settings()) || !isReady(process)) {
            return;
        }
        for (String client : List.of("analyst", "analyst-pii")) {
            check(Client.of(issuer.get(), client).at(process));
        }
    }

    private static Optional<URI> issuer(DocketProcess process, List<TestIssuer> issuers) {
        Map<String, String> settings = process.settings().environment();
        String issuer = settings.get(ISSUER);
        if (issuer != null) {
            return issuers.stream()
                    .map(TestIssuer::name)
                    .filter(issuer::equals)
                    .map(URI::create)
                    .findFirst();
        }
        return settings.getOrDefault("DOCKET_DEMO_ENABLED", "true").equals("true") && process.isAlive()
                ? Optional.of(process.address())
                : Optional.empty();
    }

    /** It answers no reads. */
    private static boolean isCommandSide(DocketSettings settings) {
        return "docket_command".equals(settings.environment().get("SPRING_DATASOURCE_USERNAME"));
    }

    private static boolean isReady(DocketProcess process) {
        try {
            return process.anyone()
                            .waiting(Duration.ofSeconds(5))
                            .get("/actuator/health/readiness")
                            .status()
                    == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static void check(Client client) {
        HttpRequest request = client.request("/events?until=now", "Accept", "application/x-ndjson")
                .GET()
                .build();
        try {
            HttpResponse<Stream<String>> answer = HTTP.send(request, BodyHandlers.ofLines());
            try (Stream<String> lines = answer.body()) {
                // Its database has been taken away.
                if (answer.statusCode() == 503) {
                    return;
                }
                assertThat(answer.statusCode()).isEqualTo(200);
                Map<String, Integer> seen = new HashMap<>();
                lines.filter(line -> !line.isEmpty() && seen.merge(type(line), 1, Integer::sum) <= MOST_OF_A_TYPE)
                        .forEach(line -> check(client, line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Found without reading the whole line: of a long log, most of them are not looked at. */
    private static String type(String line) {
        int at = line.indexOf(TYPE) + TYPE.length();
        return line.substring(at, line.indexOf('"', at));
    }

    private static void check(Client client, String line) {
        JsonNode event = JsonMapper.shared().readTree(line);
        String type = event.required("type").asString();
        Schema schema = SCHEMAS.computeIfAbsent(type, missing -> SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12)
                .getSchema(client.get("/events/schemas/" + missing).expect(200).json()));
        assertThat(schema.validate(event.required("data"))).as("%s", event).isEmpty();

        CloudEvent read = new JsonFormat().deserialize(line.getBytes(UTF_8));
        assertThat(read.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(read.getType()).isEqualTo(type);
        assertThat(read.getData()).isNotNull();
    }
}
