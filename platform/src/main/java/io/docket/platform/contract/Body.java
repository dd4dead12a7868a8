package io.docket.platform.contract;

import com.networknt.schema.Schema;
import io.docket.common.api.FieldError;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The JSON body of a request.
 *
 * @param fields the tags of all fields, without places in lists, mapped to their places in the document
 */
record Body(boolean required, Schema schema, Map<String, Integer> fields) {

    private static final Pattern PLACE_IN_LIST = Pattern.compile("\\[[0-9]+]");

    /** In the order in which the contract names the fields. */
    List<FieldError> inOrder(List<FieldError> errors) {
        return errors.stream()
                .sorted(Comparator.comparingInt(error ->
                        fields.getOrDefault(PLACE_IN_LIST.matcher(error.tag()).replaceAll(""), Integer.MAX_VALUE)))
                .toList();
    }
}
