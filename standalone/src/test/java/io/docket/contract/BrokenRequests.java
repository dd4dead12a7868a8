package io.docket.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.docket.platform.testing.http.PublishedContract;
import io.docket.platform.testing.http.PublishedContract.Operation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes bad requests of the document: to its examples it does one thing after the other that a schema, or the document as a
 * whole, forbids.
 */
final class BrokenRequests {

    static final String NOT_JSON = "The body is not well-formed JSON.";
    static final String NOT_AN_OBJECT = "The body must be a JSON object.";
    static final String NO_BODY = "A JSON body is required.";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Only escaped does a lone surrogate get through. */
    private static final JsonMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final String CORRELATION_ID = "X-Correlation-ID";

    /** Each of them is wrong somewhere. */
    private static final List<String> TEXTS = List.of(
            "",
            "no such literal",
            "x",
            "#",
            "å",
            "-1",
            "a\u0000b",
            "a\nb",
            "a\u000bb",
            "a\u007f",
            "a\u0085b",
            "a\u202eb",
            "a\ud800b",
            "a\udc00",
            "WI1",
            "WI0000000001\n",
            "A".repeat(64),
            "0".repeat(64) + "\n",
            "1;2",
            "@example.com",
            "anna@",
            "a b@example.com",
            "+46 8 123",
            "01122",
            "198112189876",
            "tomorrow",
            "2099-02-30",
            "2099-12-22T13:33:17.",
            "2099-02-30T13:33:17Z",
            "2099-02-30T13:33:17",
            "2099-12-22T24:00:00Z",
            "2099-12-22T13:33:60Z",
            "2099-12-22 13:33:17Z",
            "2099-12-22T13:33:17+25:00",
            "2099-12-22T13:33:17+02:00",
            "2099-12-22T13:33:17Z\n");

    private static final List<String> NUMBERS =
            List.of("0", "-1", "201", "2147483648", "9".repeat(29), "1.5", "1e3", "x", "");

