package io.docket.cardorders.query.endpoint;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.docket.cardorders.query.OrderView;
import io.docket.common.api.UtcDateTime;
import io.docket.common.api.Version;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A version of an order as the API prints it: the order as it stood, what changed, and who did it. */
@JsonNaming(KebabCaseStrategy.class)
record OrderVersionRepresentation(
        @JsonUnwrapped OrderRepresentation order,
        String change,
        @Nullable String updatedById,
        @Nullable String updatedByName,
        String versionNum,
        UtcDateTime versionDate) {

    static OrderVersionRepresentation of(Version<OrderView> version, Predicate<String> known) {
        OrderView view = version.view();
        return new OrderVersionRepresentation(
                OrderRepresentation.withKind(view, known),
                version.change(),
                view.updatedBy().id(),
                view.updatedBy().name(),
                String.valueOf(version.position()),
                new UtcDateTime(version.time()));
    }
}
