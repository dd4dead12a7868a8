package io.docket.cases.query.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.docket.cases.api.Attachment;
import io.docket.cases.api.Callback;
import io.docket.cases.api.CaseClass;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.CommType;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Registration;
import io.docket.cases.query.CaseView;
import io.docket.common.api.UtcDateTime;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A case as the API prints it (Case API guide, step 4), with what the API takes but its guide does not print where it is there.
 *
 * @param link where the case is found; only in lists
 */
@JsonNaming(KebabCaseStrategy.class)
record CaseRepresentation(
        CaseId caseId,
        String caseType,
        CaseClass caseClass,
        @Nullable String registeredById,
        @Nullable String registeredByName,
        @Nullable String updatedById,
        @Nullable String updatedByName,
        String customerId,
        @Nullable String customerName,
        @Nullable String customerIdentNum,
        UtcDateTime registrationDate,
        CaseState state,
        @Nullable String resolution,
        Importance importance,
        @Nullable String title,
        @Nullable String details,
        @Nullable String arrangementNum,
        List<AttachmentRepresentation> attachments,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CommType commType,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String commReplyAddress,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String commReplyAddressCode,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String relCaseId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant callbackRequestTime,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String categorry,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable URI link) {

    @JsonNaming(KebabCaseStrategy.class)
    record AttachmentRepresentation(
            String fileId, String fileName, @Nullable String sha256) {

        static AttachmentRepresentation of(Attachment attachment) {
            return new AttachmentRepresentation(attachment.fileId(), attachment.fileName(), attachment.sha256());
        }
    }

    /** By itself. */
    static CaseRepresentation of(CaseView view) {
        return of(view, null);
    }

    /** In a list. */
    static CaseRepresentation listed(CaseView view) {
        return of(view, URI.create("/v1/case/cases/" + view.caseId()));
    }

    private static CaseRepresentation of(CaseView view, @Nullable URI link) {
        Registration registration = view.registration();
        Callback callback = view.callback();
        return new CaseRepresentation(
                view.caseId(),
                view.caseType(),
                view.caseClass(),
                registration.registeredBy().id(),
                registration.registeredBy().name(),
                view.updatedBy().id(),
                view.updatedBy().name(),
                registration.customer().id(),
                registration.customer().name(),
                registration.customer().identNum(),
                new UtcDateTime(view.registeredAt()),
                view.state(),
                view.resolution(),
                registration.importance(),
                registration.title(),
                registration.details(),
                registration.arrangementNum(),
                view.attachments().stream().map(AttachmentRepresentation::of).toList(),
                registration.reply().commType(),
                registration.reply().address(),
                registration.reply().addressCode(),
                registration.relCaseId(),
                callback == null ? null : callback.callbackRequestTime(),
                callback == null ? null : callback.category(),
                link);
    }
}
