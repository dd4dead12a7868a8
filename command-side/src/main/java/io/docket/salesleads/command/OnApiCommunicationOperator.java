package io.docket.salesleads.command;

import io.docket.platform.partner.BoundedBody;
import io.docket.platform.settings.InvalidSettingException;
import io.docket.salesleads.api.LeadId;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A communication operator that speaks ON-API 2.5, as {@code docs/reference/co-orders.yaml} describes it.
 *
 * <p>ON-API has no idempotency key. An order carries our reference instead, and before one is placed, the orders at its
 * access are searched for it: so an order whose answer was lost is found, not placed again. An answer that does not say
 * plainly how an order stands leaves it open.
 */
@Component
@ConditionalOnProperty(name = "docket.co.adapter", havingValue = "http")
final class OnApiCommunicationOperator implements CommunicationOperator {

    static final int MAX_ORDER_BYTES = 64 * 1024;
    static final int MAX_LIST_BYTES = 4 * 1024 * 1024;
    static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    private static final String ACTIVATE = "ACTIVATE";
    private static final int MAX_REASON = 255;

    /** ON-API's format of an id, without those that mean another place in a path. */
    private static final Pattern ID = Pattern.compile("(?!\\.{1,2}$)[-0-9a-zA-Z.]{1,36}");

    private static final Map<String, State> STATES = Map.of(
            "RECEIVED", State.RECEIVED,
            "IN_PROGRESS", State.IN_PROGRESS,
            "DONE_SUCCESS", State.DONE_SUCCESS,
            "DONE_FAILED", State.DONE_FAILED);

    /** Of several orders under one reference, which there should not be, the one that came furthest. */
    private static final Comparator<CoOrder> FURTHEST = Comparator.comparing(
            CoOrder::state,
            Comparator.comparing(
                    List.of(State.DONE_FAILED, State.RECEIVED, State.IN_PROGRESS, State.DONE_SUCCESS)::indexOf));

    /** Too many requests, and out of service: the CO has not looked at the order. */
    private static final Set<Integer> NOT_TAKEN = Set.of(429, 503);

    private final String baseUrl;
    private final @Nullable String credentials;
    private final Duration readTimeout;
    private final Clock clock;
    private final HttpClient client;
    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private volatile Instant silentUntil = Instant.MIN;

    /** @throws InvalidSettingException if it is not configured where the operator is */
    OnApiCommunicationOperator(CoProperties properties, Clock clock) {
        CoProperties.Http http = properties.http();
        if (http.baseUrl() == null) {
            throw new InvalidSettingException(
                    "docket.co.adapter is http, but it is not said where the communication operator is.",
                    "Set docket.co.http.base-url.");
        }
        this.clock = clock;
        baseUrl = http.baseUrl().toString().replaceAll("/+$", "");
        credentials = credentials(http);
        readTimeout = http.readTimeout();
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(http.connectTimeout())
                .build();
    }

    private static @Nullable String credentials(CoProperties.Http http) {
        if (http.username() == null || http.username().isEmpty()) {
            return null;
        }
        byte[] userAndPassword = (http.username() + ":" + http.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword);
    }

    @Override
    public CoOrder place(LeadId reference, CoOrderRequest request, Placing placing) {
        return placedBefore(reference, request).orElseGet(() -> placeNew(reference, request, placing));
    }

    private CoOrder placeNew(LeadId reference, CoOrderRequest request, Placing placing) {
        byte[] body = json.writeValueAsBytes(OrderRequest.of(reference, request));
        if (!placing.begin()) {
            throw new CoUnavailableException("The CO does not show the order yet that it may be working on");
        }
        HttpResponse<byte[]> answer;
        try {
            answer = send(
                    to("/orders/")
                            .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                    MAX_ORDER_BYTES);
        } catch (CoUnavailableException e) {
            if (isWithoutConnection(e)) {
                placing.failed();
            }
            throw e;
        }
        if (NOT_TAKEN.contains(answer.statusCode())) {
            placing.failed();
        }
        return switch (answer.statusCode()) {
            case 201 -> order(object(answer), location(answer));
            case 200 -> unlessAnothers(object(answer), reference, location(answer));
            case 400, 409 -> {
                String cause = words(object(answer).path("cause"), "The CO gave no cause");
                yield placedBefore(reference, request).orElseGet(() -> new CoOrder(null, State.REFUSED, cause));
            }
            default -> throw unexpected(answer);
        };
    }

