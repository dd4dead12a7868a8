package io.docket.platform.contract;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import io.docket.platform.errors.ErrorShape;
import io.docket.platform.errors.ErrorShapes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The published API: what can be asked, by whom, and in which form. One OpenAPI 3.1 document, made of the
 * {@code openapi/*.yaml} files of all contexts; what it does not name does not answer.
 */
@Component
public final class Contract implements ErrorShapes {

    private static final String DOCUMENT_URI = "https://docket.invalid/openapi.json";
    private static final String BODY_SCHEMA = "/requestBody/content/application~1json/schema";
    private static final String MATCH = Match.class.getName();
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();

    /** Those whose paths hold no values: no others are as specific. */
    private final Map<String, List<Operation>> byPath = new HashMap<>();

    private final Set<Operation> ofCustomers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<ErrorScope> errorScopes = new ArrayList<>();

    Contract() throws IOException {
        document = merged(new PathMatchingResourcePatternResolver().getResources("classpath*:openapi/*.yaml"));
        document.get("paths").properties().forEach(path -> path.getValue()
                .forEach(operation -> addCommonResponses(path.getKey(), (ObjectNode) operation)));
        SchemaRegistry schemas =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, registry -> registry.schemas(
                                Map.of(DOCUMENT_URI, JsonMapper.shared().writeValueAsString(document)))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
        // Asked for by its own address, each part would be read of the whole text again.
        Schema whole = schemas.getSchema(SchemaLocation.of(DOCUMENT_URI));
        document.get("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(method -> METHODS.contains(method.getKey()))
                .forEach(
                        method -> operations.add(operation(whole, path.getKey(), method.getKey(), method.getValue()))));
        operations.sort(Comparator.comparing(Operation::pattern, PathPattern.SPECIFICITY_COMPARATOR));
        operations.stream()
                .filter(operation -> !operation.pattern().hasPatternSyntax())
                .forEach(operation -> byPath.computeIfAbsent(
                                operation.pattern().getPatternString(), path -> new ArrayList<>())
                        .add(operation));
        operations.stream().filter(this::isOfCustomers).forEach(ofCustomers::add);
        document.path("x-error-shapes")
                .properties()
                .forEach(root -> errorScopes.add(ErrorScope.of(root.getKey(), root.getValue())));
    }

    private static ObjectNode merged(Resource[] files) throws IOException {
        var yaml = new YAMLMapper();
        ObjectNode whole = yaml.createObjectNode();
        for (Resource file : files) {
            try (InputStream content = file.getInputStream()) {
                merge(whole, (ObjectNode) yaml.readTree(content));
            } catch (RuntimeException e) {
                throw new IllegalStateException("Cannot read " + file, e);
            }
        }
        return whole;
    }

    private static void merge(ObjectNode into, ObjectNode more) {
        more.properties().forEach(member -> {
            JsonNode present = into.get(member.getKey());
            JsonNode added = member.getValue();
            if (present == null) {
                into.set(member.getKey(), added);
            } else if (present.isObject() && added.isObject()) {
                merge((ObjectNode) present, (ObjectNode) added);
            } else if (present.isArray() && added.isArray()) {
                present.asArray().addAll(added.asArray());
            } else {
                throw new IllegalStateException("Two OpenAPI files both define " + member.getKey());
            }
        });
    }

    /** What every operation may answer stands in the documents once for each error shape. */
    private void addCommonResponses(String path, ObjectNode operation) {
        JsonNode common = document.path("x-error-shapes")
                .propertyStream()
                .filter(root -> Roots.covers(root.getKey(), path))
                .map(root -> root.getValue().path("common-responses"))
                .findFirst()
                .orElse(document.path("x-common-responses"));
        ObjectNode responses = (ObjectNode) operation.get("responses");
        common.properties().stream()
                .filter(response -> !responses.has(response.getKey()))
                .forEach(response -> responses.set(response.getKey(), response.getValue()));
    }

    private Operation operation(Schema whole, String path, String method, JsonNode node) {
        String pointer = "/paths/" + path.replace("~", "~0").replace("/", "~1") + "/" + method;
        List<Parameter> parameters = new ArrayList<>();
        JsonNode declared = node.path("parameters");
        for (int i = 0; i < declared.size(); i++) {
            String at = pointer + "/parameters/" + i;
            JsonNode parameter = declared.get(i);
            if (parameter.has("$ref")) {
                at = parameter.get("$ref").asString().substring(1);
                parameter = document.at(at);
            }
            parameters.add(new Parameter(
                    parameter.get("name").asString(),
                    Parameter.Place.valueOf(parameter.get("in").asString().toUpperCase(java.util.Locale.ROOT)),
                    parameter.path("required").asBoolean(false),
                    typeOf(parameter.get("schema")),
                    whole.getRefSchema(at(at + "/schema"))));
        }
        Body body = null;
        if (node.has("requestBody")) {
            body = new Body(
                    node.at("/requestBody/required").asBoolean(false),
                    whole.getRefSchema(at(pointer + BODY_SCHEMA)),
                    fields(document.at(pointer + BODY_SCHEMA)));
        }
        Set<String> scopes = new TreeSet<>();
        node.path("security")
                .forEach(alternative -> alternative.path("oauth2").forEach(scope -> scopes.add(scope.asString())));
        boolean isOpenToAll =
                node.path("security").isArray() && node.path("security").isEmpty();
        if (scopes.isEmpty() && !isOpenToAll) {
            throw new IllegalStateException("The contract names no scope for " + method + " " + path);
        }
        Set<String> roles = new TreeSet<>();
        node.path("x-roles").forEach(role -> roles.add(role.asString()));
        return new Operation(
                node.path("operationId").asString(""),
                method.toUpperCase(java.util.Locale.ROOT),
                PathPatternParser.defaultInstance.parse(
                        path.endsWith("/") ? path.substring(0, path.length() - 1) : path),
                scopes,
                roles,
                parameters,
                Optional.ofNullable(body),
                produces(node.path("responses")));
    }

    private static NodePath at(String pointer) {
        return SchemaLocation.of(DOCUMENT_URI + "#" + pointer).getFragment();
    }

    private List<MediaType> produces(JsonNode responses) {
        return responses.properties().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .flatMap(response -> resolved(response.getValue()).path("content").propertyNames().stream())
                .map(MediaType::parseMediaType)
                .toList();
    }

    private String typeOf(JsonNode schema) {
        JsonNode resolved = schema;
        while (!resolved.has("type") && resolved.has("$ref")) {
            resolved = resolved(resolved);
        }
        return resolved.path("type").asString("string");
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? document.at(schema.get("$ref").asString().substring(1)) : schema;
    }

    private Map<String, Integer> fields(JsonNode schema) {
        Map<String, Integer> fields = new HashMap<>();
        collectFields(schema, "", fields);
        return fields;
    }

    private void collectFields(JsonNode schema, String parent, Map<String, Integer> fields) {
        JsonNode object = schema;
        while (object.has("$ref")) {
            object = resolved(object);
        }
        object.path("properties").properties().forEach(property -> {
            String tag = parent + property.getKey();
            fields.putIfAbsent(tag, fields.size());
            collectFields(property.getValue(), tag + ".", fields);
        });
        if (object.has("items")) {
            collectFields(object.get("items"), parent, fields);
        }
        for (String combination : List.of("allOf", "anyOf", "oneOf")) {
            object.path(combination).forEach(part -> collectFields(part, parent, fields));
        }
    }

    /** The whole document. */
    public JsonNode document() {
        return document;
    }

    @Override
    public ErrorShape of(String path) {
        return errorScope(path).shape();
    }

    /** How a path is answered that the contract does not name. */
    HttpStatus unknownPath(String path) {
        return errorScope(path).unknownPath();
    }

    /** Whether an operation concerns customers of the bank, so that its callers have to act for one, or for all. */
    public boolean concernsCustomers(Operation operation) {
        return ofCustomers.contains(operation);
    }

    private boolean isOfCustomers(Operation operation) {
        String path = operation.pattern().getPatternString();
        return document.path("x-concerns-customers")
                .valueStream()
                .anyMatch(root -> Roots.covers(root.asString(), path));
    }

    private ErrorScope errorScope(String path) {
        return errorScopes.stream()
                .filter(scope -> scope.covers(path))
                .findFirst()
                .orElse(ErrorScope.OF_ALL_OTHERS);
    }

    /** What the contract says of a request's method and path; looked up once for each request. */
    public Match match(HttpServletRequest request) {
        if (request.getAttribute(MATCH) instanceof Match known) {
            return known;
        }
        Match match = match(request.getMethod(), request.getRequestURI());
        request.setAttribute(MATCH, match);
        return match;
    }

    Match match(String method, String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        String asked = method.equals("HEAD") ? "GET" : method;
        Set<String> allowed = new TreeSet<>();
        PathPattern mostSpecific = null;
        for (Operation operation : byPath.getOrDefault(path, operations)) {
            PathPattern.PathMatchInfo found =
                    operation.beginsLike(path) ? operation.pattern().matchAndExtract(parsed) : null;
            boolean samePath = mostSpecific == null || operation.pattern().equals(mostSpecific);
            if (found != null && samePath) {
                if (operation.method().equals(asked)) {
                    return new Match(operation, found.getUriVariables(), Set.of());
                }
                mostSpecific = operation.pattern();
                allowed.add(operation.method());
            }
        }
        if (!allowed.isEmpty()) {
            allowed.add("OPTIONS");
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return new Match(null, Map.of(), allowed);
    }

    /**
     * What was found.
     *
     * @param operation the operation; {@code null} if there is none
     * @param pathVariables the values of the path's parameters
     * @param allowed without an operation: the methods that the path does answer; empty if it answers none
     */
    public record Match(@Nullable Operation operation, Map<String, String> pathVariables, Set<String> allowed) {}
}
