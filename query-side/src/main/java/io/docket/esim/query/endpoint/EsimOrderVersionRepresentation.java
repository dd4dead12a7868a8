package io.docket.esim.query.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.docket.common.api.Version;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.EsimOrderStatus;
import io.docket.esim.query.EsimOrderView;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A version of an order as the API prints it, with what changed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EsimOrderVersionRepresentation(
        EsimOrderId id,
        EsimOrderStatus status,
        @Nullable String error,
        String change,
        String versionNum,
        String versionDate) {

    static EsimOrderVersionRepresentation of(Version<EsimOrderView> version) {
        return new EsimOrderVersionRepresentation(
                version.view().orderId(),
                version.view().status(),
                version.view().error(),
                version.change(),
                String.valueOf(version.position()),
                version.time().truncatedTo(ChronoUnit.MILLIS).toString());
    }
}
