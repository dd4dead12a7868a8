package io.docket.platform.testing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the server answered.
 *
 * @param body byte for byte; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, HttpHeaders headers, byte[] body) {

    /** A code, in the spelling of each API, or the words of those that have none. */
    private static final Pattern OUTCOME_UNKNOWN = Pattern.compile("(?i)outcome[-_]unknown|not known whether");

    private static final int LENGTH_IN_MESSAGES = 400;

    /** Fails if the status is another one. */
    public Answer expect(int expected) {
        assertThat(status).as(toString()).isEqualTo(expected);
        return this;
    }

    /** The value of a header; empty if there is none. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** A field of the object that it is. */
    public String text(String field) {
        return json().required(field).asString();
    }

    public JsonNode json() {
        return JsonMapper.shared().readTree(body);
    }

    /** The elements of a page. */
    public List<JsonNode> items() {
        return json().required("Items").valueStream().toList();
    }

    /** Whether it was kept, and is given again. */
    public boolean isReplayed() {
        return headers.firstValue("Idempotency-Replayed").isPresent();
    }

    /** Whether the request met another one with the same Idempotency-Key that is still being answered. */
    public boolean isStillRunning() {
        return status == 409 && !json().has("problem");
    }

    /** Whether it is not known what became of the request, so that it may have been done all the same. */
    public boolean saysOutcomeUnknown() {
        return status == 503 && OUTCOME_UNKNOWN.matcher(text()).find();
    }

    /** The status and the begin of the body, for messages. */
    public String brief() {
        String text = text();
        return status + " " + (text.length() > LENGTH_IN_MESSAGES ? text.substring(0, LENGTH_IN_MESSAGES) + "…" : text);
    }

    @Override
    public String toString() {
        return status + " " + headers.map() + " " + text();
    }
}