    private static boolean isWithoutConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** The answer 200 names the order that delivers the service already: ours, or that of another reference. */
    private static CoOrder unlessAnothers(JsonNode order, LeadId reference, @Nullable String location) {
        return namesReference(order) && !isOurs(order, reference)
                ? new CoOrder(null, State.REFUSED, "The service is ordered at this access already")
                : order(order, location);
    }

    private Optional<CoOrder> placedBefore(LeadId reference, CoOrderRequest request) {
        String accessId = URLEncoder.encode(request.accessId(), StandardCharsets.UTF_8);
        HttpResponse<byte[]> answer = send(to("/orders/?accessId=" + accessId).GET(), MAX_LIST_BYTES);
        return switch (answer.statusCode()) {
            case 200 ->
                array(answer)
                        .valueStream()
                        .filter(order -> isOurs(order, reference))
                        .map(order -> order(order, null))
                        .max(FURTHEST);
            case 404 -> Optional.empty();
            default -> throw unexpected(answer);
        };
    }

    private static boolean isOurs(JsonNode order, LeadId reference) {
        JsonNode operation = order.path("operation");
        return (operation.isMissingNode() || operation.isNull() || ACTIVATE.equals(operation.stringValue(null)))
                && (reference.value().equals(order.path("spSubscriptionId").stringValue(null))
                        || reference.value().equals(order.path("spReference").stringValue(null)));
    }

    private static boolean namesReference(JsonNode order) {
        return order.path("spSubscriptionId").isString()
                || order.path("spReference").isString();
    }

    @Override
    public CoOrder find(String coOrderId) {
        if (!isId(coOrderId)) {
            throw new IllegalArgumentException("Not the id of an order at the CO");
        }
        HttpResponse<byte[]> answer = send(to("/orders/" + coOrderId).GET(), MAX_ORDER_BYTES);
        if (answer.statusCode() != 200) {
            throw unexpected(answer);
        }
        CoOrder order = order(object(answer), coOrderId);
        if (!coOrderId.equals(order.coOrderId())) {
            throw unreadable("another order than " + coOrderId);
        }
        return order;
    }

    @Override
    public List<CoOrderEvent> eventsAfter(@Nullable String event) {
        HttpResponse<byte[]> answer = event == null
                ? send(to("/orderevents/").GET(), MAX_LIST_BYTES)
                : send(
                        to("/orderevents/?since=" + URLEncoder.encode(event, StandardCharsets.UTF_8))
                                .GET(),
                        MAX_LIST_BYTES);
        return switch (answer.statusCode()) {
            case 200 -> events(array(answer));
            case 400 -> {
                if (event == null) {
                    throw unexpected(answer);
                }
                yield eventsAfter(null);
            }
            case 404, 501 -> event == null ? List.of() : eventsAfter(null);
            default -> throw unexpected(answer);
        };
    }

    private static List<CoOrderEvent> events(JsonNode list) {
        List<CoOrderEvent> events = new ArrayList<>();
        for (JsonNode row : list) {
            String event = row.path("event").stringValue(null);
            if (event == null || !isId(event)) {
                throw unreadable("an order event without id");
            }
            events.add(new CoOrderEvent(event, orderId(row.path("order"))));
        }
        return events;
    }

    private HttpRequest.Builder to(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                .header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
        if (credentials != null) {
            request.header(HttpHeaders.AUTHORIZATION, credentials);
        }
        return request;
    }

