package io.docket.salesleads.query.endpoint;

import io.docket.common.api.Version;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.api.LeadStatus;
import io.docket.salesleads.api.RejectionReason;
import io.docket.salesleads.api.SendingReason;
import io.docket.salesleads.query.SalesLeadView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a sales lead as the API prints it, with what changed, when and why.
 *
 * @param reason why it was sent when it was, or why it was rejected
 */
record SalesLeadVersionRepresentation(
        LeadId orderId,
        String change,
        LeadStatus status,
        @Nullable String reason,
        @Nullable String coReason,
        @Nullable String coOrderId,
        @Nullable Instant scheduledDateTime,
        String versionNum,
        Instant versionDate) {

    static SalesLeadVersionRepresentation of(Version<SalesLeadView> version) {
        SalesLeadView view = version.view();
        return new SalesLeadVersionRepresentation(
                view.leadId(),
                version.change(),
                view.status(),
                reason(view),
                view.coReason(),
                view.coOrderId(),
                view.scheduledFor(),
                String.valueOf(version.position()),
                version.time());
    }

    private static @Nullable String reason(SalesLeadView view) {
        RejectionReason rejection = view.rejectionReason();
        SendingReason sending = view.sendingReason();
        if (rejection != null) {
            return rejection.literal();
        }
        return sending == null ? null : sending.literal();
    }
}
