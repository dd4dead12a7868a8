package io.docket.platform.contract;

import io.docket.common.api.FieldError;
import java.security.Principal;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A rule of a request's body that no schema can express, because it depends on the time, on the caller or on reference
 * data. It is checked together with the form, so that one answer names all that is wrong.
 */
public interface BodyRule {

    /** The {@code operationId} in the contract of the requests that it is for. */
    String operationId();

    /**
     * What is wrong with a body; nothing, where the form is not what the rule needs. An error in a field that the form
     * has an error in already, or in a part of it, is not told.
     *
     * @param body an object, which may break its schema in every way
     */
    List<FieldError> violations(JsonNode body, Principal caller);
}
