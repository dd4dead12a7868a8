package io.docket.eventstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.jackson.JsonFormat;
import io.docket.eventstream.log.EventFilter;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.spring.stereotype.Aggregate;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What is said of the events that there are, and that they are so. */
class EventCatalogueIntegrationTest extends StreamedEvents {

    @Test
    void everyEventIsAsItsSchemaSaysAndCloudEventsOwnReaderTakesIt() {
        Map<String, Schema> schemas = new HashMap<>();
        for (String client : List.of("analyst", "analyst-pii")) {
            for (JsonNode event : lines(client, "?until=now")) {
                String type = event.get("type").asString();
                Schema schema = schemas.computeIfAbsent(
                        type, missing -> SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                                .getSchema(as("analyst")
                                        .get("/events/schemas/" + missing)
                                        .expect(200)
                                        .json()));
                assertThat(schema.validate(event.get("data"))).as("%s", event).isEmpty();

                CloudEvent read = new JsonFormat().deserialize(event.toString().getBytes(StandardCharsets.UTF_8));
                assertThat(read.getSpecVersion()).isEqualTo(SpecVersion.V1);
                assertThat(read.getType()).isEqualTo(type);
                assertThat(read.getSubject()).isEqualTo(event.get("subject").asString());
                assertThat(read.getExtension("position"))
                        .isEqualTo(event.get("position").asString());
                assertThat(read.getData()).isNotNull();
            }
        }
        assertThat(schemas).containsKeys(COMPLAINT, ACTIVATED);
    }

    @Test
    void theCatalogueListsAllTypesForProgramsAndForPeople() {
        List<String> types = anonymous()
                .get("/events/schemas")
                .expect(200)
                .json()
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        assertThat(types).hasSizeGreaterThan(50).contains(COMPLAINT, "docket.card-order.additional-card-requested.v1");
        String page = anonymous()
                .request("GET", "/events/schemas")
                .header("Accept", "text/html,*/*;q=0.8")
                .send()
                .expect(200)
                .text();
        assertThat(types).allSatisfy(type -> assertThat(page).contains("<h3 id=\"" + type + "\">"));
        assertNotFound(anonymous().get("/events/schemas/docket.case.complaint-registered.v9"));
        assertNotFound(anonymous().get("/events/schemas/docket.case.complaint-registered"));
    }

    /** AsyncAPI's own schema of documents, as it is published. */
    private static Schema asyncApi() throws IOException {
        try (InputStream schema = new ClassPathResource("asyncapi/asyncapi-3.0.0.json").getInputStream()) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(JsonMapper.shared().readTree(schema));
        }
    }

    @Test
    void theAsyncApiDocumentDescribesEachMessage() throws Exception {
        String yaml = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(anonymous().server().resolve("/asyncapi.yaml"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        JsonNode document = new YAMLMapper().readTree(yaml);
        assertThat(asyncApi().validate(document)).isEmpty();
        ObjectNode wrong = ((ObjectNode) document).deepCopy();
        wrong.withObject("/operations/streamEvents").put("action", "push");
        assertThat(asyncApi().validate(wrong)).isNotEmpty();
        String uri = "https://docket.invalid/asyncapi.json";
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, schemas -> schemas.schemas(Map.of(uri, document.toString())));
        Schema whole = registry.getSchema(SchemaLocation.of(uri));
        document.at("/components/messages").properties().forEach(message -> {
            Schema payload =
                    whole.getRefSchema(SchemaLocation.of(uri + "#/components/messages/" + message.getKey() + "/payload")
                            .getFragment());
            assertThat(message.getValue().at("/examples").valueStream())
                    .isNotEmpty()
                    .allSatisfy(example -> assertThat(payload.validate(example.get("payload")))
                            .as(message.getKey())
                            .isEmpty());
            assertThat(document.at("/channels/events/messages").has(message.getKey()))
                    .isTrue();
        });
        assertThat(document.at("/components/messages").size())
                .isEqualTo(anonymous().get("/events/schemas").json().size());
    }

    @Test
    void thereIsAKindForEachTypeOfAggregates() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(Aggregate.class));
        List<String> types = scanner.findCandidateComponents("io.docket").stream()
                .map(found -> ClassUtils.resolveClassName(
                        requireNonNull(found.getBeanClassName()), ClassUtils.getDefaultClassLoader()))
                .filter(found -> !found.getPackageName().contains(".offence"))
                .map(found ->
                        requireNonNull(found.getAnnotation(Aggregate.class)).type())
                .toList();
        List<String> kinds = anonymous()
                .contract()
                .document()
                .at("/components/schemas/EventKind/enum")
                .valueStream()
                .map(JsonNode::asString)
                .toList();

        assertThat(types).hasSizeGreaterThan(5);
        assertThat(EventFilter.of(Set.of(), kinds, null).aggregateTypes()).containsExactlyInAnyOrderElementsOf(types);
    }
}
