package io.docket.acceptance;

import io.docket.platform.testing.http.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Something that a client wants done once.
 *
 * @param marker its correlation id, and its Idempotency-Key if it has one: the events that it leads to carry it
 * @param keyed whether it is sent with an Idempotency-Key, and again until it is known to be done
 */
record Deed(Kind kind, String marker, boolean keyed, String path, Map<String, ?> body) {

    /** The kinds, with the client that does them and the status that acknowledges them. */
    enum Kind {
        COMPLAINT("bank-channel", 201),
        ATTACHMENT("bank-channel", 200),
        RESOLUTION("bank-agent", 200),
        BLOCKADE("bank-channel", 202),
        TERMINATION("bank-channel", 202),
        DEBLOCKADE("bank-channel", 202),
        LOSS("bank-channel", 202),
        ESIM("reseller-acme", 201),
        LEAD("co-acme", 200);

        private final String clientId;
        private final int status;

        Kind(String clientId, int status) {
            this.clientId = clientId;
            this.status = status;
        }

        String clientId() {
            return clientId;
        }

        boolean isAcknowledgedBy(Answer answer) {
            return answer.status() == status;
        }

        /** Whether the answer comes before the work. */
        boolean isCarriedOutLater() {
            return !ends().isEmpty();
        }

        /** Whether something of this kind is finished that has this status. */
        boolean isEnd(String reached) {
            return ends().contains(reached);
        }

        private Set<String> ends() {
            return switch (this) {
                case BLOCKADE, TERMINATION, DEBLOCKADE -> Set.of("external-processing-succeded", "rejected");
                case ESIM -> Set.of("COMPLETED", "FAILED");
                case LEAD -> Set.of("ACTIVATED", "REJECTED");
                case COMPLAINT, ATTACHMENT, RESOLUTION, LOSS -> Set.of();
            };
        }
    }

    /** A complaint of a customer of its own. */
    static Deed complaint(String marker, boolean keyed) {
        return new Deed(
                Kind.COMPLAINT,
                marker,
                keyed,
                Client.ROOT + "/complaints",
                Map.of("customer-id", marker, "details", marker));
    }

    Answer send(Client client) {
        List<String> headers = new ArrayList<>(Arrays.asList("X-Correlation-ID", marker));
        if (keyed) {
            headers.addAll(List.of("Idempotency-Key", marker));
        }
        String[] sent = headers.toArray(String[]::new);
        return kind == Kind.RESOLUTION ? client.put(path, body, sent) : client.post(path, body, sent);
    }
}
