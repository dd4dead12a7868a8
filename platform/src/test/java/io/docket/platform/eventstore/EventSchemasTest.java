package io.docket.platform.eventstore;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.docket.common.api.EventType;
import io.docket.common.api.PersonalData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The released schemas, {@code event-schemas/<type>.v<revision>.json}, are those of the records and of the samples. Without its
 * file, the schema of a new revision is written there, once; that of a released one never changes.
 */
class EventSchemasTest {

    private static final EventTypes TYPES = EventTypes.scan("io.docket");
    private static final EventSchemas SCHEMAS = new EventSchemas(StoredJson.of(TYPES));
    private static final Path FOLDER = Path.of("..", "api-contracts", "src", "main", "resources", "event-schemas");

    static List<Class<?>> events() {
        return TYPES.classes().stream()
                .filter(event -> event.getPackageName().contains(".api.event"))
                .toList();
    }

    static List<Resource> samples() throws IOException {
        return List.of(new PathMatchingResourcePatternResolver().getResources("classpath*:event-samples/*"));
    }

    private static String typeOf(Class<?> event) {
        EventType type = requireNonNull(event.getAnnotation(EventType.class));
        return type.value() + ".v" + type.revision();
    }

    private static JsonNode read(Resource file) throws IOException {
        try (InputStream content = file.getInputStream()) {
            return JsonMapper.shared().readTree(content);
        }
    }

    private static Path file(String type) {
        return FOLDER.resolve(type + ".json");
    }

    private static JsonNode released(String type) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file(type)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void aReleasedEventDoesNotChange(Class<?> event) throws IOException {
        String type = typeOf(event);
        String schema = EventSchemas.printed(SCHEMAS.of(event));
        if (Files.notExists(file(type))) {
            Files.createDirectories(FOLDER);
            Files.writeString(file(type), schema);
            fail("%s is new: its schema has been written to %s, to be released with it", type, file(type));
        }
        assertThat(Files.readString(file(type), StandardCharsets.UTF_8))
                .as("%s has been released: give it another revision", type)
                .isEqualTo(schema);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theSampleIsAsItsSchemaSays(Resource sample) throws IOException {
        String type = requireNonNull(sample.getFilename()).replaceAll("(\\.nulls)?\\.json$", "");
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(released(type));
        JsonNode event = read(sample);

        assertThat(schema.validate(event)).isEmpty();
        assertThat(schema.validate(masked(event, released(type), PersonalData.MASKED)))
                .isEmpty();
        var withMore = (ObjectNode) event.deepCopy();
        withMore.put("of-another-time", 1);
        assertThat(schema.validate(withMore)).hasSize(1);
        event.propertyNames().forEach(name -> {
            var without = (ObjectNode) event.deepCopy();
            without.remove(name);
            assertThat(schema.validate(without)).as("without %s", name).isNotEmpty();
        });
    }

    /** As it is read by who is to see no personal data. */
    private static JsonNode masked(JsonNode event, JsonNode schema, String mask) {
        JsonNode masked = event.deepCopy();
        mask(masked, schema, mask);
        return masked;
    }

    private static @Nullable JsonNode mask(JsonNode value, JsonNode schema, String mask) {
        if (schema.path("x-personal-data").asBoolean(false)) {
            return value.isString() ? StringNode.valueOf(mask) : null;
        }
        if (value instanceof ObjectNode object) {
            for (String name : Set.copyOf(object.propertyNames())) {
                object.set(
                        name, mask(object.get(name), schema.path("properties").path(name), mask));
            }
        }
        value.valueStream().filter(JsonNode::isObject).forEach(item -> mask(item, schema.path("items"), mask));
        return value;
    }

    @Test
    void everyReleasedEventHasASchemaAndNoSchemaLacksItsEvent() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(toSet()))
                    .isEqualTo(samples().stream()
                            .map(sample -> requireNonNull(sample.getFilename()).replace(".nulls", ""))
                            .collect(Collectors.toSet()));
        }
    }
}
