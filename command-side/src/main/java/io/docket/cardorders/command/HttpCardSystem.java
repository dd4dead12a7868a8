package io.docket.cardorders.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.platform.partner.BoundedBody;
import io.docket.platform.settings.InvalidSettingException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * A card management system over HTTP, as {@code docs/reference/card-system.yaml} describes it.
 *
 * <p>Only an answer that says plainly that the work is done (200, 201) or refused (422) counts. Everything else leaves
 * open what happened, and the request has to be made again with the same key.
 */
@Component
@ConditionalOnProperty(name = "docket.card-system.adapter", havingValue = "http")
final class HttpCardSystem implements CardSystem {

    static final int MAX_ANSWER_BYTES = 64 * 1024;

    private static final int MAX_REASON = 500;
    private static final int MAX_ID = 64;

    private final URI cardRequests;
    private final @Nullable String token;
    private final Duration readTimeout;
    private final HttpClient client;
    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    /** @throws InvalidSettingException if it is not configured where the system is */
    HttpCardSystem(CardSystemProperties properties) {
        CardSystemProperties.Http http = properties.http();
        if (http.baseUrl() == null) {
            throw new InvalidSettingException(
                    "docket.card-system.adapter is http, but it is not said where the card system is.",
                    "Set docket.card-system.http.base-url.");
        }
        cardRequests = URI.create(http.baseUrl().toString().replaceAll("/+$", "") + "/card-requests");
        token = http.token() == null || http.token().isEmpty() ? null : http.token();
        readTimeout = http.readTimeout();
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(http.connectTimeout())
                .build();
    }

    @Override
    public Outcome issue(WorkItemId idempotencyKey, AdditionalCard additionalCard) {
        return request(idempotencyKey.value(), IssuanceRequest.of(idempotencyKey, additionalCard), true);
    }

    @Override
    public Outcome process(WorkItemId idempotencyKey, CardOrder order) {
        return request(
                idempotencyKey.value(),
                CardRequest.of(idempotencyKey, order),
                order.kind() == OrderKind.CARD_REPLACEMENT);
    }

    @Override
    public Outcome suspend(LostCard lostCard) {
        return request(lostCard.idempotencyKey(), CardRequest.of(lostCard), false);
    }

    private Outcome request(String idempotencyKey, Object body, boolean makesCard) {
        HttpRequest.Builder request = HttpRequest.newBuilder(cardRequests)
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                .header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE)
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
        if (token != null) {
            request.header(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        }
        HttpResponse<byte[]> answer = send(request.build());
        return switch (answer.statusCode()) {
            case 200, 201 -> done(parse(answer), makesCard);
            case 422 -> new Outcome.Refused(reason(parse(answer)));
            default -> throw new CardSystemUnavailableException("The card system answered " + answer.statusCode());
        };
    }

    /** Bounds the whole exchange: the client's own timeout would end with the headers of the answer. */
    private HttpResponse<byte[]> send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, head -> new BoundedBody(MAX_ANSWER_BYTES));
        try {
            return answer.get(readTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new CardSystemUnavailableException("The card system did not answer within " + readTimeout, e);
        } catch (ExecutionException e) {
            throw new CardSystemUnavailableException("The card system cannot be reached: " + e.getCause(), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new CardSystemUnavailableException("The wait for the card system was interrupted", e);
        }
    }

    private JsonNode parse(HttpResponse<byte[]> answer) {
        JsonNode parsed;
        try {
            parsed = json.readTree(answer.body());
        } catch (JacksonException e) {
            throw unreadable(answer.statusCode() + " without well-formed JSON");
        }
        if (!parsed.isObject()) {
            throw unreadable(answer.statusCode() + " without a JSON object");
        }
        return parsed;
    }

    private static Outcome done(JsonNode answer, boolean makesCard) {
        return new Outcome.Done(makesCard ? newCard(answer) : null);
    }

    private static NewCard newCard(JsonNode answer) {
        JsonNode card = answer.path("new-card");
        return new NewCard(new CardId(id(card, "card-id")), id(card, "serial-number"));
    }

    private static String id(JsonNode card, String field) {
        JsonNode value = card.path(field);
        if (!value.isString()
                || value.asString().isBlank()
                || value.asString().length() > MAX_ID
                || value.asString().codePoints().anyMatch(HttpCardSystem::isUnfit)) {
            throw unreadable("no " + field + " of a new card");
        }
        return value.asString();
    }

    private static String reason(JsonNode answer) {
        JsonNode reason = answer.path("reason");
        if (!reason.isString()) {
            throw unreadable("422 without a reason");
        }
        String words = reason.asString()
                .codePoints()
                .map(character -> isUnfit(character) ? ' ' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        if (words.isEmpty()) {
            throw unreadable("422 without a reason");
        }
        return shortened(words);
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

    private static CardSystemUnavailableException unreadable(String what) {
        return new CardSystemUnavailableException("The answer of the card system cannot be read: " + what);
    }

    @JsonNaming(KebabCaseStrategy.class)
    private record IssuanceRequest(
            WorkItemId workItemId,
            OrderKind kind,
            String authorizedCustomerNumber,
            @Nullable String authorizedCustomerName,
            String ownerCustomerNumber,
            String ownerCustomerName,
            ArrangementNumber arrangementNumber,
            String productCode) {

        static IssuanceRequest of(WorkItemId workItemId, AdditionalCard card) {
            return new IssuanceRequest(
                    workItemId,
                    OrderKind.ADDITIONAL_CARD_ISSUANCE,
                    card.authorizedCustomerNumber(),
                    card.authorizedCustomerName(),
                    card.ownerCustomerNumber(),
                    card.ownerCustomerName(),
                    card.arrangementNumber(),
                    card.productCode());
        }
    }

    @JsonNaming(KebabCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record CardRequest(
            WorkItemId workItemId,
            CardRequestKind kind,
            CardId cardId,
            String serialNumber,
            String customerNumber,
            @Nullable String description,
            @Nullable String blockadeReason,
            @Nullable String replacementReason,
            @JsonProperty("embossment-line-1") @Nullable String embossmentLine1) {

        static CardRequest of(WorkItemId workItemId, CardOrder order) {
            return new CardRequest(
                    workItemId,
                    CardRequestKind.of(order.kind()),
                    order.cardId(),
                    order.serialNumber(),
                    order.customerNumber(),
                    order.description(),
                    order.blockadeReason(),
                    order.replacementReason(),
                    order.embossmentLine1());
        }

        static CardRequest of(LostCard card) {
            return new CardRequest(
                    card.replacement(),
                    CardRequestKind.CARD_SUSPENSION,
                    card.cardId(),
                    card.serialNumber(),
                    card.customerNumber(),
                    null,
                    null,
                    card.replacementReason(),
                    null);
        }
    }
}
