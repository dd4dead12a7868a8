package io.docket.cardorders.query;

import io.docket.cardorders.api.CustomerFriendlyStatus;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.OrderStatus;
import io.docket.cardorders.api.OrderVersion;
import io.docket.cardorders.api.OrderView;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.UtcDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A version of an order as the API prints it, with what changed. */
@JsonNaming(KebabCaseStrategy.class)
record OrderVersionRepresentation(
        WorkItemId id,
        OrderKind kind,
        OrderStatus status,
        CustomerFriendlyStatus customerFriendlyStatus,
        @Nullable String description,
        String change,
        @Nullable String reason,
        String versionNum,
        UtcDateTime versionDate) {

    static OrderVersionRepresentation of(OrderVersion version) {
        OrderView view = version.view();
        return new OrderVersionRepresentation(
                view.workItemId(),
                view.kind(),
                view.status(),
                view.customerFriendlyStatus(),
                view.order() == null ? null : view.order().description(),
                version.change(),
                view.status() == OrderStatus.CANCELED ? view.cancelationReason() : view.rejectionReason(),
                String.valueOf(version.position()),
                new UtcDateTime(version.time()));
    }
}
