package io.docket.platform.contract;

import io.docket.platform.errors.ErrorShape;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/**
 * The part of the contract below a path that has an error shape of its own: an entry of {@code x-error-shapes}.
 *
 * @param unknownPath the answer to a path that the contract does not name
 */
record ErrorScope(String root, ErrorShape shape, HttpStatus unknownPath) {

    static final ErrorScope OF_ALL_OTHERS = new ErrorScope("", ErrorShape.PROBLEM, HttpStatus.NOT_FOUND);

    static ErrorScope of(String root, JsonNode entry) {
        String shape = entry.path("shape").asString("");
        return new ErrorScope(
                root,
                switch (shape) {
                    case "type-and-messages" -> ErrorShape.TYPE_AND_MESSAGES;
                    case "cause" ->
                        ErrorShape.causeAndMessage(entry.get("messages").asString());
                    default -> throw new IllegalStateException("The contract names no error shape for " + root);
                },
                HttpStatus.valueOf(entry.path("unknown-path").asInt(HttpStatus.NOT_FOUND.value())));
    }

    boolean covers(String path) {
        return Roots.covers(root, path);
    }
}
