package io.docket.cardorders.command.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CustomerFriendlyStatus;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.OrderStatus;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.command.ApproveOrder;
import io.docket.cardorders.command.CancelOrder;
import io.docket.cardorders.command.CardOrderCommand;
import io.docket.cardorders.command.OrderReceipt;
import io.docket.cardorders.command.RejectOrder;
import io.docket.cardorders.command.RequestAdditionalCard;
import io.docket.cardorders.command.RequestCardOrder;
import io.docket.common.api.Refusal;
import io.docket.platform.classification.ClassificationCatalog;
import io.docket.platform.commands.Commands;
import io.docket.platform.contract.CheckedBody;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.numbers.WorkItemNumbers;
import io.docket.platform.security.Caller;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Takes the commands of the Customer Order API (steps 3 and 5 of its tutorial). The contract has checked the form of the
 * requests, {@link OrderReasons} their reasons.
 */
@RestController
@RequestMapping("/customer-order")
class CardOrderCommandEndpoint {

    private final Commands commands;
    private final WorkItemNumbers numbers;

    CardOrderCommandEndpoint(Commands commands, WorkItemNumbers numbers, ClassificationCatalog classifications) {
        this.commands = commands;
        this.numbers = numbers;
        classifications
                .of("card-orders")
                .requireLiterals("workitem-processing-statuses", OrderStatus.values())
                .requireLiterals("customer-friendly-statuses", CustomerFriendlyStatus.values())
                .requireLiterals("order-kinds", OrderKind.values());
    }

    @PostMapping("/additional-card-issuances")
    ResponseEntity<byte[]> requestAdditionalCard(@CheckedBody AdditionalCardRequest request, Caller caller) {
        var arrangement = new ArrangementNumber(request.arrangementNumber);
        return request(
                OrderKind.ADDITIONAL_CARD_ISSUANCE,
                id -> new RequestAdditionalCard(id, request.authorizedCustomerNumber, arrangement, request.description),
                caller);
    }

    @PostMapping("/{collection}")
    ResponseEntity<byte[]> requestCardOrder(
            @PathVariable("collection") String collection, @CheckedBody CardOrderRequest request, Caller caller) {
        OrderKind kind = kindIn(collection);
        var cardId = new CardId(request.cardId);
        return request(
                kind,
                id -> new RequestCardOrder(
                        id,
                        kind,
                        cardId,
                        request.description,
                        request.blockadeReason,
                        request.replacementReason,
                        request.embossmentLine1),
                caller);
    }

    @PutMapping("/{collection}/{id}/cancel")
    ResponseEntity<byte[]> cancel(
            @PathVariable("collection") String collection,
            @PathVariable("id") WorkItemId id,
            @CheckedBody @Nullable CancelRequest request,
            Caller caller) {
        String reason = request == null ? null : request.reason();
        return change(new CancelOrder(id, kindIn(collection), reason), caller);
    }

    @PutMapping("/{collection}/{id}/approve")
    ResponseEntity<byte[]> approve(
            @PathVariable("collection") String collection, @PathVariable("id") WorkItemId id, Caller caller) {
        return change(new ApproveOrder(id, kindIn(collection)), caller);
    }

    @PutMapping("/{collection}/{id}/reject")
    ResponseEntity<byte[]> reject(
            @PathVariable("collection") String collection,
            @PathVariable("id") WorkItemId id,
            @CheckedBody RejectRequest request,
            Caller caller) {
        return change(new RejectOrder(id, kindIn(collection), request.reason), caller);
    }

    private ResponseEntity<byte[]> request(
            OrderKind kind, Function<WorkItemId, CardOrderCommand> command, Caller caller) {
        return commands.<WorkItemId, OrderReceipt>sendWithNewId(
                attempt -> new WorkItemId(numbers.next(attempt)), command, caller, receipt -> ResponseEntity.accepted()
                        .location(URI.create("/customer-order/" + kind.collection() + "/" + receipt.workItemId()))
                        .eTag(String.valueOf(receipt.version()))
                        .body(new Created(receipt.workItemId().value(), receipt.customerFriendlyStatus())));
    }

    private ResponseEntity<byte[]> change(CardOrderCommand command, Caller caller) {
        return commands.<OrderReceipt>send(command, caller, receipt -> ResponseEntity.noContent()
                .eTag(String.valueOf(receipt.version()))
                .build());
    }

    private static OrderKind kindIn(String collection) {
        return OrderKind.ofCollection(collection).orElseThrow(() -> new RefusedException(Refusal.notFound()));
    }

    private record Created(
            String id, @JsonProperty("CreatedRecordStatus") CustomerFriendlyStatus createdRecordStatus) {}

    @JsonNaming(KebabCaseStrategy.class)
    record AdditionalCardRequest(
            String authorizedCustomerNumber,
            String arrangementNumber,
            @Nullable String description) {}

    /** Of the reasons, a request has the one of its kind. */
    @JsonNaming(KebabCaseStrategy.class)
    record CardOrderRequest(
            String cardId,
            @Nullable String description,
            @Nullable String blockadeReason,
            @Nullable String replacementReason,
            @JsonProperty("embossment-line-1") @Nullable String embossmentLine1) {}

    @JsonNaming(KebabCaseStrategy.class)
    record CancelRequest(
            @Nullable String cancelationReason, @Nullable String cancellationReason) {

        /** The API's own spelling counts where both are there. */
        @Nullable
        String reason() {
            return cancelationReason == null ? cancellationReason : cancelationReason;
        }
    }

    record RejectRequest(String reason) {}
}
