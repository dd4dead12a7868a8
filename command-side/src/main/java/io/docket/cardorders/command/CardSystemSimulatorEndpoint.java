package io.docket.cardorders.command;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.UtcDateTime;
import io.docket.platform.paging.DefaultPaging;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Tells the simulated card management system how to behave, and what it has done. Only with the demo data set on. */
@RestController
@RequestMapping("/demo/card-system")
@ConditionalOnProperty("docket.demo.enabled")
@ConditionalOnProperty(name = "docket.card-system.adapter", havingValue = "simulated", matchIfMissing = true)
class CardSystemSimulatorEndpoint {

    private final SimulatedCardSystem cardSystem;

    CardSystemSimulatorEndpoint(SimulatedCardSystem cardSystem) {
        this.cardSystem = cardSystem;
    }

    @GetMapping
    SimulatorState state(@DefaultPaging(size = 20, sortBy = "number", ascending = true) Paging paging) {
        return new SimulatorState(
                BehaviourRepresentation.of(cardSystem.behaviour()),
                cardSystem.processed(paging).map(RequestRepresentation::of));
    }

    @PutMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void behave(@RequestBody BehaviourRepresentation behaviour) {
        cardSystem.behave(behaviour.behaviour());
    }

    record SimulatorState(
            @JsonUnwrapped BehaviourRepresentation behaviour,
            @JsonProperty("processed-requests") Page<RequestRepresentation> processedRequests) {}

    @JsonNaming(KebabCaseStrategy.class)
    record BehaviourRepresentation(
            @Nullable Long delayMillis,
            @Nullable String refusal,
            @Nullable Boolean down,
            @Nullable Integer failNext,
            @Nullable Integer answerLostNext,
            @Nullable Boolean answerTwice) {

        static BehaviourRepresentation of(CardSystemBehaviour behaviour) {
            return new BehaviourRepresentation(
                    behaviour.delay().toMillis(),
                    behaviour.refusal(),
                    behaviour.down(),
                    behaviour.failNext(),
                    behaviour.answerLostNext(),
                    behaviour.answerTwice());
        }

        CardSystemBehaviour behaviour() {
            return new CardSystemBehaviour(
                    Duration.ofMillis(requireNonNullElse(delayMillis, 0L)),
                    refusal,
                    requireNonNullElse(down, false),
                    requireNonNullElse(failNext, 0),
                    requireNonNullElse(answerLostNext, 0),
                    requireNonNullElse(answerTwice, false));
        }
    }

    @JsonNaming(KebabCaseStrategy.class)
    record RequestRepresentation(
            long number,
            WorkItemId workItemId,
            CardRequestKind kind,
            @Nullable CardId cardId,
            String outcome,
            @Nullable String refusal,
            @Nullable CardId newCardId,
            @Nullable String newSerialNumber,
            int asked,
            int effects,
            UtcDateTime processedAt) {

        static RequestRepresentation of(ProcessedCardRequest request) {
            NewCard newCard = request.newCard();
            return new RequestRepresentation(
                    request.number(),
                    request.workItemId(),
                    request.kind(),
                    request.cardId(),
                    request.refusal() == null ? "done" : "refused",
                    request.refusal(),
                    newCard == null ? null : newCard.cardId(),
                    newCard == null ? null : newCard.serialNumber(),
                    request.asked(),
                    request.effects(),
                    new UtcDateTime(request.processedAt()));
        }
    }
}
