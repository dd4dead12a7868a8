package io.docket.esim.command.partner;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.docket.esim.api.Iccid;
import io.docket.platform.partner.PartnerAnswer;
import io.docket.platform.partner.PartnerCalls;
import io.docket.platform.partner.PartnerClient;
import io.docket.platform.partner.PartnerConnection;
import io.docket.platform.partner.PartnerUnavailableException;
import io.docket.platform.partner.PartnerWords;
import io.docket.platform.settings.InvalidSettingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * An SM-DP+ that speaks ES2+ as GSMA SGP.22 v2 writes it (sections 5.3 and 6.5): JSON over HTTPS, with certificates on
 * both sides.
 *
 * <p>Only an answer that says plainly that the function was executed, or refused for what it asks, counts. Everything
 * else leaves open what happened, and the call has to be made again with the same identifier.
 */
@Component
@EnableConfigurationProperties(SmdpProperties.class)
final class Es2PlusSmdp implements Smdp {

    static final int MAX_ANSWER_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Es2PlusSmdp.class);

    private static final String FUNCTIONS = "/gsma/rsp2/es2plus/";
    private static final String CONTENT_TYPE = "application/json;charset=UTF-8";
    private static final Pattern SPOKEN_PROTOCOL = Pattern.compile("gsma/rsp/v2\\.\\d{1,4}\\.\\d{1,4}");

    private static final int ICCID_LENGTH_ON_THE_WIRE = 20;
    private static final Pattern ICCID_ON_THE_WIRE = Pattern.compile("[0-9]{19}[0-9F]?");
    private static final Pattern EID = Pattern.compile("[0-9]{32}");
    private static final Pattern MATCHING_ID = Pattern.compile("[0-9A-Z-]{1,64}");
    private static final Pattern STATUS_CODE = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){0,7}");

    /** Subjects that belong to the order: the eUICC, the profile and its parts. Generic ones (1.*) are about us. */
    private static final Pattern SUBJECT_OF_THE_ORDER = Pattern.compile("8(\\..+)?");

    /** Execution errors, and whatever went wrong on the way (SGP.22, section 5.2.6.2). */
    private static final Pattern PASSING_REASON = Pattern.compile("4\\.2|5(\\..+)?");

    private static final int MAX_MESSAGE = 500;

    private final PartnerClient client;
    private final String requesterId;
    private final String address;
    private final boolean releaseSeparately;

    /** @throws InvalidSettingException if it is not configured where the SM-DP+ is, or who we are to it */
    Es2PlusSmdp(SmdpProperties properties, SslBundles sslBundles, PartnerCalls calls) {
        PartnerConnection connection = properties.connection();
        if (connection.sslBundle() == null
                && "https".equals(connection.baseUrl().getScheme())) {
            LOG.warn("No certificate is shown to the SM-DP+: docket.smdp.ssl-bundle is not set");
        }
        client = new PartnerClient("smdp", "The SM-DP+", connection, null, sslBundles, calls);
        requesterId = required("requester-id", properties.requesterId());
        address = required("address", properties.address());
        releaseSeparately = properties.release() == SmdpProperties.Release.SEPARATELY;
    }

    private static String required(String property, @Nullable String value) {
        if (value == null) {
            throw new InvalidSettingException(
                    "docket.smdp." + property + " is not set.", "Set it, as agreed with the provider of the SM-DP+.");
        }
        return value;
    }

    @Override
    public Iccid downloadOrder(FunctionCallId call, ProfileRequest request) {
        Iccid asked = request.iccid();
        JsonNode answer = execute(
                "downloadOrder",
                new DownloadOrder(
                        header(call.value()),
                        checkedEid(request.eid()),
                        asked == null ? null : onTheWire(asked),
                        request.profileType()));
        String text = text(answer, "iccid");
        if (!ICCID_ON_THE_WIRE.matcher(text).matches()) {
            throw unreadable("downloadOrder", "without a well-formed iccid");
        }
        Iccid given = new Iccid(text.replace("F", ""));
        if (asked != null && !asked.equals(given)) {
            throw unreadable("downloadOrder", "with another iccid than was asked for");
        }
        return given;
    }

    @Override
    public Confirmation confirmOrder(FunctionCallId call, Iccid iccid, @Nullable String eid, String matchingId) {
        JsonNode answer = execute(
                "confirmOrder",
                new ConfirmOrder(
                        header(call.value()),
                        onTheWire(iccid),
                        checkedEid(eid),
                        checkedMatchingId(matchingId),
                        !releaseSeparately));
        String given = text(answer, "matchingId");
        if (!MATCHING_ID.matcher(given).matches()) {
            throw unreadable("confirmOrder", "without a well-formed matchingId");
        }
        Confirmation confirmation = new Confirmation(given, smdpAddress(answer));
        if (releaseSeparately) {
            execute("releaseProfile", new ReleaseProfile(header(call.value() + "-release"), onTheWire(iccid)));
        }
        return confirmation;
    }

    @Override
    public void cancelOrder(FunctionCallId call, Iccid iccid, @Nullable String eid, @Nullable String matchingId) {
        execute(
                "cancelOrder",
                new CancelOrder(
                        header(call.value()),
                        onTheWire(iccid),
                        checkedEid(eid),
                        matchingId == null ? null : checkedMatchingId(matchingId),
                        "Available"));
    }

    private Header header(String callId) {
        return new Header(requesterId, callId);
    }

    private static String onTheWire(Iccid iccid) {
        return iccid.value()
                + "F".repeat(ICCID_LENGTH_ON_THE_WIRE - iccid.value().length());
    }

    private static @Nullable String checkedEid(@Nullable String eid) {
        if (eid != null && !EID.matcher(eid).matches()) {
            throw new IllegalArgumentException("An EID has 32 digits");
        }
        return eid;
    }

    private static String checkedMatchingId(String matchingId) {
        if (!MATCHING_ID.matcher(matchingId).matches()) {
            throw new IllegalArgumentException("A matching id has 1 to 64 digits, capital letters and hyphens");
        }
        return matchingId;
    }

    private String smdpAddress(JsonNode answer) {
        JsonNode given = answer.path("smdpAddress");
        if (given.isMissingNode() || given.isNull()) {
            return address;
        }
        if (!given.isString() || !SmdpProperties.isAddress(given.asString())) {
            throw unreadable("confirmOrder", "with a malformed smdpAddress");
        }
        return given.asString();
    }

    /** Calls a function, and returns its answer if it says that it was executed. */
    private JsonNode execute(String function, Object message) {
        PartnerAnswer answer = client.post(
                FUNCTIONS + function,
                message,
                Map.of(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE, Es2Plus.PROTOCOL_HEADER, Es2Plus.PROTOCOL),
                MAX_ANSWER_BYTES);
        if (answer.status() != 200) {
            throw answer.unexpected();
        }
        if (!SPOKEN_PROTOCOL
                .matcher(answer.header(Es2Plus.PROTOCOL_HEADER).orElse("").strip())
                .matches()) {
            throw answer.unreadable("without " + Es2Plus.PROTOCOL_HEADER + " of version 2");
        }
        if (!isJson(answer.header(HttpHeaders.CONTENT_TYPE).orElse(""))) {
            throw answer.unreadable("with another type than " + CONTENT_TYPE);
        }
        JsonNode read = answer.object();
        check(function, read.path("header").path("functionExecutionStatus"));
        return read;
    }

    private static boolean isJson(String contentType) {
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            return type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                    && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static void check(String function, JsonNode execution) {
        JsonNode codes = execution.path("statusCodeData");
        switch (text(execution, "status")) {
            case "Executed-Success" -> {}
            case "Executed-WithWarning" ->
                LOG.warn(
                        "The SM-DP+ executed {} with a warning: subject {}, reason {}",
                        function,
                        code(codes, "subjectCode"),
                        code(codes, "reasonCode"));
            case "Failed" -> throw failure(function, codes);
            case "Expired" ->
                throw new PartnerUnavailableException("The SM-DP+ gave " + function + " up: its time was over");
            default -> throw unreadable(function, "without a functionExecutionStatus that is one");
        }
    }

    private static RuntimeException failure(String function, JsonNode codes) {
        String subject = code(codes, "subjectCode");
        String reason = code(codes, "reasonCode");
        if (subject.isEmpty() || reason.isEmpty()) {
            return unreadable(function, "that fails without well-formed status codes");
        }
        if (SUBJECT_OF_THE_ORDER.matcher(subject).matches()
                && !PASSING_REASON.matcher(reason).matches()) {
            return new SmdpRefusedException(subject, reason, message(function, codes, subject, reason));
        }
        return new PartnerUnavailableException(
                "The SM-DP+ cannot execute " + function + " now: subject " + subject + ", reason " + reason);
    }

    /** An empty text for one that is none: a warning has been carried out whatever it says. */
    private static String code(JsonNode codes, String field) {
        String code = text(codes, field);
        return STATUS_CODE.matcher(code).matches() ? code : "";
    }

    private static String message(String function, JsonNode codes, String subject, String reason) {
        String words = PartnerWords.fit(text(codes, "message"), MAX_MESSAGE);
        return words.isEmpty()
                ? "The SM-DP+ refused " + function + ": subject " + subject + ", reason " + reason
                : words;
    }

    /** An empty text for whatever is none. */
    private static String text(JsonNode node, String field) {
        return node.path(field).stringValue("");
    }

    private static PartnerUnavailableException unreadable(String function, String what) {
        return new PartnerUnavailableException(
                "The answer of the SM-DP+ to " + function + " cannot be read: one " + what);
    }

    private record Header(String functionRequesterIdentifier, String functionCallIdentifier) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"header", "eid", "iccid", "profileType"})
    private record DownloadOrder(
            Header header,
            @Nullable String eid,
            @Nullable String iccid,
            @Nullable String profileType) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"header", "iccid", "eid", "matchingId", "releaseFlag"})
    private record ConfirmOrder(
            Header header, String iccid, @Nullable String eid, String matchingId, boolean releaseFlag) {}

    @JsonPropertyOrder({"header", "iccid"})
    private record ReleaseProfile(Header header, String iccid) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"header", "iccid", "eid", "matchingId", "finalProfileStatusIndicator"})
    private record CancelOrder(
            Header header,
            String iccid,
            @Nullable String eid,
            @Nullable String matchingId,
            String finalProfileStatusIndicator) {}
}
