package io.docket.platform.testing.smdp;

import com.sun.net.httpserver.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What SGP.22 v2.2 says of messages to an SM-DP+ (sections 5.3 and 6.5.2), and where those that came break it. */
final class Es2PlusRules {

    private static final String TEXT = "text";
    private static final String FLAG = "flag";

    /** For each function: its fields, and the patterns that they have. */
    private static final Map<String, Map<String, String>> FIELDS = Map.of(
            "downloadOrder",
            Map.of("eid", "[0-9]{32}", "iccid", "[0-9]{19}[0-9F]", "profileType", TEXT),
            "confirmOrder",
            Map.of(
                    "iccid",
                    "[0-9]{19}[0-9F]",
                    "eid",
                    "[0-9]{32}",
                    "matchingId",
                    "[0-9A-Z-]{0,255}",
                    "confirmationCode",
                    TEXT,
                    "smdsAddress",
                    TEXT,
                    "releaseFlag",
                    FLAG),
            "releaseProfile",
            Map.of("iccid", "[0-9]{19}[0-9F]"),
            "cancelOrder",
            Map.of(
                    "iccid",
                    "[0-9]{19}[0-9F]",
                    "eid",
                    "[0-9]{32}",
                    "matchingId",
                    "[0-9A-Z-]{0,255}",
                    "finalProfileStatusIndicator",
                    "Available|Unavailable"));

    private static final Map<String, Set<String>> REQUIRED = Map.of(
            "downloadOrder",
            Set.of(),
            "confirmOrder",
            Set.of("iccid", "releaseFlag"),
            "releaseProfile",
            Set.of("iccid"),
            "cancelOrder",
            Set.of("iccid", "finalProfileStatusIndicator"));

    private static final Pattern CONTENT_TYPE =
            Pattern.compile("application/json; ?charset=utf-8", Pattern.CASE_INSENSITIVE);

    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Map<String, String> messagesByCall = new HashMap<>();

    List<String> violations() {
        return List.copyOf(violations);
    }

    /** The message, or nothing if it breaks a rule. */
    synchronized @Nullable ObjectNode check(
            String principal, String method, String path, String function, Headers headers, byte[] body) {
        int before = violations.size();
        require(principal.equals("CN=client"), "the client is " + principal);
        require(method.equals("POST"), "the method is " + method);
        require(FIELDS.containsKey(function), "there is no function at " + path);
        require(
                List.of("gsma/rsp/v2.2.0").equals(headers.get("X-Admin-Protocol")),
                "X-Admin-Protocol is " + headers.get("X-Admin-Protocol"));
        String contentType = String.valueOf(headers.getFirst("Content-Type"));
        require(CONTENT_TYPE.matcher(contentType).matches(), "Content-Type is " + contentType);
        ObjectNode message = parse(body);
        if (message != null && FIELDS.containsKey(function)) {
            checkHeader(function, message);
            checkFields(function, message);
        }
        return violations.size() == before ? message : null;
    }

    private void require(boolean kept, String violation) {
        if (!kept) {
            violations.add(violation);
        }
    }

    private @Nullable ObjectNode parse(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            if (JsonMapper.shared().readTree(text) instanceof ObjectNode message) {
                return message;
            }
        } catch (CharacterCodingException | JacksonException e) {
            violations.add("not JSON in UTF-8: " + e);
            return null;
        }
        violations.add("not a JSON object");
        return null;
    }

    /** The header comes first; the same identifier means the same call. */
    private void checkHeader(String function, ObjectNode message) {
        require(message.propertyNames().iterator().next().equals("header"), "the header does not come first");
        JsonNode header = message.path("header");
        require(
                Set.copyOf(header.propertyNames())
                        .equals(Set.of("functionRequesterIdentifier", "functionCallIdentifier")),
                "the header is " + header);
        String requester = header.path("functionRequesterIdentifier").asString("");
        String call = header.path("functionCallIdentifier").asString("");
        require(!requester.isEmpty() && !call.isEmpty(), "an identifier is missing in " + header);
        String whole = function + " " + message;
        String earlier = messagesByCall.putIfAbsent(call, whole);
        require(
                earlier == null || earlier.equals(whole),
                "the call " + call + " was " + earlier + " and is " + whole + " now");
    }

    private void checkFields(String function, ObjectNode message) {
        Map<String, String> fields = FIELDS.getOrDefault(function, Map.of());
        for (Map.Entry<String, JsonNode> field : message.properties()) {
            if (field.getKey().equals("header")) {
                continue;
            }
            String form = fields.get(field.getKey());
            JsonNode value = field.getValue();
            boolean kept = form != null
                    && switch (form) {
                        case TEXT -> value.isString() && !value.asString().isEmpty();
                        case FLAG -> value.isBoolean();
                        default -> value.isString() && value.asString().matches(form);
                    };
            require(kept, function + " has " + field.getKey() + " " + value);
        }
        for (String required : REQUIRED.getOrDefault(function, Set.of())) {
            require(message.has(required), function + " has no " + required);
        }
        if (function.equals("downloadOrder")) {
            require(
                    message.has("iccid") || message.has("profileType"),
                    "downloadOrder has neither an iccid nor a profileType");
        }
    }
}
