package io.docket.esim.query.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderStatus;
import io.docket.esim.api.Iccid;
import io.docket.esim.query.EsimItemView;
import io.docket.esim.query.EsimOperation;
import io.docket.esim.query.EsimOrderView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as the API prints it (eSIM Order API, "Order status").
 *
 * @param output once it is completed; of a bulk activation, also once it has failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EsimOrderRepresentation(
        EsimOrderId id,
        EsimOrderId externalId,
        EsimOrderStatus status,
        @Nullable Output output,
        @Nullable String error) {

    static EsimOrderRepresentation of(EsimOrderView view) {
        return new EsimOrderRepresentation(view.orderId(), view.orderId(), view.status(), output(view), view.error());
    }

    private static @Nullable Output output(EsimOrderView view) {
        if (view.operation() == EsimOperation.BULK_ACTIVATION) {
            return view.status().isOpen()
                    ? null
                    : new BulkOutput(view.items().stream()
                            .map(item -> Esim.of(item, item.status()))
                            .toList());
        }
        return view.status() == EsimOrderStatus.COMPLETED ? Esim.of(view.items().get(0), null) : null;
    }

    /** What has come of the order. */
    sealed interface Output {}

    /** Of a bulk activation. */
    record BulkOutput(@JsonValue List<Esim> esims) implements Output {}

    /**
     * What is needed to install an eSIM.
     *
     * @param subscriptionIds when there are several
     * @param status only of a bulk activation
     * @param error only of a bulk activation
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Esim(
            @Nullable Iccid iccid,
            @Nullable String matchingId,
            @JsonProperty("smdpUrl") @Nullable String smdpAddress,
            @JsonProperty("lpa_url") @Nullable String activationCode,
            @JsonProperty("subscription_id") String firstSubscriptionId,
            @JsonProperty("subscription_ids") @Nullable List<String> subscriptionIds,
            @Nullable EsimOrderStatus status,
            @Nullable String error)
            implements Output {

        static Esim of(EsimItemView item, @Nullable EsimOrderStatus status) {
            List<String> subscriptions = item.subscriptionIds();
            return new Esim(
                    item.iccid(),
                    item.matchingId(),
                    item.smdpAddress(),
                    item.activationCode(),
                    subscriptions.get(0),
                    subscriptions.size() > 1 ? subscriptions : null,
                    status,
                    item.error());
        }
    }
}
