package io.docket.platform.classification;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import io.docket.platform.contract.BodyRule;
import java.security.Principal;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The rule that a field of a body, where it is a text, is a value of a classification.
 *
 * @param operationId the requests that it is for
 * @param classifications the classifications of the API
 * @param schemaId the classification
 */
public record OnList(String operationId, String field, Classifications classifications, String schemaId)
        implements BodyRule {

    @Override
    public List<FieldError> violations(JsonNode body, Principal caller) {
        JsonNode value = body.path(field);
        return value.isString() && !classifications.contains(schemaId, value.asString())
                ? List.of(new FieldError(field, ErrorLiteral.NOT_ON_LIST, field + " is none of the " + schemaId + "."))
                : List.of();
    }
}
