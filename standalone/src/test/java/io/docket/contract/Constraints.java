package io.docket.contract;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What a schema of the document asks of a value, whatever parts it is put together of; what it makes depend on other
 * values aside.
 */
final class Constraints {

    private final JsonNode document;
    private final List<JsonNode> parts = new ArrayList<>();

    private Constraints(JsonNode document) {
        this.document = document;
    }

    static Constraints of(JsonNode document, JsonNode schema) {
        var constraints = new Constraints(document);
        constraints.collect(schema);
        return constraints;
    }

    private void collect(JsonNode schema) {
        parts.add(schema);
        if (schema.has("$ref")) {
            collect(document.at(schema.get("$ref").asString().substring(1)));
        }
        schema.path("allOf").forEach(this::collect);
    }

    private Stream<JsonNode> all(String keyword) {
        return parts.stream().filter(part -> part.has(keyword)).map(part -> part.get(keyword));
    }

    private Optional<JsonNode> first(String keyword) {
        return all(keyword).findFirst();
    }

    Optional<Integer> integer(String keyword) {
        return first(keyword).map(JsonNode::asInt);
    }

    Optional<BigDecimal> number(String keyword) {
        return first(keyword).map(JsonNode::decimalValue);
    }

    /** The types that it may have; empty if the document does not say. */
    Set<String> types() {
        return first("type").stream()
                .flatMap(type -> type.isArray() ? type.valueStream() : Stream.of(type))
                .map(JsonNode::asString)
                .collect(toCollection(TreeSet::new));
    }

    Map<String, Constraints> properties() {
        return all("properties")
                .flatMap(properties -> properties.properties().stream())
                .collect(toMap(
                        Map.Entry::getKey,
                        property -> of(document, property.getValue()),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    Set<String> required() {
        return all("required")
                .flatMap(JsonNode::valueStream)
                .map(JsonNode::asString)
                .collect(toCollection(TreeSet::new));
    }

    Optional<Constraints> items() {
        return first("items").map(items -> of(document, items));
    }

    /** The literals of an enumeration. */
    List<String> literals() {
        return first("enum").stream()
                .flatMap(JsonNode::valueStream)
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .toList();
    }

    /** Whether a text must have a form of its own, and not only be without certain characters. */
    boolean askForAForm() {
        return Stream.concat(all("format"), all("anyOf")).findAny().isPresent()
                || all("pattern").anyMatch(pattern -> !pattern.asString().startsWith("^[^"));
    }

    /** The literals of all constraints that a value breaks, those of the fields of an object aside. */
    Set<String> brokenBy(JsonNode value) {
        Set<String> types = types();
        if (!types.isEmpty() && !isOneOf(types, value)) {
            return Set.of(value.isNull() ? "required" : "invalid-format");
        }
        Set<String> broken = new LinkedHashSet<>();
        if (!value.isNull() && first("enum").isPresent() && !literals().contains(value.asString(""))) {
            broken.add("unknown-enum");
        }
        if (value.isString()) {
            addBrokenBy(value.asString(), broken);
        } else if (value.isNumber()) {
            addBrokenBy(value.decimalValue(), broken);
        } else if (value.isArray()) {
            addBrokenBy("min-length", "minItems", "max-length", "maxItems", value.size(), broken);
            items().ifPresent(items -> value.forEach(item -> broken.addAll(items.brokenBy(item))));
        }
        return broken;
    }

    private static boolean isOneOf(Set<String> types, JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> types.contains("string");
            case NUMBER -> types.contains("number") || (types.contains("integer") && isIntegral(value.decimalValue()));
            case BOOLEAN -> types.contains("boolean");
            case OBJECT -> types.contains("object");
            case ARRAY -> types.contains("array");
            case NULL -> types.contains("null");
            default -> false;
        };
    }

    private static boolean isIntegral(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    private void addBrokenBy(String text, Set<String> broken) {
        addBrokenBy(
                "min-length", "minLength", "max-length", "maxLength", text.codePointCount(0, text.length()), broken);
        if (all("pattern")
                        .anyMatch(pattern ->
                                !ofEcmaScript(pattern.asString()).matcher(text).find())
                || all("format").anyMatch(format -> !hasFormat(format.asString(), text))
                || all("anyOf").anyMatch(alternatives -> alternatives
                        .valueStream()
                        .noneMatch(alternative ->
                                of(document, alternative).broken(text).isEmpty()))) {
            broken.add("invalid-format");
        }
    }

    private Set<String> broken(String text) {
        Set<String> broken = new LinkedHashSet<>();
        addBrokenBy(text, broken);
        return broken;
    }

    private void addBrokenBy(String tooLow, String least, String tooHigh, String most, int size, Set<String> broken) {
        if (integer(least).filter(limit -> size < limit).isPresent()) {
            broken.add(tooLow);
        }
        if (integer(most).filter(limit -> size > limit).isPresent()) {
            broken.add(tooHigh);
        }
    }

    private void addBrokenBy(BigDecimal number, Set<String> broken) {
        if (number("minimum").filter(limit -> number.compareTo(limit) < 0).isPresent()
                || number("maximum")
                        .filter(limit -> number.compareTo(limit) > 0)
                        .isPresent()) {
            broken.add("out-of-range");
        }
    }

    /** There, the end is not before a last line break. */
    private static Pattern ofEcmaScript(String pattern) {
        return Pattern.compile(pattern.endsWith("$") ? pattern.substring(0, pattern.length() - 1) + "\\z" : pattern);
    }

    private static boolean hasFormat(String format, String text) {
        try {
            switch (format) {
                case "date-time" -> OffsetDateTime.parse(text);
                case "date" -> LocalDate.parse(text);
                default -> throw new IllegalStateException("A format that is not known here: " + format);
            }
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
