package io.docket.platform.contract;

import static java.util.Objects.requireNonNullElse;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.path.NodePath;
import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The contract's literals for what a JSON schema finds wrong; one for each field, the most telling. Of a body that consists of
 * errors the first are told.
 */
final class SchemaErrors {

    private static final int MAX_ERRORS = 100;

    private SchemaErrors() {}

    static List<FieldError> of(Schema schema, JsonNode value, String root) {
        List<Error> found = new ArrayList<>(schema.validate(value));
        found.sort(Comparator.comparingInt(SchemaErrors::rank));
        Map<String, FieldError> errors = new LinkedHashMap<>();
        for (Error error : found) {
            if (errors.size() == MAX_ERRORS) {
                break;
            }
            String tag = tag(error, root);
            errors.putIfAbsent(tag, new FieldError(tag, literal(error), message(error, tag)));
        }
        return List.copyOf(errors.values());
    }

    private static int rank(Error error) {
        return switch (error.getKeyword()) {
            case "required" -> 0;
            case "type" -> 1;
            default -> 2;
        };
    }

    /** A list in a body has places; a parameter is named by its name alone, however many values it has. */
    private static String tag(Error error, String root) {
        StringBuilder tag = new StringBuilder(root);
        NodePath path = error.getInstanceLocation();
        for (int i = 0; i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            if (element instanceof String name) {
                tag.append(tag.isEmpty() ? "" : ".").append(name);
            } else if (root.isEmpty()) {
                tag.append('[').append(element).append(']');
            }
        }
        if (error.getProperty() != null && error.getKeyword().equals("required")) {
            tag.append(tag.isEmpty() ? "" : ".").append(error.getProperty());
        }
        return tag.toString();
    }

    private static ErrorLiteral literal(Error error) {
        return switch (error.getKeyword()) {
            case "required" -> ErrorLiteral.REQUIRED;
            case "type" -> isNull(error) ? ErrorLiteral.REQUIRED : ErrorLiteral.INVALID_FORMAT;
            case "minLength", "minItems" -> ErrorLiteral.MIN_LENGTH;
            case "maxLength", "maxItems" -> ErrorLiteral.MAX_LENGTH;
            case "enum", "const" -> ErrorLiteral.UNKNOWN_ENUM;
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> ErrorLiteral.OUT_OF_RANGE;
            case "dependentRequired" -> ErrorLiteral.COMBINATION_REQUIRED;
            default -> ErrorLiteral.INVALID_FORMAT;
        };
    }

    private static boolean isNull(Error error) {
        return error.getInstanceNode() != null && error.getInstanceNode().isNull();
    }

    private static String message(Error error, String tag) {
        Object limit = requireNonNullElse(error.getSchemaNode(), "");
        return switch (literal(error)) {
            case REQUIRED -> tag + " is required.";
            case MIN_LENGTH ->
                tag + " must have at least " + limit
                        + (error.getKeyword().equals("minItems") ? " entries." : " characters.");
            case MAX_LENGTH -> tag + " must have at most " + limit + " characters or entries.";
            case UNKNOWN_ENUM -> tag + " must be one of " + literals(error) + ".";
            case OUT_OF_RANGE -> tag + " is out of range; its limit is " + limit + ".";
            case COMBINATION_REQUIRED -> tag + " needs another field beside it.";
            default -> tag + " does not have the required form.";
        };
    }

    private static String literals(Error error) {
        return error.getSchemaNode() == null
                ? ""
                : error.getSchemaNode()
                        .valueStream()
                        .filter(JsonNode::isString)
                        .map(JsonNode::asString)
                        .collect(Collectors.joining(", "));
    }
}
