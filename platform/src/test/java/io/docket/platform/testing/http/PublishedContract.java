package io.docket.platform.testing.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The OpenAPI document that a server publishes, and whether an answer keeps to it: its status is declared for the
 * operation or common to all, the headers that the document requires are there and valid, the content type is declared,
 * and the body is valid, formats included.
 */
public final class PublishedContract {

    private static final String DOCUMENT_URI = "https://docket.invalid/published.json";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** What any path may answer, also where its operation does not say so. */
    private static final Map<Integer, String> COMMON = Map.of(
            400, "BadRequest",
            401, "Unauthorized",
            403, "Forbidden",
            404, "NotFound",
            405, "MethodNotAllowed",
            406, "NotAcceptable",
            408, "RequestTimeout",
            413, "PayloadTooLarge",
            415, "UnsupportedMediaType",
            429, "TooManyRequests");

    private final JsonNode document;
    private final SchemaRegistry schemas;
    private final List<Operation> operations = new ArrayList<>();

    private PublishedContract(JsonNode document) {
        this.document = document;
        schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, registry -> registry.schemas(
                        Map.of(DOCUMENT_URI, JsonMapper.shared().writeValueAsString(document)))
                .schemaRegistryConfig(SchemaRegistryConfig.builder()
                        .formatAssertionsEnabled(true)
                        .build()));
        document.get("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(member -> METHODS.contains(member.getKey()))
                .forEach(member -> operations.add(new Operation(
                        member.getKey().toUpperCase(Locale.ROOT),
                        path.getKey(),
                        "/paths/" + escaped(path.getKey()) + "/" + member.getKey(),
                        member.getValue()))));
        operations.sort(Comparator.comparingLong(Operation::variables));
    }

    /** Reads the document as {@code /openapi.yaml} answers it. */
    public static PublishedContract of(String yaml) {
        return new PublishedContract(new YAMLMapper().readTree(yaml));
    }

    /** What is published, as it is. */
    public JsonNode document() {
        return document;
    }

    /** All operations, those with fewer variables in their path first. */
    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** The operation that answers a request, if there is one. */
    public Optional<Operation> operation(String method, String path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        return operations.stream()
                .filter(operation -> operation.method.equals(asked) && operation.matches(path))
                .findFirst();
    }

    /** Fails unless the answer is one that the document allows. */
    void check(String method, String path, Answer answer) {
        String what = method + " " + path + " -> " + answer;
        Located response = operation(method, path)
                .flatMap(operation -> declared(operation, answer.status()))
                .or(() -> common(path, answer.status()))
                .orElseThrow(() -> new AssertionError("The contract declares no such answer: " + what));
        JsonNode headers = response.node.path("headers");
        assertThat(headers.has("X-Correlation-ID"))
                .as("X-Correlation-ID declared for %s", what)
                .isTrue();
        headers.properties()
                .forEach(header -> checkHeader(
                        header.getKey(),
                        resolved(new Located(
                                response.pointer + "/headers/" + escaped(header.getKey()), header.getValue())),
                        answer,
                        what));
        JsonNode content = response.node.path("content");
        if (content.isEmpty() || method.equals("HEAD")) {
            assertThat(answer.body()).as("body of %s", what).isEmpty();
            return;
        }
        MediaType type = MediaType.parseMediaType(answer.header("Content-Type"));
        String declaredType = type.getType() + "/" + type.getSubtype();
        assertThat(content.propertyNames()).as("content types for %s", what).contains(declaredType);
        if (!declaredType.endsWith("/json") && !declaredType.endsWith("+json")) {
            return;
        }
        Schema schema = schema(response.pointer + "/content/" + escaped(declaredType) + "/schema");
        assertThat(schema.validate(answer.json())).as("body of %s", what).isEmpty();
    }

    private void checkHeader(String name, Located header, Answer answer, String what) {
        List<String> values = answer.headers().allValues(name);
        if (header.node.path("required").asBoolean(false)) {
            assertThat(values).as("%s of %s", name, what).hasSize(1);
        }
        if (!values.isEmpty()) {
            boolean integer = header.node.at("/schema/type").asString("").equals("integer");
            JsonNode value = integer
                    ? JsonNodeFactory.instance.numberNode(Long.parseLong(values.get(0)))
                    : JsonNodeFactory.instance.stringNode(values.get(0));
            assertThat(schema(header.pointer + "/schema").validate(value))
                    .as("%s of %s", name, what)
                    .isEmpty();
        }
    }

    private Optional<Located> declared(Operation operation, int status) {
        JsonNode response = operation.node.path("responses").path(String.valueOf(status));
        return response.isMissingNode()
                ? Optional.empty()
                : Optional.of(resolved(new Located(operation.pointer + "/responses/" + status, response)));
    }

    /** An API whose errors have a shape of their own answers all paths below its root alike. */
    private Optional<Located> common(String path, int status) {
        Optional<String> root = document.path("x-error-shapes").propertyNames().stream()
                .filter(prefix -> (path + "/").startsWith(prefix + "/"))
                .findFirst();
        return root.isPresent()
                ? operations.stream()
                        .filter(operation -> operation.path.startsWith(root.get() + "/"))
                        .flatMap(operation -> declared(operation, status).stream())
                        .findFirst()
                : common(status);
    }

    private Optional<Located> common(int status) {
        return Optional.ofNullable(COMMON.get(status)).map(name -> {
            String pointer = "/components/responses/" + name;
            return new Located(pointer, document.at(pointer));
        });
    }

    private Located resolved(Located located) {
        @Nullable JsonNode reference = located.node.get("$ref");
        if (reference == null) {
            return located;
        }
        String pointer = reference.asString().substring(1);
        return new Located(pointer, document.at(pointer));
    }

    private Schema schema(String pointer) {
        return schemas.getSchema(SchemaLocation.of(DOCUMENT_URI + "#" + pointer));
    }

    private static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }

    private record Located(String pointer, JsonNode node) {}

    /** One operation of the document. */
    public static final class Operation {

        private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

        private final String method;
        private final String path;
        private final String pointer;
        private final JsonNode node;
        private final Pattern pattern;

        private Operation(String method, String path, String pointer, JsonNode node) {
            this.method = method;
            this.path = path;
            this.pointer = pointer;
            this.node = node;
            this.pattern = Pattern.compile(VARIABLE.splitAsStream(path + "/")
                    .map(Pattern::quote)
                    .collect(Collectors.joining("[^/]+"))
                    .replaceFirst("/\\\\E$", "\\\\E/?"));
        }

        public String method() {
            return method;
        }

        /** With its variables in braces. */
        public String path() {
            return path;
        }

        /** What the document says of it. */
        public JsonNode node() {
            return node;
        }

        /** The scopes of which a token needs one. */
        public Set<String> scopes() {
            return node.path("security")
                    .valueStream()
                    .flatMap(alternative -> alternative.path("oauth2").valueStream())
                    .map(JsonNode::asString)
                    .collect(Collectors.toSet());
        }

        /** The roles of which a token needs one too; any will do if there are none. */
        public Set<String> roles() {
            return node.path("x-roles").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
        }

        /** Whether it takes the parameter that the document describes under this name. */
        public boolean takes(String parameter) {
            return node.path("parameters")
                    .valueStream()
                    .anyMatch(taken -> taken.path("$ref").asString("").equals("#/components/parameters/" + parameter));
        }

        /** The path with the examples of its parameters. */
        public String examplePath() {
            String filled = path.replace("{case-id}", "WI0000000000").replace("{file-id}", "none");
            return VARIABLE.matcher(filled).replaceAll("none");
        }

        private boolean matches(String asked) {
            return pattern.matcher(asked).matches();
        }

        private long variables() {
            return VARIABLE.matcher(path).results().count();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
