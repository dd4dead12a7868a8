package io.docket.esim.query.endpoint;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.Refusal;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderStatus;
import io.docket.esim.api.EsimProblem;
import io.docket.esim.query.EsimItemView;
import io.docket.esim.query.EsimOrderHistory;
import io.docket.esim.query.EsimOrderProjection;
import io.docket.esim.query.EsimOrderView;
import io.docket.esim.query.FindEsimOrder;
import io.docket.esim.query.FindEsimOrderHistory;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.http.Acceptance;
import io.docket.platform.paging.DefaultPaging;
import io.docket.platform.reads.ConsistencyToken;
import io.docket.platform.reads.ConsistentReads;
import io.docket.platform.security.Caller;
import java.util.List;
import java.util.Objects;
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
 * Answers the questions of the eSIM Order API (its section "Order status"). The contract has checked the form of the
 * requests, except for the id: whatever is no order's is answered alike.
 */
@RestController
@RequestMapping("/esim/v1/order/{orderId}")
class EsimOrderQueryEndpoint {

    private static final Refusal NOT_FOUND = Refusal.notFound(EsimProblem.ORDER_NOT_FOUND, "There is no such order.");

    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml");

    private final ConsistentReads reads;

    EsimOrderQueryEndpoint(ConsistentReads reads) {
        this.reads = reads;
    }

    @GetMapping
    ResponseEntity<EsimOrderRepresentation> getOrder(
            @PathVariable("orderId") String orderId, ConsistencyToken token, Caller caller) {
        EsimOrderView found = find(orderId, token, caller);
        return ResponseEntity.ok().eTag(String.valueOf(found.version())).body(EsimOrderRepresentation.of(found));
    }

    @GetMapping("/qr-code")
    ResponseEntity<byte[]> getQrCode(
            @PathVariable("orderId") String orderId,
            ConsistencyToken token,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable List<String> accept,
            Caller caller) {
        EsimOrderView found = find(orderId, token, caller);
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
            ConsistencyToken token,
            Caller caller) {
        EsimOrderView found = find(orderId, token, caller);
        return reads.ask(new FindEsimOrderHistory(found.orderId(), found.version(), paging), EsimOrderHistory.class)
                .versions()
                .map(EsimOrderVersionRepresentation::of);
    }

    private EsimOrderView find(String orderId, ConsistencyToken token, Caller caller) {
        String tenant = caller.requiredTenant();
        EsimOrderId id = EsimOrderId.parse(orderId).orElseThrow(() -> new RefusedException(NOT_FOUND));
        return reads.one(
                EsimOrderProjection.NAME,
                token,
                id.toString(),
                new FindEsimOrder(id),
                EsimOrderView.class,
                found -> found.tenant().equals(tenant),
                NOT_FOUND);
    }
}
