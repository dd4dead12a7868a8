package io.docket.simulators.http;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer over HTTP. */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, Map<String, String> headers, byte[] body) {

    /** An answer without a body. */
    public static Answer of(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    /** An answer in JSON. */
    public static Answer json(int status, JsonNode body) {
        return new Answer(
                status,
                Map.of("Content-Type", "application/json;charset=UTF-8"),
                JsonMapper.shared().writeValueAsBytes(body));
    }

    /** Says what is wrong with a request. */
    public static Answer problem(int status, String detail) {
        return json(
                status,
                JsonMapper.shared().createObjectNode().put("status", status).put("detail", detail));
    }

    /** The same with one more header. */
    public Answer with(String header, String value) {
        var more = new java.util.LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, Map.copyOf(more), body);
    }
}
