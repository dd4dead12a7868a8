package io.docket.salesleads.command;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.UtcDateTime;
import io.docket.platform.paging.DefaultPaging;
import io.docket.salesleads.api.LeadId;
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

/** Tells the simulated communication operator how to behave, and what was ordered. Only with the demo data set on. */
@RestController
@RequestMapping("/demo/co")
@ConditionalOnProperty("docket.demo.enabled")
@ConditionalOnProperty(name = "docket.co.adapter", havingValue = "simulated", matchIfMissing = true)
class CoSimulatorEndpoint {

    private final SimulatedCommunicationOperator operator;

    CoSimulatorEndpoint(SimulatedCommunicationOperator operator) {
        this.operator = operator;
    }

    @GetMapping
    SimulatorState state(@DefaultPaging(size = 20, sortBy = "number", ascending = true) Paging paging) {
        return new SimulatorState(
                BehaviourRepresentation.of(operator.behaviour()),
                operator.orders(paging).map(OrderRepresentation::of));
    }

    @PutMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void behave(@RequestBody BehaviourRepresentation behaviour) {
        operator.behave(behaviour.behaviour());
    }

    record SimulatorState(@JsonUnwrapped BehaviourRepresentation behaviour, Page<OrderRepresentation> orders) {}

    @JsonNaming(KebabCaseStrategy.class)
    record BehaviourRepresentation(
            @Nullable Long delayMillis,
            @Nullable Long deliveryMillis,
            @Nullable Boolean held,
            @Nullable String refusal,
            @Nullable String failure,
            @Nullable Boolean down,
            @Nullable Integer failNext,
            @Nullable Integer answerLostNext) {

        static BehaviourRepresentation of(CoBehaviour behaviour) {
            return new BehaviourRepresentation(
                    behaviour.delay().toMillis(),
                    behaviour.deliveryTime().toMillis(),
                    behaviour.held(),
                    behaviour.refusal(),
                    behaviour.failure(),
                    behaviour.down(),
                    behaviour.failNext(),
                    behaviour.answerLostNext());
        }

        CoBehaviour behaviour() {
            return new CoBehaviour(
                    Duration.ofMillis(requireNonNullElse(delayMillis, 0L)),
                    Duration.ofMillis(requireNonNullElse(deliveryMillis, 0L)),
                    requireNonNullElse(held, false),
                    refusal,
                    failure,
                    requireNonNullElse(down, false),
                    requireNonNullElse(failNext, 0),
                    requireNonNullElse(answerLostNext, 0));
        }
    }

    @JsonNaming(KebabCaseStrategy.class)
    record OrderRepresentation(
            long number,
            LeadId reference,
            @Nullable String coOrderId,
            String accessId,
            String service,
            UtcDateTime requestedDateTime,
            CommunicationOperator.State state,
            @Nullable String reason,
            int asked,
            UtcDateTime placedAt) {

        static OrderRepresentation of(SimulatedCoOrder order) {
            return new OrderRepresentation(
                    order.number(),
                    order.reference(),
                    order.order().coOrderId(),
                    order.request().accessId(),
                    order.request().service(),
                    new UtcDateTime(order.request().requestedDateTime()),
                    order.order().state(),
                    order.order().reason(),
                    order.asked(),
                    new UtcDateTime(order.placedAt()));
        }
    }
}
