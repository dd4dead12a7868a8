package io.docket.esim.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.docket.esim.api.Iccid;
import io.docket.platform.partner.BoundedBody;
import io.docket.platform.settings.InvalidSettingException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An SM-DP+ that speaks ES2+ as GSMA SGP.22 v2 writes it (sections 5.3 and 6.5): JSON over HTTPS, with certificates on
 * both sides.
 *
 * <p>Only an answer that says plainly that the function was executed, or refused for what it asks, counts. Everything
 * else leaves open what happened, and the call has to be made again with the same identifier.
 */
@Component
@ConditionalOnProperty(name = "docket.smdp.adapter", havingValue = "es2plus")
final class Es2PlusSmdp implements Smdp {

    static final int MAX_ANSWER_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Es2PlusSmdp.class);

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

    private final URI functions;
    private final String requesterId;
    private final String address;
    private final boolean releaseSeparately;
    private final Duration connectTimeout;
    private final Duration readTimeout;
    private volatile HttpClient client;
    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    /** @throws InvalidSettingException if it is not configured where the SM-DP+ is, or who we are to it */
    Es2PlusSmdp(SmdpProperties properties, SslBundles sslBundles) {
        SmdpProperties.Es2Plus es2plus = properties.es2plus();
        URI baseUrl = required("es2plus.base-url", es2plus.baseUrl());
        functions = URI.create(baseUrl.toString().replaceAll("/+$", "") + "/gsma/rsp2/es2plus/");
        requesterId = required("es2plus.requester-id", es2plus.requesterId());
        address = required("address", properties.address());
        releaseSeparately = es2plus.release() == SmdpProperties.Release.SEPARATELY;
        connectTimeout = es2plus.connectTimeout();
        readTimeout = es2plus.readTimeout();
        String bundle = es2plus.sslBundle();
        if (bundle == null) {
            LOG.warn("No certificate is shown to the SM-DP+: docket.smdp.es2plus.ssl-bundle is not set");
            client = client(null);
        } else {
            client = client(sslBundles.getBundle(bundle));
            sslBundles.addBundleUpdateHandler(bundle, renewed -> client = client(renewed));
        }
    }

    private static <T> T required(String property, @Nullable T value) {
        if (value == null) {
            throw new InvalidSettingException(
                    "docket.smdp.adapter is es2plus, but docket.smdp." + property + " is not set.",
                    "Set docket.smdp." + property + ".");
        }
        return value;
    }

    private HttpClient client(@Nullable SslBundle bundle) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout);
        if (bundle != null) {
            SslOptions options = bundle.getOptions();
            var parameters = new SSLParameters();
            parameters.setCipherSuites(options.getCiphers());
            parameters.setProtocols(options.getEnabledProtocols());
            builder.sslContext(bundle.createSslContext()).sslParameters(parameters);
        }
        return builder.build();
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
    private JsonNode execute(String function, Object body) {
        HttpRequest request = HttpRequest.newBuilder(functions.resolve(function))
                .header(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                .header(Es2Plus.PROTOCOL_HEADER, Es2Plus.PROTOCOL)
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
        HttpResponse<byte[]> response = send(function, request);
        if (response.statusCode() != 200) {
            throw new SmdpUnavailableException("The SM-DP+ answered " + response.statusCode() + " to " + function);
        }
        if (!response.headers()
                .firstValue(Es2Plus.PROTOCOL_HEADER)
                .map(protocol -> SPOKEN_PROTOCOL.matcher(protocol.strip()).matches())
                .orElse(false)) {
            throw unreadable(function, "without " + Es2Plus.PROTOCOL_HEADER + " of version 2");
        }
        if (!isJson(response.headers().firstValue(HttpHeaders.CONTENT_TYPE).orElse(""))) {
            throw unreadable(function, "that is not " + CONTENT_TYPE);
        }
        JsonNode answer = parse(function, response.body());
        check(function, answer.path("header").path("functionExecutionStatus"));
        return answer;
    }

    /** Bounds the whole exchange: the client's own timeout would end with the headers of the answer. */
    private HttpResponse<byte[]> send(String function, HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, head -> new BoundedBody(MAX_ANSWER_BYTES));
        try {
            return answer.get(readTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new SmdpUnavailableException(
                    "The SM-DP+ did not answer to " + function + " within " + readTimeout, e);
        } catch (ExecutionException e) {
            throw new SmdpUnavailableException("The SM-DP+ cannot be reached for " + function + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new SmdpUnavailableException("The wait for the SM-DP+ was interrupted in " + function, e);
        }
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

    private JsonNode parse(String function, byte[] body) {
        JsonNode parsed;
        try {
            parsed = json.readTree(body);
        } catch (JacksonException e) {
            throw unreadable(function, "without well-formed JSON");
        }
        if (!parsed.isObject()) {
            throw unreadable(function, "without a JSON object");
        }
        return parsed;
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
                throw new SmdpUnavailableException("The SM-DP+ gave " + function + " up: its time was over");
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
        return new SmdpUnavailableException(
                "The SM-DP+ cannot execute " + function + " now: subject " + subject + ", reason " + reason);
    }

    /** An empty text for one that is none: a warning has been carried out whatever it says. */
    private static String code(JsonNode codes, String field) {
        String code = text(codes, field);
        return STATUS_CODE.matcher(code).matches() ? code : "";
    }

    private static String message(String function, JsonNode codes, String subject, String reason) {
        String words = text(codes, "message")
                .codePoints()
                .map(character -> isUnfit(character) ? ' ' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return words.isEmpty()
                ? "The SM-DP+ refused " + function + ": subject " + subject + ", reason " + reason
                : shortened(words);
    }

    /** An empty text for whatever is none. */
    private static String text(JsonNode node, String field) {
        return node.path(field).stringValue("");
    }

    private static String shortened(String words) {
        if (words.length() <= MAX_MESSAGE) {
            return words;
        }
        int end = Character.isHighSurrogate(words.charAt(MAX_MESSAGE - 1)) ? MAX_MESSAGE - 1 : MAX_MESSAGE;
        return words.substring(0, end);
    }

    /** Control characters and lone surrogates, which no text of Docket holds. */
    private static boolean isUnfit(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
    }

    private static SmdpUnavailableException unreadable(String function, String what) {
        return new SmdpUnavailableException("The answer of the SM-DP+ to " + function + " cannot be read: one " + what);
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