    /** Bounds the whole exchange: the client's own timeout would end with the headers of the answer. */
    private HttpResponse<byte[]> send(HttpRequest.Builder request, int maxBytes) {
        if (clock.instant().isBefore(silentUntil)) {
            throw new CoUnavailableException("The CO asked for silence until " + silentUntil);
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), head -> new BoundedBody(maxBytes));
        try {
            return answer.get(readTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new CoUnavailableException("The CO did not answer within " + readTimeout, e);
        } catch (ExecutionException e) {
            throw new CoUnavailableException("The CO cannot be reached: " + e.getCause(), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new CoUnavailableException("The wait for the CO was interrupted", e);
        }
    }

    private CoUnavailableException unexpected(HttpResponse<byte[]> answer) {
        if (answer.statusCode() == 429 || answer.statusCode() == 503) {
            answer.headers().firstValue(HttpHeaders.RETRY_AFTER).ifPresent(this::beSilent);
        }
        return new CoUnavailableException("The CO answered " + answer.statusCode());
    }

    private void beSilent(String retryAfter) {
        Instant now = clock.instant();
        Instant until;
        try {
            until = retryAfter.matches("\\d{1,9}")
                    ? now.plusSeconds(Long.parseLong(retryAfter))
                    : ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException e) {
            return;
        }
        Instant limit = now.plus(MAX_RETRY_AFTER);
        silentUntil = until.isAfter(limit) ? limit : until;
    }

    private JsonNode object(HttpResponse<byte[]> answer) {
        JsonNode parsed = parse(answer);
        if (!parsed.isObject()) {
            throw unreadable(answer.statusCode() + " without a JSON object");
        }
        return parsed;
    }

    private JsonNode array(HttpResponse<byte[]> answer) {
        JsonNode parsed = parse(answer);
        if (!parsed.isArray() || parsed.valueStream().anyMatch(element -> !element.isObject())) {
            throw unreadable(answer.statusCode() + " without an array of JSON objects");
        }
        return parsed;
    }

    private JsonNode parse(HttpResponse<byte[]> answer) {
        try {
            return json.readTree(answer.body());
        } catch (JacksonException e) {
            throw unreadable(answer.statusCode() + " without well-formed JSON");
        }
    }

    private static CoOrder order(JsonNode order, @Nullable String otherwiseKnownId) {
        State state = STATES.get(order.path("state").asString(""));
        if (state == null) {
            throw unreadable("no state of an order that ON-API knows");
        }
        String named = orderId(order);
        String id = named == null ? otherwiseKnownId : named;
        return switch (state) {
            case RECEIVED, IN_PROGRESS -> {
                if (id == null) {
                    throw unreadable("an order without id");
                }
                yield new CoOrder(id, state, null);
            }
            case DONE_FAILED -> new CoOrder(id, state, words(order.path("message"), "The CO gave no reason"));
            case DONE_SUCCESS, REFUSED -> new CoOrder(id, state, null);
        };
    }

    /** The id of an order, or the end of its path, which is all that older answers have. */
    private static @Nullable String orderId(JsonNode order) {
        String id = order.path("orderId").stringValue(null);
        return id != null && isId(id) ? id : lastSegment(order.path("path").stringValue(null));
    }

    private static @Nullable String location(HttpResponse<byte[]> answer) {
        return lastSegment(answer.headers().firstValue(HttpHeaders.LOCATION).orElse(null));
    }

    private static @Nullable String lastSegment(@Nullable String path) {
        if (path == null) {
            return null;
        }
        String segment = path.substring(path.lastIndexOf('/') + 1);
        return isId(segment) ? segment : null;
    }

    private static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    private static String words(JsonNode text, String otherwise) {
        String words = text.asString("")
                .codePoints()
                .map(character -> isUnfit(character) ? ' ' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return words.isEmpty() ? otherwise : shortened(words);
    }

    private static String shortened(String words) {
        if (words.length() <= MAX_REASON) {
            return words;
        }
        int end = Character.isHighSurrogate(words.charAt(MAX_REASON - 1)) ? MAX_REASON - 1 : MAX_REASON;
        return words.substring(0, end);
    }

    /** Control characters and lone surrogates, which no text of Docket holds. */
    private static boolean isUnfit(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
    }

    private static CoUnavailableException unreadable(String what) {
        return new CoUnavailableException("The answer of the CO cannot be read: " + what);
    }

    private record OrderRequest(
            String accessId,
            String service,
            String operation,
            LeadId spReference,
            LeadId spSubscriptionId,
            Instant requestedDateTime) {

        /** ON-API has four decimals of a second at most. */
        static OrderRequest of(LeadId reference, CoOrderRequest request) {
            return new OrderRequest(
                    request.accessId(),
                    request.service(),
                    ACTIVATE,
                    reference,
                    reference,
                    request.requestedDateTime().truncatedTo(ChronoUnit.MILLIS));
        }
    }
}
