package io.docket.platform.classification;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A list of literals that an API publishes.
 *
 * @param schemaId its name
 * @param description what the literals are
 * @param values the literals, in the order in which a person should see them
 */
record Classification(@JsonProperty("schema-id") String schemaId, String description, List<Value> values) {

    public Classification {
        values = List.copyOf(values);
    }

    /**
     * One literal.
     *
     * @param literal as requests and answers spell it
     * @param code what other systems know it by, if they do
     * @param description what it means
     */
    public record Value(String literal, Optional<String> code, String description) {}

    /** The literals alone. */
    public Set<String> literals() {
        return values.stream().map(Value::literal).collect(Collectors.toUnmodifiableSet());
    }
}
