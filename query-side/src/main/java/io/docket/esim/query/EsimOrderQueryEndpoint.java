package io.docket.esim.query;

import static org.axonframework.messaging.responsetypes.ResponseTypes.optionalInstanceOf;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.Refusal;
import io.docket.esim.api.EsimItemView;
import io.docket.esim.api.EsimOrderEvent;
import io.docket.esim.api.EsimOrderHistory;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderStatus;
import io.docket.esim.api.EsimOrderView;
import io.docket.esim.api.EsimProblem;
import io.docket.esim.api.FindEsimOrder;
import io.docket.esim.api.FindEsimOrderHistory;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.http.Acceptance;
import io.docket.platform.paging.DefaultPaging;
import io.docket.platform.projection.ConsistentReads;
import io.docket.platform.security.Caller;
import java.util.List;
import java.util.Objects;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers the questions of the eSIM Order API (seed 003, "Order status"). The contract has checked the form of the
 * requests, except for the id: whatever is no order's is answered alike.
 */
@RestController
@RequestMapping("/esim/v1/order/{orderId}")
class EsimOrderQueryEndpoint {

    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml");

    private final QueryGateway queries;
    private final ConsistentReads reads;

    EsimOrderQueryEndpoint(QueryGateway queries, ConsistentReads reads) {
        this.queries = queries;
        this.reads = reads;
    }

    @GetMapping
    ResponseEntity<EsimOrderRepresentation> getOrder(
            @PathVariable("orderId") String orderId,
            @RequestHeader(name = "Consistency-Token", required = false) @Nullable Long consistencyToken,
            Caller caller) {
        EsimOrderView found = find(orderId, consistencyToken, caller);
        return ResponseEntity.ok().eTag(String.valueOf(found.version())).body(EsimOrderRepresentation.of(found));
    }

    @GetMapping("/qr-code")
    ResponseEntity<byte[]> getQrCode(
            @PathVariable("orderId") String orderId,
            @RequestHeader(name = "Consistency-Token", required = false) @Nullable Long consistencyToken,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable List<String> accept,
            Caller caller) {
        EsimOrderView found = find(orderId, consistencyToken, caller);
        List<String> codes = found.items().stream()
                .map(EsimItemView::activationCode)
                .filter(Objects::nonNull)
                .toList();
        if (found.status() != EsimOrderStatus.COMPLETED || codes.size() != 1) {
            throw new RefusedException(Refusal.conflict(
                    EsimProblem.ACTIVATION_CODE_NOT_AVAILABLE,
                    "The order has no activation code, or more than one, or not yet."));
        }
        QrCode code = QrCode.of(codes.get(0));
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        Acceptance acceptance = Acceptance.in(accept == null ? List.of() : accept);
        return acceptance.of(SVG) > acceptance.of(MediaType.IMAGE_PNG)
                ? answer.contentType(SVG).body(code.svg())
                : answer.contentType(MediaType.IMAGE_PNG).body(code.png());
    }

    @GetMapping("/history")
    Page<EsimOrderVersionRepresentation> getHistory(
            @PathVariable("orderId") String orderId,
            @DefaultPaging(size = 100, sortBy = "version-num", ascending = true) Paging paging,
            @RequestHeader(name = "Consistency-Token", required = false) @Nullable Long consistencyToken,
            Caller caller) {
        String tenant = caller.requiredTenant();
        EsimOrderId id = idOf(orderId);
        return reads.current(
                        EsimOrderHistoryProjection.NAME,
                        consistencyToken,
                        EsimOrderEvent.class,
                        id.toString(),
                        () -> queries.query(
                                        new FindEsimOrderHistory(id, paging),
                                        optionalInstanceOf(EsimOrderHistory.class))
                                .join(),
                        history -> history.latest().version())
                .filter(history -> history.latest().tenant().equals(tenant))
                .orElseThrow(EsimOrderQueryEndpoint::notFound)
                .versions()
                .map(EsimOrderVersionRepresentation::of);
    }

    private EsimOrderView find(String orderId, @Nullable Long consistencyToken, Caller caller) {
        String tenant = caller.requiredTenant();
        EsimOrderId id = idOf(orderId);
        return reads.current(
                        EsimOrderProjection.NAME,
                        consistencyToken,
                        EsimOrderEvent.class,
                        id.toString(),
                        () -> queries.query(new FindEsimOrder(id), optionalInstanceOf(EsimOrderView.class))
                                .join(),
                        EsimOrderView::version)
                .filter(view -> view.tenant().equals(tenant))
                .orElseThrow(EsimOrderQueryEndpoint::notFound);
    }

    private static EsimOrderId idOf(String text) {
        return EsimOrderId.parse(text).orElseThrow(EsimOrderQueryEndpoint::notFound);
    }

    private static RefusedException notFound() {
        return new RefusedException(Refusal.notFound(EsimProblem.ORDER_NOT_FOUND, "There is no such order."));
    }
}
