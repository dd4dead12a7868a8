package io.docket.simulators.smdp;

import io.docket.simulators.http.Answer;
import io.docket.simulators.http.PageOf;
import io.docket.simulators.http.Protocol;
import io.docket.simulators.http.RecordMap;
import io.docket.simulators.http.Records;
import io.docket.simulators.http.Request;
import io.docket.simulators.http.Simulator;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An SM-DP+ that speaks ES2+ (GSMA SGP.22 v2.2, sections 5.3 and 6.5): keeps its profiles, makes new ones, and does what a
 * {@code functionCallIdentifier} asks for once.
 *
 * <p>A profile of a type is one that was given back, else a new one. An ICCID that it has not heard of is taken to be that
 * of a blank profile.
 */
public final class Smdp implements Simulator {

    private static final String ROOT = "/gsma/rsp2/es2plus/";
    private static final String PROTOCOL_HEADER = "X-Admin-Protocol";
    private static final String SPOKEN = "gsma/rsp/v2.2.0";
    private static final String ADDRESS = "rsp.docket.example";

    /** For each function, the schema of its message. */
    private static final Map<String, String> FUNCTIONS = Map.of(
            "downloadOrder", "DownloadOrder",
            "confirmOrder", "ConfirmOrder",
            "releaseProfile", "ReleaseProfile",
            "cancelOrder", "CancelOrder");

    /** Telecommunications (89), a country code and an issuer; ten digits count the profiles, the last one checks. */
    private static final String ICCID_PREFIX = "89444747";

    private static final String EID = "8.1.1";
    private static final String PROFILE = "8.2";
    private static final String PROFILE_ICCID = "8.2.1";
    private static final String MATCHING_ID = "8.2.6";
    private static final String ALREADY_IN_USE = "3.3";
    private static final String NOT_ALLOWED = "1.2";
    private static final String REFUSED = "3.8";
    private static final String UNKNOWN = "3.9";
    private static final String INVALID_ASSOCIATION = "3.10";

    private final Records records;
    private final RecordMap<String, Call> calls;
    private final RecordMap<Long, Profile> profiles;
    private final RecordMap<String, Long> numbers;
    private final Protocol protocol = Protocol.of("es2plus.yaml");
    private final Clock clock;

    public Smdp(Records records, Clock clock) {
        this.records = records;
        this.clock = clock;
        calls = records.of("es2plus-calls", Call.class);
        profiles = records.of("profiles", Profile.class);
        numbers = records.of("profile-numbers", Long.class);
    }

    @Override
    public String root() {
        return ROOT;
    }

    @Override
    public @Nullable String functionOf(Request request) {
        String function = request.pathBehind(ROOT);
        return FUNCTIONS.containsKey(function) ? function : null;
    }

    @Override
    public Answer answer(Request request, @Nullable String refusal) {
        String function = functionOf(request);
        if (function == null || !request.method().equals("POST")) {
            protocol.violated(request.method() + " " + request.path() + " calls no function");
            return Answer.of(404);
        }
        if (!SPOKEN.equals(request.header(PROTOCOL_HEADER))) {
            protocol.violated(PROTOCOL_HEADER + " is " + request.header(PROTOCOL_HEADER));
            return Answer.of(400);
        }
        ObjectNode message = protocol.read(request, FUNCTIONS.getOrDefault(function, ""));
        if (message == null) {
            return Answer.of(400);
        }
        if (!message.propertyNames().iterator().next().equals("header")) {
            protocol.violated("the header does not come first");
            return Answer.of(400);
        }
        return execute(function, message, refusal);
    }

    private Answer execute(String function, ObjectNode message, @Nullable String refusal) {
        String id =
                function + " " + message.at("/header/functionCallIdentifier").asString();
        Call earlier = calls.find(id).orElse(null);
        if (earlier != null && !earlier.message().equals(message.toString())) {
            protocol.violated("the call " + id + " came before with another message");
            return Answer.of(400);
        }
        Call call = earlier == null ? first(function, message, refusal) : earlier;
        calls.put(id, call);
        ObjectNode answer = (ObjectNode) JsonMapper.shared().readTree(call.answer());
        boolean executed =
                answer.at("/header/functionExecutionStatus/status").asString().equals("Executed-Success");
        if (call.iccid() != null) {
            find(call.iccid()).ifPresent(profile -> keep(profile.called(function, earlier == null && executed)));
        }
        return Answer.json(200, answer).with(PROTOCOL_HEADER, SPOKEN);
    }

    private Call first(String function, ObjectNode message, @Nullable String refusal) {
        String asked = message.path("iccid").stringValue(null);
        ObjectNode answer = refusal == null
                ? switch (function) {
                    case "downloadOrder" -> downloadOrder(message);
                    case "confirmOrder" -> confirmOrder(message);
                    case "releaseProfile" -> releaseProfile(message);
                    default -> cancelOrder(message);
                }
                : failed(PROFILE, REFUSED, refusal);
        return new Call(message.toString(), answer.path("iccid").stringValue(asked), answer.toString());
    }

