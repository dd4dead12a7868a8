package io.docket.cardorders.query.endpoint;

import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.OrderStatus;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.query.FindOrder;
import io.docket.cardorders.query.FindOrderHistory;
import io.docket.cardorders.query.ListOrders;
import io.docket.cardorders.query.OrderHistory;
import io.docket.cardorders.query.OrderList;
import io.docket.cardorders.query.OrderProjection;
import io.docket.cardorders.query.OrderView;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.Refusal;
import io.docket.platform.classification.ClassificationCatalog;
import io.docket.platform.classification.ClassificationList;
import io.docket.platform.classification.ClassificationValues;
import io.docket.platform.classification.Classifications;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.paging.DateOrDateTime;
import io.docket.platform.paging.DefaultPaging;
import io.docket.platform.paging.FilterValues;
import io.docket.platform.reads.ConsistencyToken;
import io.docket.platform.reads.ConsistentReads;
import io.docket.platform.security.Caller;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers the questions of the Customer Order API (step 4 of its tutorial). The contract has checked the form of the requests.
 */
@RestController
@RequestMapping("/customer-order")
class CardOrderQueryEndpoint {

    private final ConsistentReads reads;
    private final Classifications classifications;

    CardOrderQueryEndpoint(ConsistentReads reads, ClassificationCatalog classifications) {
        this.reads = reads;
        this.classifications = classifications.of("card-orders");
    }

    @GetMapping("/orders")
    Page<OrderRepresentation> listOrders(
            OrderFilter filter,
            @DefaultPaging(size = 20, sortBy = "creation-date", ascending = false) Paging paging,
            ConsistencyToken token,
            Caller caller) {
        Set<OrderKind> kinds = FilterValues.of(filter.kinds, OrderKind.class);
        return list(filter.query(kinds, caller, paging, token), token)
                .map(view -> OrderRepresentation.withKind(view, caller::actsFor));
    }

    @GetMapping("/{collection}")
    Page<OrderRepresentation> listOrdersOfKind(
            @PathVariable("collection") String collection,
            OrderFilter filter,
            @DefaultPaging(size = 20, sortBy = "creation-date", ascending = false) Paging paging,
            ConsistencyToken token,
            Caller caller) {
        Set<OrderKind> kinds = Set.of(kindIn(collection));
        return list(filter.query(kinds, caller, paging, token), token)
                .map(view -> OrderRepresentation.of(view, caller::actsFor));
    }

    private Page<OrderView> list(ListOrders query, ConsistencyToken token) {
        return reads.list(OrderProjection.NAME, token, query, OrderList.class).orders();
    }

    @GetMapping("/{collection}/{id}")
    ResponseEntity<OrderRepresentation> getOrder(
            @PathVariable("collection") String collection,
            @PathVariable("id") WorkItemId id,
            ConsistencyToken token,
            Caller caller) {
        OrderView found = find(kindIn(collection), id, token, caller);
        return ResponseEntity.ok()
                .eTag(String.valueOf(found.version()))
                .body(OrderRepresentation.of(found, caller::actsFor));
    }

    @GetMapping("/{collection}/{id}/history")
    Page<OrderVersionRepresentation> getHistory(
            @PathVariable("collection") String collection,
            @PathVariable("id") WorkItemId id,
            @DefaultPaging(size = 100, sortBy = "version-num", ascending = true) Paging paging,
            ConsistencyToken token,
            Caller caller) {
        OrderView found = find(kindIn(collection), id, token, caller);
        return reads.ask(new FindOrderHistory(id, found.version(), paging), OrderHistory.class)
                .versions()
                .map(version -> OrderVersionRepresentation.of(version, caller::actsFor));
    }

    private static OrderKind kindIn(String collection) {
        return OrderKind.ofCollection(collection).orElseThrow(() -> new RefusedException(Refusal.notFound()));
    }

    private OrderView find(OrderKind kind, WorkItemId id, ConsistencyToken token, Caller caller) {
        return reads.one(
                OrderProjection.NAME,
                token,
                id.value(),
                new FindOrder(id),
                OrderView.class,
                found -> found.kind() == kind && caller.actsFor(found.customerNumber()));
    }

    @GetMapping("/classifications")
    ClassificationList listClassifications() {
        return classifications.list();
    }

    @GetMapping("/classifications/{schema-id}")
    ClassificationValues getClassification(@PathVariable("schema-id") String schemaId) {
        return classifications.values(schemaId).orElseThrow(() -> new RefusedException(Refusal.notFound()));
    }

    /** The filters of the lists; {@code kinds} only of the one over all kinds. */
    record OrderFilter(
            @BindParam("kinds") @Nullable List<String> kinds,
            @BindParam("statuses") @Nullable List<String> statuses,
            @BindParam("customer-number") @Nullable String customerNumber,
            @BindParam("card-id") @Nullable String cardId,
            @BindParam("created-from") @Nullable DateOrDateTime createdFrom,
            @BindParam("created-to") @Nullable DateOrDateTime createdTo) {

        ListOrders query(Set<OrderKind> ofKinds, Caller caller, Paging paging, ConsistencyToken token) {
            return new ListOrders(
                    ofKinds,
                    FilterValues.of(statuses, OrderStatus.class),
                    caller.limitedTo(customerNumber),
                    caller.customerNumber(),
                    cardId,
                    createdFrom == null ? null : createdFrom.start(),
                    createdTo == null ? null : createdTo.end(),
                    paging,
                    token.position() != null);
        }
    }
}
