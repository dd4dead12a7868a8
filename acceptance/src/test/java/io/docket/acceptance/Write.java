package io.docket.acceptance;

import io.docket.platform.testing.http.Answer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that changes something, and can be sent again.
 *
 * @param marker found in what it changes, and nowhere else: the details of a complaint, the file id of an attachment
 * @param attachedTo the case that it adds an attachment to; {@code null} for a complaint
 * @param idempotencyKey the key that it is sent with, if any
 */
record Write(
        String marker,
        @Nullable String attachedTo,
        @Nullable String idempotencyKey) {

    static final String CUSTOMER = "KILL-9";

    boolean hasKey() {
        return idempotencyKey != null;
    }

    Answer send(Client client) {
        String[] headers = idempotencyKey == null ? new String[0] : new String[] {"Idempotency-Key", idempotencyKey};
        return attachedTo == null
                ? client.post(Client.ROOT + "/complaints", Map.of("customer-id", CUSTOMER, "details", marker), headers)
                : client.post(
                        Client.ROOT + "/cases/" + attachedTo + "/attachments",
                        Map.of("file-id", marker, "file-name", "contract.pdf"),
                        headers);
    }
}
