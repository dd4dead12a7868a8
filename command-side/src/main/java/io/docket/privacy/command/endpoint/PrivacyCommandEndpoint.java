package io.docket.privacy.command.endpoint;

import io.docket.common.api.PersonKind;
import io.docket.esim.api.EsimCustomerId;
import io.docket.platform.commands.Commands;
import io.docket.platform.contract.CheckedBody;
import io.docket.platform.privacy.Persons;
import io.docket.platform.security.Caller;
import io.docket.privacy.api.ErasureId;
import io.docket.privacy.api.ExportId;
import io.docket.privacy.command.ErasePerson;
import io.docket.privacy.command.ErasureReceipt;
import io.docket.privacy.command.ExportPersonalData;
import io.docket.privacy.command.ExportReceipt;
import io.docket.privacy.command.Subject;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Takes requests to erase persons, and to export what is held about them. The contract has checked the form of the requests,
 * {@link PrivacyRules} what else they require.
 */
@RestController
@RequestMapping("/privacy")
class PrivacyCommandEndpoint {

    private final Commands commands;
    private final Persons persons;

    PrivacyCommandEndpoint(Commands commands, Persons persons) {
        this.commands = commands;
        this.persons = persons;
    }

    @PostMapping("/erasures")
    ResponseEntity<byte[]> erase(@CheckedBody ErasureRequest request, Caller caller) {
        return commands.<ErasureReceipt>send(
                new ErasePerson(
                        ErasureId.random(),
                        request.subject.toSubject(persons, caller),
                        request.reason,
                        Boolean.TRUE.equals(request.force)),
                caller,
                receipt -> ResponseEntity.accepted()
                        .location(URI.create("/privacy/erasures/" + receipt.erasureId()))
                        .body(new Accepted(receipt.erasureId())));
    }

    /** Answers the receipt, of which {@link ExportedData} makes the answer. */
    @PostMapping("/exports")
    ResponseEntity<byte[]> export(@CheckedBody ExportRequest request, Caller caller) {
        return commands.<ExportReceipt>send(
                new ExportPersonalData(ExportId.random(), request.subject.toSubject(persons, caller)),
                caller,
                ResponseEntity::ok);
    }

    private record Accepted(ErasureId id) {}

    record ErasureRequest(
            NamedSubject subject, String reason, @Nullable Boolean force) {}

    record ExportRequest(NamedSubject subject) {}

    @JsonNaming(KebabCaseStrategy.class)
    record NamedSubject(
            @Nullable String customerNumber,
            @Nullable String tenant,
            @Nullable String email,
            @Nullable String personalIdentityNumber) {

        Subject toSubject(Persons persons, Caller caller) {
            if (!isKnownTo(caller)) {
                return new Subject(PersonKind.CUSTOMER, List.of());
            }
            if (customerNumber != null) {
                return new Subject(PersonKind.CUSTOMER, List.of(customerNumber));
            }
            if (tenant != null && email != null) {
                return new Subject(
                        PersonKind.ESIM_CUSTOMER,
                        List.of(
                                EsimCustomerId.withoutKey(tenant, email).value(),
                                EsimCustomerId.of(tenant, email, persons::digest)
                                        .value()));
            }
            if (personalIdentityNumber != null) {
                return new Subject(PersonKind.END_CUSTOMER, List.of(personalIdentityNumber));
            }
            throw new IllegalArgumentException("PrivacyRules lets no request through that names nobody");
        }

        /** To a token for one customer, or of one tenant, all others are unknown. */
        private boolean isKnownTo(Caller caller) {
            return (!caller.isRestricted() || Objects.equals(caller.customerNumber(), customerNumber))
                    && (caller.tenant() == null || caller.tenant().equals(tenant));
        }
    }
}
