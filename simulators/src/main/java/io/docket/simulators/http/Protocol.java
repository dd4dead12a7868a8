package io.docket.simulators.http;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The document of a company's API, which requests are held against: what breaks it is refused, and remembered, so that a
 * test can see that its client speaks as the document says.
 */
public final class Protocol {

    private static final String URI = "https://docket.invalid/protocol.json";
    private static final int MAX_VIOLATIONS = 100;

    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private final SchemaRegistry schemas;
    private final Map<String, Schema> byName = new ConcurrentHashMap<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    private Protocol(JsonNode document) {
        schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, registry -> registry.schemas(
                        Map.of(URI, JsonMapper.shared().writeValueAsString(document)))
                .schemaRegistryConfig(SchemaRegistryConfig.builder()
                        .formatAssertionsEnabled(true)
                        .build()));
    }

    /** Reads {@code protocols/<name>} from the class path, an OpenAPI 3.1 document. */
    public static Protocol of(String name) {
        try (InputStream document = Protocol.class.getResourceAsStream("/protocols/" + name)) {
            if (document == null) {
                throw new IllegalStateException("There is no document " + name);
            }
            return new Protocol(new YAMLMapper().readTree(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of a request, or {@code null} if it is not what a schema of the document says. */
    public @Nullable ObjectNode read(Request request, String schema) {
        List<String> found = new ArrayList<>();
        String contentType = String.valueOf(request.header("Content-Type"));
        if (!contentType.toLowerCase(java.util.Locale.ROOT).startsWith("application/json")) {
            found.add("Content-Type is " + contentType);
        }
        ObjectNode body = parse(request.body(), found);
        if (body != null) {
            schema(schema).validate(body).stream()
                    .map(Error::toString)
                    .map(error -> schema + ": " + error)
                    .forEach(found::add);
        }
        found.forEach(this::violated);
        return found.isEmpty() ? body : null;
    }

    /** Notes that a request breaks the document, or what the document says in words. */
    public void violated(String how) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(how);
        }
    }

    /** What was done: a page of the records of a kind, and how requests have broken the document, the first hundred times. */
    public ObjectNode done(String kind, RecordMap<?, ?> records, PageOf page) {
        ObjectNode done = JsonMapper.shared().createObjectNode();
        done.set(kind, page.document(records.size(), records.page(page)));
        done.set("violations", JsonMapper.shared().valueToTree(violations));
        return done;
    }

    private Schema schema(String name) {
        return byName.computeIfAbsent(
                name, key -> schemas.getSchema(SchemaLocation.of(URI + "#/components/schemas/" + key)));
    }

    private static @Nullable ObjectNode parse(byte[] body, List<String> found) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            if (STRICT.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            found.add("The body is not a JSON object");
        } catch (CharacterCodingException | JacksonException e) {
            found.add("The body is not JSON in UTF-8");
        }
        return null;
    }
}
