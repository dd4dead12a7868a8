package io.docket.platform.testing.smdp;

import static java.util.stream.Collectors.toMap;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The profiles of an SM-DP+, and what the functions of ES2+ do to them; the same call is done once. */
public final class Es2PlusProfiles {

    private final Map<String, Profile> profiles = new LinkedHashMap<>();
    private final Map<String, ObjectNode> answers = new HashMap<>();
    private int made;

    /**
     * A profile.
     *
     * @param state as SGP.22, section 3.1.6, calls it
     */
    public record Profile(
            String state,
            @Nullable String profileType,
            @Nullable String matchingId) {}

    synchronized Map<String, Profile> taken() {
        return profiles.entrySet().stream()
                .filter(profile -> !profile.getValue().state.equals("Available"))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    synchronized ObjectNode execute(String function, ObjectNode message) {
        String call = message.at("/header/functionCallIdentifier").asString();
        return answers.computeIfAbsent(call, first -> switch (function) {
            case "downloadOrder" -> downloadOrder(message);
            case "confirmOrder" -> confirmOrder(message);
            case "releaseProfile" -> releaseProfile(message);
            case "cancelOrder" -> cancelOrder(message);
            default -> throw new IllegalArgumentException(function);
        });
    }

    private ObjectNode downloadOrder(ObjectNode message) {
        String iccid = text(message, "iccid");
        if (iccid == null) {
            made++;
            String digits = "89447700000" + "%07d".formatted(made);
            iccid = digits + checkDigit(digits) + "F";
        }
        Profile known = profiles.get(iccid);
        if (known != null && !known.state.equals("Available")) {
            return failed("8.2.1", "3.3", "The profile is in use");
        }
        profiles.put(iccid, new Profile("Allocated", text(message, "profileType"), null));
        return executed().put("iccid", iccid);
    }

    private ObjectNode confirmOrder(ObjectNode message) {
        String iccid = message.required("iccid").asString();
        Profile known = profiles.get(iccid);
        if (known == null || !known.state.equals("Allocated")) {
            return failed("8.2.1", "1.2", "The profile is not allocated");
        }
        String matchingId = text(message, "matchingId");
        if (matchingId == null) {
            matchingId = "SMDP-" + profiles.size();
        }
        boolean released = message.required("releaseFlag").asBoolean();
        profiles.put(iccid, new Profile(released ? "Released" : "Confirmed", known.profileType, matchingId));
        return executed().put("matchingId", matchingId).put("smdpAddress", "smdp.test.example");
    }

    private ObjectNode releaseProfile(ObjectNode message) {
        String iccid = message.required("iccid").asString();
        Profile known = profiles.get(iccid);
        if (known == null || !known.state.equals("Confirmed")) {
            return failed("8.2.1", "1.2", "The profile is not confirmed");
        }
        profiles.put(iccid, new Profile("Released", known.profileType, known.matchingId));
        return executed();
    }

    private ObjectNode cancelOrder(ObjectNode message) {
        String iccid = message.required("iccid").asString();
        Profile known = profiles.get(iccid);
        if (known == null || known.state.equals("Available")) {
            return failed("8.2.1", "3.9", "The profile is not ordered");
        }
        String indicator = message.required("finalProfileStatusIndicator").asString();
        profiles.put(iccid, new Profile(indicator, known.profileType, null));
        return executed();
    }

    private static @Nullable String text(ObjectNode message, String field) {
        return message.has(field) ? message.required(field).asString() : null;
    }

    private static ObjectNode executed() {
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        answer.putObject("header").putObject("functionExecutionStatus").put("status", "Executed-Success");
        return answer;
    }

    private static ObjectNode failed(String subjectCode, String reasonCode, String message) {
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        ObjectNode status = answer.putObject("header").putObject("functionExecutionStatus");
        status.put("status", "Failed")
                .putObject("statusCodeData")
                .put("subjectCode", subjectCode)
                .put("reasonCode", reasonCode)
                .put("message", message);
        return answer;
    }

    private static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(digits.length() - 1 - i), 10);
            int weighted = i % 2 == 0 ? 2 * digit : digit;
            sum += weighted / 10 + weighted % 10;
        }
        return (10 - sum % 10) % 10;
    }
}