    private static final List<JsonNode> OF_ALL_TYPES = List.of(
            NODES.stringNode("x"),
            NODES.numberNode(5),
            NODES.numberNode(new BigDecimal("1.5")),
            NODES.booleanNode(true),
            NODES.objectNode(),
            NODES.arrayNode(),
            NODES.nullNode());

    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("{", NOT_JSON),
            Map.entry("nonsense", NOT_JSON),
            Map.entry("{} {}", NOT_JSON),
            Map.entry("{\"x\":1,}", NOT_JSON),
            Map.entry("{\"x\":1,\"x\":2}", NOT_JSON),
            Map.entry("{\"x\":\"a\u0000b\"}", NOT_JSON),
            Map.entry("{\"x\":" + "[".repeat(60) + "]".repeat(60) + "}", NOT_JSON),
            Map.entry("{\"x\":" + "1".repeat(2000) + "}", NOT_JSON),
            Map.entry("[]", NOT_AN_OBJECT),
            Map.entry("[{}]", NOT_AN_OBJECT),
            Map.entry("\"text\"", NOT_AN_OBJECT),
            Map.entry("null", NOT_AN_OBJECT),
            Map.entry("5", NOT_AN_OBJECT));

    private static final List<String> MEDIA_TYPES = List.of(
            "text/plain",
            "application/xml",
            "application/yaml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json;charset=ISO-8859-1",
            "application/json;charset=UTF-16",
            "*/*",
            "application/*",
            "nonsense");

    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "PATCH", "FOO");

    /** Of the values that are wrong for a field; more of one with a form of its own. */
    private static final int VALUES = 6;

    private static final int VALUES_OF_A_FORM = 16;

    private static final int BODY_LIMIT = 256 * 1024;

    private final PublishedContract contract;
    private final JsonNode document;
    private final Operation operation;
    private final List<JsonNode> parameters;
    private final List<ObjectNode> examples;
    private final String path;
    private final List<BrokenRequest> all = new ArrayList<>();

    private int turn;

    private BrokenRequests(PublishedContract contract, Operation operation) {
        this.contract = contract;
        this.document = contract.document();
        this.operation = operation;
        parameters = operation
                .node()
                .path("parameters")
                .valueStream()
                .map(parameter -> parameter.has("$ref")
                        ? document.at(parameter.get("$ref").asString().substring(1))
                        : parameter)
                .toList();
        JsonNode content = operation.node().at("/requestBody/content/application~1json");
        examples = Stream.concat(
                        Stream.of(content.path("example")),
                        content.path("examples").valueStream().map(example -> example.path("value")))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .sorted(Comparator.comparing(example -> -example.toString().length()))
                .toList();
        path = path("", "");
        turn = operation.toString().hashCode() & 0xff;
    }

    /** All that can be wrong with the requests of one operation, one thing at a time. */
    static List<BrokenRequest> of(PublishedContract contract, Operation operation) {
        var requests = new BrokenRequests(contract, operation);
        requests.breakParameters();
        requests.askForOtherMethods();
        if (operation.node().has("requestBody")) {
            requests.breakBody();
            JsonNode schema = operation.node().at("/requestBody/content/application~1json/schema");
            requests.breakFields(Constraints.of(contract.document(), schema), "");
        }
        return requests.all;
    }

    /** The path of the examples, but for one of its variables. */
    private String path(String variable, String value) {
        String filled = operation.path();
        for (JsonNode parameter : parameters) {
            String name = parameter.get("name").asString();
            String example = name.equals(variable)
                    ? encoded(value)
                    : parameter.path("example").asString("");
            filled = filled.replace("{" + name + "}", example);
        }
        return filled;
    }

    /** What an example asks for: what it has to, but for one parameter, and something else. */
    private String query(String parameter, String... others) {
        List<String> all = Stream.concat(
                        parameters.stream()
                                .filter(required ->
                                        required.get("in").asString().equals("query")
                                                && required.path("required").asBoolean(false))
                                .filter(required ->
                                        !required.get("name").asString().equals(parameter))
                                .map(required -> required.get("name").asString() + "="
                                        + encoded(required.get("example").asString())),
                        Stream.of(others))
                .toList();
        return all.isEmpty() ? "" : "?" + String.join("&", all);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }

    private void breakParameters() {
        add(path + query("", "no-such-parameter=1"), Map.of(), "no-such-parameter", Set.of("unknown-parameter"));
        for (JsonNode parameter : parameters) {
            String name = parameter.get("name").asString();
            Constraints constraints = Constraints.of(document, parameter.get("schema"));
            switch (parameter.get("in").asString()) {
                case "query" ->
                    breakParameter(
                            constraints,
                            (value, errors) ->
                                    add(path + query(name, name + "=" + encoded(value)), Map.of(), name, errors));
                case "header" ->
                    breakParameter(constraints, (value, errors) -> {
                        if (value.chars().allMatch(c -> c > ' ' && c < 0x7f) || value.equals("a b")) {
                            add(path + query(""), Map.of(name, value), name, errors);
                        }
                    });
                case "path" ->
                    breakParameter(constraints, (value, errors) -> {
                        if (value.matches("[-_0-9A-Za-z]+")) {
                            add(new BrokenRequest(
                                    operation.method(),
                                    path(name, value) + query(""),
                                    requiredHeaders(),
                                    bodyOrNull() == null ? null : BrokenRequest.JSON,
                                    bodyOrNull(),
                                    404,
                                    "",
                                    Set.of()));
                        }
                    });
                default -> throw new IllegalStateException("A parameter in an unknown place: " + parameter);
            }
            if (parameter.get("in").asString().equals("query")
                    && !constraints.types().contains("array")) {
                String value = encoded(parameter.get("example").asString());
                add(
                        path + query(name, name + "=" + value, name + "=" + value),
                        Map.of(),
                        name,
                        Set.of("invalid-format"));
            }
            if (parameter.get("in").asString().equals("query")
                    && parameter.path("required").asBoolean(false)) {
                add(path + query(name), Map.of(), name, Set.of("required"));
            }
            if (parameter.get("in").asString().equals("header")
                    && parameter.path("required").asBoolean(false)) {
                add(new BrokenRequest(
                        operation.method(),
                        path + query(""),
                        Map.of(),
                        BrokenRequest.JSON,
                        bodyOrNull(),
                        400,
                        name,
                        Set.of("required")));
            }
        }
    }

    private void breakParameter(Constraints constraints, BiConsumer<String, Set<String>> broken) {
        boolean list = constraints.types().contains("array");
        List<String> values = new ArrayList<>(constraints.types().contains("integer") ? NUMBERS : TEXTS);
        List<String> limits = new ArrayList<>(List.of("", "a b"));
        constraints.integer("maxLength").ifPresent(limit -> limits.add("a".repeat(limit + 1)));
        if (list) {
            String valid = constraints.items().orElseThrow().literals().stream()
                    .findFirst()
                    .orElse("a");
            limits.add(valid + ",");
            constraints
                    .integer("maxItems")
                    .ifPresent(limit -> limits.add(String.join(",", Collections.nCopies(limit + 1, valid))));
        }
        values.removeIf(value -> !UTF_8.newEncoder().canEncode(value));
        breakOnceInAWhile(
                parsed(values, constraints.types()),
                constraints,
                (value, errors) -> broken.accept(written(value), errors));
        breakEach(
                parsed(limits, constraints.types()),
                constraints,
                (value, errors) -> broken.accept(written(value), errors));
    }

    private static List<JsonNode> parsed(List<String> values, Set<String> types) {
        return values.stream().map(value -> parsed(value, types)).toList();
    }

    private static String written(JsonNode value) {
        return value.isArray() ? value.valueStream().map(JsonNode::asString).collect(joining(",")) : value.asString();
    }

    private static JsonNode parsed(String value, Set<String> types) {
        if (types.contains("array")) {
            ArrayNode items = NODES.arrayNode();
            Stream.of(value.split(",", -1)).forEach(items::add);
            return items;
        }
        return types.contains("integer") && value.matches("-?[0-9]+")
                ? NODES.numberNode(new BigInteger(value))
                : NODES.stringNode(value);
    }

    /** Asked once for each path. */
    private void askForOtherMethods() {
        Set<String> allowed = new TreeSet<>(Set.of("OPTIONS"));
        contract.operations().stream()
                .filter(other -> other.path().equals(operation.path()))
                .forEach(other -> allowed.add(other.method()));
        if (operation.method().equals(new TreeSet<>(allowed).first())) {
            Set<String> others = new HashSet<>(METHODS);
            others.removeAll(allowed);
            if (allowed.contains("GET")) {
                allowed.add("HEAD");
            }
            others.forEach(other -> add(
                    new BrokenRequest(other, path, Map.of(), null, null, 405, "", Set.of(String.join(", ", allowed)))));
        }
    }

    private void breakBody() {
        BODIES.forEach((body, detail) -> addBody(BrokenRequest.JSON, body, 400, detail));
        addBody(
                BrokenRequest.JSON,
                "{\"x\":\"" + "a".repeat(BODY_LIMIT) + "\"}",
                413,
                "A body may have at most 256 KiB.");
        MEDIA_TYPES.forEach(type -> addBody(type, "{}", 415, "The body must be application/json."));
        if (operation.node().at("/requestBody/required").asBoolean(false)) {
            addBody(BrokenRequest.JSON, "", 400, NO_BODY);
            add(new BrokenRequest(operation.method(), path, requiredHeaders(), null, null, 400, "", Set.of(NO_BODY)));
        }
    }

    private void addBody(String type, String body, int status, String detail) {
        add(new BrokenRequest(operation.method(), path, requiredHeaders(), type, body, status, "", Set.of(detail)));
    }

    /** Breaks each constraint of each field of an object of the body. */
    private void breakFields(Constraints object, String parent) {
        object.properties().forEach((name, field) -> {
            String tag = parent + name;
            if (object.required().contains(name)) {
                add(tag, null, Set.of("required"));
            }
            breakValue(field, tag);
        });
    }

    private void breakValue(Constraints constraints, String tag) {
        List<JsonNode> values = new ArrayList<>(OF_ALL_TYPES);
        TEXTS.forEach(text -> values.add(NODES.stringNode(text)));
        breakOnceInAWhile(values, constraints, (value, errors) -> add(tag, value, errors));
        List<JsonNode> limits = new ArrayList<>(List.of(NODES.nullNode()));
        constraints.integer("minLength").ifPresent(limit -> limits.add(NODES.stringNode("a".repeat(limit - 1))));
        constraints
                .integer("maxLength")
                .ifPresent(limit -> limits.add(
                        NODES.stringNode((limit < BODY_LIMIT / 16 ? "\ud83d\ude00" : "a").repeat(limit + 1))));
        constraints.number("minimum").ifPresent(limit -> limits.add(NODES.numberNode(limit.subtract(BigDecimal.ONE))));
        constraints.number("maximum").ifPresent(limit -> limits.add(NODES.numberNode(limit.add(BigDecimal.ONE))));
        constraints.integer("maxItems").ifPresent(limit -> {
            ObjectNode example = shortestExample(tag);
            ArrayNode copies = NODES.arrayNode();
            Collections.nCopies(limit + 1, value(example, tag + "[0]")).forEach(copies::add);
            add(example, tag, copies, constraints.brokenBy(copies));
        });
        breakEach(limits, constraints, (value, errors) -> add(tag, value, errors));
        if (constraints.types().contains("object")) {
            breakFields(constraints, tag + ".");
        }
        constraints.items().ifPresent(items -> breakValue(items, tag + "[0]"));
    }

    private static void breakEach(
            List<JsonNode> values, Constraints constraints, BiConsumer<JsonNode, Set<String>> broken) {
        for (JsonNode value : values) {
            Set<String> errors = constraints.brokenBy(value);
            if (!errors.isEmpty()) {
                broken.accept(value, errors);
            }
        }
    }

    /** Takes some of the values, spread over all, and others the next time: the fields have much in common. */
    private void breakOnceInAWhile(
            List<JsonNode> values, Constraints constraints, BiConsumer<JsonNode, Set<String>> broken) {
        List<JsonNode> wrong = values.stream()
                .filter(value -> !constraints.brokenBy(value).isEmpty())
                .toList();
        int count = Math.min(constraints.askForAForm() ? VALUES_OF_A_FORM : VALUES, wrong.size());
        List<JsonNode> some = IntStream.range(0, count)
                .mapToObj(i -> wrong.get((turn + i * wrong.size() / count) % wrong.size()))
                .toList();
        turn++;
        breakEach(some, constraints, broken);
    }

    private static JsonPointer pointer(String tag) {
        return JsonPointer.compile("/" + tag.replace("[0]", "/0").replace('.', '/'));
    }

    private static JsonNode value(JsonNode example, String tag) {
        return example.at(pointer(tag));
    }

    private ObjectNode shortestExample(String tag) {
        return examples.stream()
                .filter(example -> value(example, tag).isArray())
                .reduce((longer, shorter) -> shorter)
                .orElseThrow();
    }

    /** The longest example that has this field; without one, the longest that has the object that it is a field of. */
    private ObjectNode example(String tag) {
        JsonPointer place = pointer(tag);
        return Stream.of(place, place.head())
                .flatMap(wanted -> examples.stream()
                        .filter(example -> example.at(wanted).isContainer()
                                || example.at(wanted).isValueNode()))
                .findFirst()
                .orElse(examples.get(0));
    }

    /** Has a field of the body be this value; {@code null} to leave it out. */
    private void add(String tag, @Nullable JsonNode value, Set<String> errors) {
        add(example(tag), tag, value, errors);
    }

    private void add(ObjectNode example, String tag, @Nullable JsonNode value, Set<String> errors) {
        ObjectNode body = example.deepCopy();
        JsonPointer place = pointer(tag);
        JsonPointer last = place.last();
        if (last.mayMatchElement()) {
            ArrayNode list = body.withArray(place.head());
            list.removeAll().add(requireNonNull(value));
        } else {
            ObjectNode parent = place.head().matches() ? body : body.withObject(place.head());
            String name = last.getMatchingProperty();
            if (value == null) {
                parent.remove(name);
            } else {
                parent.set(name, value);
            }
        }
        add(new BrokenRequest(
                operation.method(),
                path,
                requiredHeaders(),
                BrokenRequest.JSON,
                ESCAPING.writeValueAsString(body),
                400,
                tag,
                errors));
    }

    private void add(String target, Map<String, String> headers, String tag, Set<String> errors) {
        Map<String, String> sent = new HashMap<>(requiredHeaders());
        sent.putAll(headers);
        String body = bodyOrNull();
        add(new BrokenRequest(
                operation.method(),
                target,
                sent,
                body == null ? null : BrokenRequest.JSON,
                body,
                400,
                tag,
                // It is looked at before all else, and has one literal.
                tag.equals(CORRELATION_ID) ? Set.of("invalid-format") : errors));
    }

    private Map<String, String> requiredHeaders() {
        Map<String, String> headers = new HashMap<>();
        parameters.stream()
                .filter(parameter -> parameter.get("in").asString().equals("header"))
                .filter(parameter -> parameter.path("required").asBoolean(false))
                .forEach(parameter -> headers.put(
                        parameter.get("name").asString(),
                        parameter.get("example").asString()));
        return headers;
    }

    private @Nullable String bodyOrNull() {
        return examples.isEmpty() ? null : examples.get(0).toString();
    }

    private void add(BrokenRequest request) {
        all.add(request);
    }
}
