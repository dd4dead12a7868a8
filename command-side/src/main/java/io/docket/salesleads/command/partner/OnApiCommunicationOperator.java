package io.docket.salesleads.command.partner;

import io.docket.platform.partner.PartnerAnswer;
import io.docket.platform.partner.PartnerCalls;
import io.docket.platform.partner.PartnerClient;
import io.docket.platform.partner.PartnerUnavailableException;
import io.docket.platform.partner.PartnerWords;
import io.docket.salesleads.api.LeadId;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * A communication operator that speaks ON-API 2.5, as {@code docs/reference/co-orders.yaml} describes it.
 *
 * <p>ON-API has no idempotency key. An order carries our reference instead, and before one is placed, the orders at its
 * access are searched for it: so an order whose answer was lost is found, not placed again. An answer that does not say
 * plainly how an order stands leaves it open.
 */
@Component
@EnableConfigurationProperties(CoProperties.class)
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

    private final PartnerClient client;
    private final Clock clock;

    private volatile Instant silentUntil = Instant.MIN;

    public OnApiCommunicationOperator(CoProperties properties, SslBundles sslBundles, Clock clock, PartnerCalls calls) {
        client = new PartnerClient(
                "co", "The CO", properties.connection(), properties.authorization(), sslBundles, calls);
        this.clock = clock;
    }

    @Override
    public CoOrder place(LeadId reference, CoOrderRequest request, Placing placing) {
        return placedBefore(reference, request).orElseGet(() -> placeNew(reference, request, placing));
    }

    private CoOrder placeNew(LeadId reference, CoOrderRequest request, Placing placing) {
        requireNoSilence();
        if (!placing.begin()) {
            throw new PartnerUnavailableException("The CO does not show the order yet that it may be working on");
        }
        PartnerAnswer answer;
        try {
            answer = client.post("/orders/", OrderRequest.of(reference, request), Map.of(), MAX_ORDER_BYTES);
        } catch (PartnerUnavailableException e) {
            if (isWithoutConnection(e)) {
                placing.failed();
            }
            throw e;
        }
        if (NOT_TAKEN.contains(answer.status())) {
            placing.failed();
        }
        return switch (answer.status()) {
            case 201 -> order(answer.object(), location(answer));
            case 200 -> unlessAnothers(answer.object(), reference, location(answer));
            case 400, 409 -> {
                String cause = words(answer.object().path("cause"), "The CO gave no cause");
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
        PartnerAnswer answer = get("/orders/?accessId=" + accessId, MAX_LIST_BYTES);
        return switch (answer.status()) {
            case 200 ->
                answer.arrayOfObjects()
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
        PartnerAnswer answer = get("/orders/" + coOrderId, MAX_ORDER_BYTES);
        if (answer.status() != 200) {
            throw unexpected(answer);
        }
        CoOrder order = order(answer.object(), coOrderId);
        if (!coOrderId.equals(order.coOrderId())) {
            throw unreadable("another order than " + coOrderId);
        }
        return order;
    }

    @Override
    public List<CoOrderEvent> eventsAfter(@Nullable String event) {
        String since = event == null ? "" : "?since=" + URLEncoder.encode(event, StandardCharsets.UTF_8);
        PartnerAnswer answer = get("/orderevents/" + since, MAX_LIST_BYTES);
        return switch (answer.status()) {
            case 200 -> events(answer.arrayOfObjects());
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

    private PartnerAnswer get(String path, int maxBytes) {
        requireNoSilence();
        return client.get(path, maxBytes);
    }

    private void requireNoSilence() {
        if (clock.instant().isBefore(silentUntil)) {
            throw new PartnerUnavailableException("The CO asked for silence until " + silentUntil);
        }
    }

    private PartnerUnavailableException unexpected(PartnerAnswer answer) {
        if (NOT_TAKEN.contains(answer.status())) {
            answer.header(HttpHeaders.RETRY_AFTER).ifPresent(this::beSilent);
        }
        return answer.unexpected();
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

    private static @Nullable String location(PartnerAnswer answer) {
        return lastSegment(answer.header(HttpHeaders.LOCATION).orElse(null));
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
        String words = PartnerWords.fit(text.asString(""), MAX_REASON);
        return words.isEmpty() ? otherwise : words;
    }

    private static PartnerUnavailableException unreadable(String what) {
        return new PartnerUnavailableException("The answer of the CO cannot be read: " + what);
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
