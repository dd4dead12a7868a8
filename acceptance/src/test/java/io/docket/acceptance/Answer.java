package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer over HTTP. */
record Answer(int status, HttpHeaders headers, String body) {

    /** A code, in the spelling of each API, or the words of those that have none. */
    private static final Pattern OUTCOME_UNKNOWN = Pattern.compile("(?i)outcome[-_]unknown|not known whether");

    private static final int LENGTH_IN_MESSAGES = 400;

    JsonNode json() {
        return JsonMapper.shared().readTree(body);
    }

    String text(String field) {
        return json().required(field).asString();
    }

    /** The elements of a page. */
    List<JsonNode> items() {
        return StreamSupport.stream(json().required("Items").spliterator(), false)
                .toList();
    }

    String header(String name) {
        return headers.firstValue(name).orElseThrow(() -> new AssertionError(name + " is missing in " + this));
    }

    boolean isReplayed() {
        return headers.firstValue("Idempotency-Replayed").isPresent();
    }

    /** Whether the request met another one with the same Idempotency-Key that is still being answered. */
    boolean isStillRunning() {
        return status == 409 && !json().has("problem");
    }

    /** Whether it is not known what became of the request, so that it may have been done all the same. */
    boolean saysOutcomeUnknown() {
        return status == 503 && OUTCOME_UNKNOWN.matcher(body).find();
    }

    /** The status and the begin of the body, for messages. */
    String brief() {
        return status + " " + (body.length() > LENGTH_IN_MESSAGES ? body.substring(0, LENGTH_IN_MESSAGES) + "…" : body);
    }

    Answer expect(int expected) {
        assertThat(status).as(toString()).isEqualTo(expected);
        return this;
    }
}
