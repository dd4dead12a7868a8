package io.docket.platform.contract;

import com.networknt.schema.Schema;
import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A parameter of a request. */
record Parameter(String name, Place in, boolean required, String type, Schema schema) {

    /** Where a parameter stands. */
    enum Place {
        PATH,
        QUERY,
        HEADER
    }

    /** What is wrong with the values sent; an empty array if the parameter was left out. */
    List<FieldError> validate(String[] values) {
        if (values.length == 0) {
            return required ? List.of(new FieldError(name, ErrorLiteral.REQUIRED, name + " is required.")) : List.of();
        }
        if (values.length > 1 && !type.equals("array")) {
            return List.of(new FieldError(name, ErrorLiteral.INVALID_FORMAT, name + " is given more than once."));
        }
        return SchemaErrors.of(schema, toJson(values), name);
    }

    private JsonNode toJson(String[] values) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        switch (type) {
            case "array" -> {
                ArrayNode array = nodes.arrayNode();
                Arrays.stream(values)
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .forEach(array::add);
                return array;
            }
            case "integer" -> {
                return values[0].matches("-?[0-9]{1,30}")
                        ? nodes.numberNode(new java.math.BigInteger(values[0]))
                        : nodes.stringNode(values[0]);
            }
            default -> {
                return nodes.stringNode(values[0]);
            }
        }
    }
}
