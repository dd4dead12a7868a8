package io.docket;

import static org.assertj.core.api.Assertions.assertThat;

import com.flipkart.zjsonpatch.Jackson3JsonPatch;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * How a thing stood whenever it was looked at, by its version. The audit has to tell the same of each version, from its
 * events, and what has changed in between.
 */
public final class AuditedLife {

    private final ApiClient reader;
    private final ApiClient auditor;
    private final String path;
    private final String audited;
    private final Map<Long, JsonNode> seen = new TreeMap<>();

    private AuditedLife(ApiClient reader, ApiClient auditor, String path, String audited) {
        this.reader = reader;
        this.auditor = auditor;
        this.path = path;
        this.audited = audited;
    }

    /**
     * The life of a thing.
     *
     * @param reader who may see all of it
     * @param path where its own API has it
     * @param kind as the audit has it
     */
    public static AuditedLife of(ApiClient reader, ApiClient auditor, String path, String kind) {
        return new AuditedLife(
                reader, auditor, path, "/audit/" + kind + "/" + path.substring(path.lastIndexOf('/') + 1));
    }

    /** Looks at it, as after a command. */
    public JsonNode look() {
        Answer answer = reader.get(path).expect(200);
        seen.put(versionOf(answer), answer.json());
        return answer.json();
    }

    private static long versionOf(Answer answer) {
        return Long.parseLong(answer.header("ETag").replace("\"", ""));
    }

    /** Where the audit has it. */
    public String audited() {
        return audited;
    }

    /** The audit tells what was seen, at each sequence number and at the time of each event, and patches lead from state to state. */
    public void assertIsTold() {
        JsonNode page =
                auditor.get(audited + "/events?page-size=200").expect(200).json();
        List<JsonNode> events = page.get("Items").valueStream().toList();
        assertThat(page.get("total-count").asInt()).isEqualTo(events.size());
        assertThat(seen).containsKey(events.size() - 1L);
        assertThat(events).allSatisfy(event -> {
            for (String known : List.of("actor", "client", "correlation-id", "causation-id")) {
                assertThat(event.get(known).isString())
                        .as("%s of %s", known, event)
                        .isTrue();
            }
        });
        JsonNode before = null;
        for (int sequence = 0; sequence < events.size(); sequence++) {
            Answer state = auditor.get(audited + "/state?as-of=" + sequence).expect(200);
            assertThat(versionOf(state)).isEqualTo(sequence);
            if (seen.containsKey((long) sequence)) {
                assertThat(state.json()).as("%s as of %d", audited, sequence).isEqualTo(seen.get((long) sequence));
            }
            if (before != null) {
                JsonNode patch = auditor.get(audited + "/diff?from=" + (sequence - 1) + "&to=" + sequence)
                        .expect(200)
                        .json();
                assertThat(Jackson3JsonPatch.apply(patch, before)).isEqualTo(state.json());
            }
            before = state.json();
            String time = events.get(sequence).get("time").asString();
            boolean isLastOfItsTime = sequence + 1 == events.size()
                    || !events.get(sequence + 1).get("time").asString().equals(time);
            if (isLastOfItsTime) {
                assertThat(versionOf(
                                auditor.get(audited + "/state?as-of=" + time).expect(200)))
                        .isEqualTo(sequence);
            }
        }
        assertThat(auditor.get(audited + "/state").json()).isEqualTo(before);
        JsonNode first = auditor.get(audited + "/state?as-of=0").json();
        assertThat(Jackson3JsonPatch.apply(auditor.get(audited + "/diff").json(), first))
                .isEqualTo(before);
        auditor.get(audited + "/state?as-of=" + events.size()).expect(404);
    }
}
