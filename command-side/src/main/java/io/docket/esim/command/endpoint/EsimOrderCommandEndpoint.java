package io.docket.esim.command.endpoint;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.docket.esim.api.EsimCustomerDetails;
import io.docket.esim.api.EsimDevice;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderStatus;
import io.docket.esim.api.Iccid;
import io.docket.esim.command.ActivateEsims;
import io.docket.esim.command.EsimOrderCommand;
import io.docket.esim.command.EsimOrderReceipt;
import io.docket.esim.command.EsimOrderRequest;
import io.docket.esim.command.OrderNewEsim;
import io.docket.esim.command.RequestedSubscription;
import io.docket.esim.command.TopUpEsim;
import io.docket.platform.commands.Commands;
import io.docket.platform.contract.CheckedBody;
import io.docket.platform.security.Caller;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes the orders of the eSIM Order API. The contract and {@link EsimOrderRules} have checked their form. */
@RestController
@RequestMapping("/esim/v1/order")
class EsimOrderCommandEndpoint {

    /** Since when {@code TOPUP} is preferred (RFC 9745): 2026-01-01T00:00:00Z. */
    private static final String TOPUP_ACTIVATION_DEPRECATED = "@1767225600";

    private final Commands commands;
    private final EsimCustomers customers;
    private final Clock clock;

    EsimOrderCommandEndpoint(Commands commands, EsimCustomers customers, Clock clock) {
        this.commands = commands;
        this.customers = customers;
        this.clock = clock;
    }

    @PostMapping
    ResponseEntity<byte[]> placeOrder(@CheckedBody OrderBody body, Caller caller) {
        Input input = body.input;
        EsimOrderRequest request = input.request(caller.requiredTenant(), customers, clock.instant());
        return switch (input.operationType) {
            case NEW_ESIM -> place(id -> new OrderNewEsim(id, request), caller, HttpHeaders.EMPTY);
            case TOPUP -> place(id -> new TopUpEsim(id, request, input.iccid()), caller, HttpHeaders.EMPTY);
            case TOPUP_ACTIVATION -> {
                var headers = new HttpHeaders();
                headers.set("Deprecation", TOPUP_ACTIVATION_DEPRECATED);
                yield place(id -> new TopUpEsim(id, request, input.iccid()), caller, headers);
            }
            case BULK_ACTIVATION -> place(id -> new ActivateEsims(id, request), caller, HttpHeaders.EMPTY);
        };
    }

    private ResponseEntity<byte[]> place(
            Function<EsimOrderId, EsimOrderCommand> command, Caller caller, HttpHeaders headers) {
        return commands.<EsimOrderId, EsimOrderReceipt>sendWithNewId(
                attempt -> EsimOrderId.random(), command, caller, receipt -> ResponseEntity.created(
                                URI.create("/esim/v1/order/" + receipt.orderId()))
                        .headers(headers)
                        .eTag(String.valueOf(receipt.version()))
                        .body(new Placed(receipt.orderId(), receipt.orderId(), receipt.status())));
    }

    private record Placed(EsimOrderId id, EsimOrderId externalId, EsimOrderStatus status) {}

    record OrderBody(Input input) {}

    /** As the eSIM Order API spells them. */
    enum OperationType {
        NEW_ESIM,
        TOPUP,
        TOPUP_ACTIVATION,
        BULK_ACTIVATION
    }

    record Input(
            OperationType operationType,
            String countryCode,
            CustomerInput customer,
            DeviceInput device,
            List<SubscriptionInput> subscriptions,
            @Nullable EsimInput esim) {

        EsimOrderRequest request(String tenant, EsimCustomers customers, Instant now) {
            return new EsimOrderRequest(
                    tenant,
                    now,
                    countryCode,
                    customers.idOf(tenant, customer.email),
                    customer.details(),
                    device.device(),
                    subscriptions.stream().map(SubscriptionInput::requested).toList());
        }

        Iccid iccid() {
            return new Iccid(requireNonNull(requireNonNull(esim).iccid));
        }
    }

    record CustomerInput(
            String email,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String language,
            @Nullable String countryOfResidence,
            @Nullable String type) {

        private static final String DEFAULT_LANGUAGE = "EN";

        EsimCustomerDetails details() {
            return new EsimCustomerDetails(
                    email,
                    requireNonNullElse(firstName, email),
                    lastName,
                    requireNonNullElse(language, DEFAULT_LANGUAGE).toUpperCase(Locale.ROOT),
                    countryOfResidence,
                    type);
        }
    }

    record DeviceInput(
            String type,
            String id,
            @Nullable String model,
            @Nullable String uicc,
            @Nullable String imei) {

        EsimDevice device() {
            return new EsimDevice(type, id, model, uicc, imei);
        }
    }

    record EsimInput(@Nullable String iccid) {}

    record SubscriptionInput(
            @Nullable String id,
            @JsonProperty("product_id") @Nullable String productId,
            @Nullable String type,
            @Nullable OffsetDateTime activationDate,
            @Nullable Boolean autoRenew,
            @Nullable BigDecimal dataValue,
            @Nullable String dataUnit,
            @Nullable BigDecimal price,
            @Nullable String currency,
            @Nullable List<String> iccid) {

        private static final String DEFAULT_TYPE = "REGULAR";

        RequestedSubscription requested() {
            return new RequestedSubscription(
                    requireNonNull(id == null ? productId : id),
                    requireNonNullElse(type, DEFAULT_TYPE),
                    activationDate == null ? null : activationDate.toInstant(),
                    Boolean.TRUE.equals(autoRenew),
                    dataValue,
                    dataUnit,
                    price,
                    currency,
                    iccid == null
                            ? List.of()
                            : iccid.stream()
                                    .flatMap(IccidList::split)
                                    .distinct()
                                    .map(Iccid::new)
                                    .toList());
        }
    }
}
