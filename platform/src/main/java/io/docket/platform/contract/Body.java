package io.docket.platform.contract;

import com.networknt.schema.Schema;
import io.docket.common.api.FieldError;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The JSON body of a request.
 *
 * @param fields the tags of all fields, mapped to their places in the document
 */
record Body(boolean required, Schema schema, Map<String, Integer> fields) {

    /** In the order in which the contract names the fields. */
    List<FieldError> inOrder(List<FieldError> errors) {
        return errors.stream()
                .sorted(Comparator.comparingInt(error -> fields.getOrDefault(error.tag(), Integer.MAX_VALUE)))
                .toList();
    }
}
