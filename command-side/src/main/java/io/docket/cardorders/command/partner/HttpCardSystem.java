package io.docket.cardorders.command.partner;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.PersonalData;
import io.docket.platform.partner.PartnerAnswer;
import io.docket.platform.partner.PartnerCalls;
import io.docket.platform.partner.PartnerClient;
import io.docket.platform.partner.PartnerWords;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A card management system over HTTP, as {@code docs/reference/card-system.yaml} describes it.
 *
 * <p>Only an answer that says plainly that the work is done (200, 201) or refused (422) counts. Everything else leaves
 * open what happened, and the request has to be made again with the same key.
 */
@Component
@EnableConfigurationProperties(CardSystemProperties.class)
final class HttpCardSystem implements CardSystem {

    static final int MAX_ANSWER_BYTES = 64 * 1024;

    private static final int MAX_REASON = 500;
    private static final int MAX_ID = 64;

    private final PartnerClient client;

    HttpCardSystem(CardSystemProperties properties, SslBundles sslBundles, PartnerCalls calls) {
        client = new PartnerClient(
                "card-system",
                "The card system",
                properties.connection(),
                properties.authorization(),
                sslBundles,
                calls);
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
        PartnerAnswer answer =
                client.post("/card-requests", body, Map.of("Idempotency-Key", idempotencyKey), MAX_ANSWER_BYTES);
        return switch (answer.status()) {
            case 200, 201 -> done(answer, makesCard);
            case 422 -> new Outcome.Refused(reason(answer));
            default -> throw answer.unexpected();
        };
    }

    private static Outcome done(PartnerAnswer answer, boolean makesCard) {
        JsonNode body = answer.object();
        return new Outcome.Done(makesCard ? newCard(answer, body.path("new-card")) : null);
    }

    private static NewCard newCard(PartnerAnswer answer, JsonNode card) {
        return new NewCard(new CardId(id(answer, card, "card-id")), id(answer, card, "serial-number"));
    }

    private static String id(PartnerAnswer answer, JsonNode card, String field) {
        String id = card.path(field).stringValue("");
        if (id.isBlank() || id.length() > MAX_ID || !id.codePoints().allMatch(PartnerWords::isFit)) {
            throw answer.unreadable("without the " + field + " of a new card");
        }
        return id;
    }

    private static String reason(PartnerAnswer answer) {
        String reason = PartnerWords.fit(answer.object().path("reason").stringValue(""), MAX_REASON);
        if (reason.isEmpty()) {
            throw answer.unreadable("without a reason");
        }
        return reason;
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
            String kind,
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
                    order.kind().literal(),
                    order.cardId(),
                    order.serialNumber(),
                    order.customerNumber(),
                    PersonalData.ERASED.equals(order.description()) ? null : order.description(),
                    order.blockadeReason(),
                    order.replacementReason(),
                    order.embossmentLine1());
        }

        static CardRequest of(LostCard card) {
            return new CardRequest(
                    card.replacement(),
                    "card-suspension",
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
