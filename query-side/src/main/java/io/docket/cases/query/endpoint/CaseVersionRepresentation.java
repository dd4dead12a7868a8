package io.docket.cases.query.endpoint;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Registration;
import io.docket.cases.query.CaseView;
import io.docket.cases.query.endpoint.CaseRepresentation.AttachmentRepresentation;
import io.docket.common.api.UtcDateTime;
import io.docket.common.api.Version;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A version of a case as the API prints it (Case API guide, step 5), with what changed.
 *
 * @param concerned only where a document was attached or detached
 */
@JsonNaming(KebabCaseStrategy.class)
record CaseVersionRepresentation(
        CaseId caseId,
        String caseType,
        @Nullable String updatedById,
        @Nullable String updatedByName,
        String customerId,
        @Nullable String customerName,
        @Nullable String customerIdentNum,
        UtcDateTime registrationDate,
        CaseState state,
        @Nullable String resolution,
        Importance importance,
        @Nullable String details,
        @Nullable String arrangementNum,
        String change,
        @JsonUnwrapped @Nullable AttachmentRepresentation concerned,
        String versionNum,
        UtcDateTime versionDate) {

    static CaseVersionRepresentation of(Version<CaseView> version) {
        CaseView view = version.view();
        Registration registration = view.registration();
        return new CaseVersionRepresentation(
                view.caseId(),
                view.caseType(),
                view.updatedBy().id(),
                view.updatedBy().name(),
                registration.customer().id(),
                registration.customer().name(),
                registration.customer().identNum(),
                new UtcDateTime(view.registeredAt()),
                view.state(),
                view.resolution(),
                registration.importance(),
                registration.details(),
                registration.arrangementNum(),
                version.change(),
                view.concerned() == null ? null : AttachmentRepresentation.of(view.concerned()),
                String.valueOf(version.position()),
                new UtcDateTime(version.time()));
    }
}