    private ObjectNode downloadOrder(ObjectNode message) {
        String iccid = message.path("iccid").stringValue(null);
        String eid = message.path("eid").stringValue(null);
        String profileType = message.path("profileType").stringValue(null);
        Profile profile;
        if (iccid == null) {
            profile = profiles
                    .all(free -> free.state().equals(Profile.AVAILABLE)
                            && profileType != null
                            && profileType.equals(free.profileType()))
                    .stream()
                    .findFirst()
                    .orElseGet(() -> newProfile(drawIccid(), profileType));
        } else {
            profile = find(iccid).orElseGet(() -> newProfile(iccid, profileType));
            if (!profile.state().equals(Profile.AVAILABLE)) {
                return failed(PROFILE_ICCID, ALREADY_IN_USE, "The profile is in use");
            }
        }
        keep(profile.allocated(eid));
        return executed().put("iccid", profile.iccid());
    }

    private ObjectNode confirmOrder(ObjectNode message) {
        Profile profile = find(message.required("iccid").asString()).orElse(null);
        if (profile == null) {
            return unknown();
        }
        String eid = message.path("eid").stringValue(null);
        if (!profile.state().equals(Profile.ALLOCATED)) {
            return failed(PROFILE_ICCID, NOT_ALLOWED, "The profile is not allocated");
        }
        if (isForAnother(eid, profile.eid())) {
            return failed(EID, INVALID_ASSOCIATION, "The profile is for another eUICC");
        }
        String asked = message.path("matchingId").stringValue(null);
        if (asked != null
                && !profiles.all(other -> asked.equals(other.matchingId())).isEmpty()) {
            return failed(MATCHING_ID, ALREADY_IN_USE, "The matching id is in use");
        }
        String matchingId = asked == null ? "SMDP-" + profile.number() : asked;
        boolean released = message.required("releaseFlag").asBoolean();
        keep(profile.confirmed(released ? Profile.RELEASED : Profile.CONFIRMED, eid, matchingId));
        return executed().put("matchingId", matchingId).put("smdpAddress", ADDRESS);
    }

    private ObjectNode releaseProfile(ObjectNode message) {
        Profile profile = find(message.required("iccid").asString()).orElse(null);
        if (profile == null) {
            return unknown();
        }
        if (!profile.state().equals(Profile.CONFIRMED)) {
            return failed(PROFILE_ICCID, NOT_ALLOWED, "The profile is not confirmed");
        }
        keep(profile.released());
        return executed();
    }

    private ObjectNode cancelOrder(ObjectNode message) {
        Profile profile = find(message.required("iccid").asString()).orElse(null);
        if (profile == null) {
            return unknown();
        }
        if (!Set.of(Profile.ALLOCATED, Profile.CONFIRMED, Profile.RELEASED).contains(profile.state())) {
            return failed(PROFILE_ICCID, NOT_ALLOWED, "The profile is not ordered");
        }
        if (isForAnother(message.path("eid").stringValue(null), profile.eid())) {
            return failed(EID, INVALID_ASSOCIATION, "The profile is for another eUICC");
        }
        if (isForAnother(message.path("matchingId").stringValue(null), profile.matchingId())) {
            return failed(MATCHING_ID, INVALID_ASSOCIATION, "The profile has another matching id");
        }
        boolean available =
                message.required("finalProfileStatusIndicator").asString().equals("Available");
        keep(profile.givenBack(available ? Profile.AVAILABLE : Profile.UNAVAILABLE));
        return executed();
    }

    private static boolean isForAnother(@Nullable String asked, @Nullable String kept) {
        return asked != null && kept != null && !asked.equals(kept);
    }

    private java.util.Optional<Profile> find(String iccid) {
        return numbers.find(iccid).flatMap(profiles::find);
    }

    private Profile newProfile(String iccid, @Nullable String profileType) {
        return new Profile(
                records.next("profiles"), iccid, profileType, Profile.AVAILABLE, null, null, Map.of(), clock.instant());
    }

    private void keep(Profile profile) {
        profiles.put(profile.number(), profile);
        numbers.put(profile.iccid(), profile.number());
    }

    /**
     * On the wire an ICCID has 20 places. The count is never behind the clock, so that one that has lost its file gives none
     * that it gave before.
     */
    private String drawIccid() {
        String digits = ICCID_PREFIX
                + "%010d".formatted(records.next("iccids", clock.instant().getEpochSecond()));
        return digits + checkDigit(digits) + "F";
    }

    /** Luhn's, of ITU-T E.118. */
    private static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? 2 * digit : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return (10 - sum % 10) % 10;
    }

    private static ObjectNode unknown() {
        return failed(PROFILE_ICCID, UNKNOWN, "The profile is not known");
    }

    private static ObjectNode executed() {
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        answer.putObject("header").putObject("functionExecutionStatus").put("status", "Executed-Success");
        return answer;
    }

    private static ObjectNode failed(String subjectCode, String reasonCode, String message) {
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        answer.putObject("header")
                .putObject("functionExecutionStatus")
                .put("status", "Failed")
                .putObject("statusCodeData")
                .put("subjectCode", subjectCode)
                .put("reasonCode", reasonCode)
                .put("message", message);
        return answer;
    }

    @Override
    public ObjectNode done(PageOf page) {
        return protocol.done("profiles", profiles, page);
    }
}
