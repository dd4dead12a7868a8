package io.docket.cases.command.endpoint;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.docket.cases.api.Attachment;
import io.docket.cases.api.CaseClass;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.CaseProblem;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.CommType;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Person;
import io.docket.cases.api.Registration;
import io.docket.cases.api.Reply;
import io.docket.cases.command.AddAttachment;
import io.docket.cases.command.CaseCommand;
import io.docket.cases.command.CaseReceipt;
import io.docket.cases.command.CloseCase;
import io.docket.cases.command.RegisterCallbackRequest;
import io.docket.cases.command.RegisterComplaint;
import io.docket.cases.command.RegisterServiceRequest;
import io.docket.cases.command.RemoveAttachment;
import io.docket.cases.command.UpdateCase;
import io.docket.cases.command.reference.BankCustomers;
import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.Refusal;
import io.docket.platform.classification.ClassificationCatalog;
import io.docket.platform.commands.Commands;
import io.docket.platform.contract.CheckedBody;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.numbers.WorkItemNumbers;
import io.docket.platform.security.Caller;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Takes the commands of the Case API (steps 6 to 12 of its guide). The contract has checked the form of the requests,
 * {@link CaseRules} what else they require.
 */
@RestController
@RequestMapping("/v1/case")
class CaseCommandEndpoint {

    private static final String NOBODY = "string";

    private final Commands commands;
    private final WorkItemNumbers numbers;
    private final BankCustomers bankCustomers;

    CaseCommandEndpoint(
            Commands commands,
            WorkItemNumbers numbers,
            ClassificationCatalog classifications,
            BankCustomers bankCustomers) {
        this.commands = commands;
        this.numbers = numbers;
        classifications
                .of("cases")
                .requireLiterals("case-states", CaseState.values())
                .requireLiterals("case-classes", CaseClass.values())
                .requireLiterals("importances", Importance.values())
                .requireLiterals("comm-types", CommType.values());
        this.bankCustomers = bankCustomers;
    }

    @PostMapping("/complaints")
    ResponseEntity<byte[]> registerComplaint(@CheckedBody RegistrationRequest request, Caller caller) {
        Registration registration = registration(request, CaseClass.COMPLAINT, caller);
        return register(request.caseId, id -> new RegisterComplaint(id, registration), caller);
    }

    @PostMapping("/service-requests")
    ResponseEntity<byte[]> registerServiceRequest(@CheckedBody RegistrationRequest request, Caller caller) {
        Registration registration = registration(request, CaseClass.SERVICE_REQUEST, caller);
        return register(request.caseId, id -> new RegisterServiceRequest(id, registration), caller);
    }

    @PostMapping("/callback-requests")
    ResponseEntity<byte[]> registerCallbackRequest(@CheckedBody CallbackRequest request, Caller caller) {
        Customer customer = customer(caller, request.partyId, null, null);
        return register(
                null,
                id -> new RegisterCallbackRequest(
                        id,
                        personOf(caller, null, null),
                        customer,
                        request.callbackRequestTime.toInstant(),
                        request.about()),
                caller);
    }

    @PostMapping("/cases/{case-id}/attachments")
    ResponseEntity<byte[]> addAttachment(
            @PathVariable("case-id") CaseId caseId, @CheckedBody AttachmentRequest request, Caller caller) {
        requireSameCase(caseId, request.caseId);
        requireActingFor(caller, request.customerId);
        var command = new AddAttachment(
                caseId,
                new Attachment(request.fileId, request.fileName, request.sha256),
                request.customerId,
                personOf(caller, null, null));
        return commands.<CaseReceipt>send(command, caller, receipt -> ok(request.fileId, receipt));
    }

    @DeleteMapping("/cases/{case-id}/attachments/{file-id}")
    ResponseEntity<byte[]> removeAttachment(
            @PathVariable("case-id") CaseId caseId, @PathVariable("file-id") String fileId, Caller caller) {
        var command = new RemoveAttachment(caseId, fileId, personOf(caller, null, null));
        return commands.<CaseReceipt>send(command, caller, receipt -> ok(fileId, receipt));
    }

    @PutMapping("/cases/{case-id}")
    ResponseEntity<byte[]> updateCase(
            @PathVariable("case-id") CaseId caseId, @CheckedBody UpdateRequest request, Caller caller) {
        requireSameCase(caseId, request.caseId);
        var command = new UpdateCase(
                caseId,
                request.caseType,
                request.resolution,
                request.state,
                personOf(caller, request.updatedById, request.updatedByName));
        return commands.<CaseReceipt>send(command, caller, receipt -> ok(caseId.value(), receipt));
    }

    @DeleteMapping("/cases/{case-id}")
    ResponseEntity<byte[]> closeCase(
            @PathVariable("case-id") CaseId caseId, @CheckedBody @Nullable UpdateRequest sent, Caller caller) {
        UpdateRequest request = requireNonNullElse(sent, UpdateRequest.EMPTY);
        requireSameCase(caseId, request.caseId);
        var command = new CloseCase(
                caseId,
                request.caseType,
                request.resolution,
                personOf(caller, request.updatedById, request.updatedByName));
        return commands.<CaseReceipt>send(command, caller, receipt -> ok(caseId.value(), receipt));
    }

    private ResponseEntity<byte[]> register(
            @Nullable CaseId requested, Function<CaseId, CaseCommand> command, Caller caller) {
        if (requested == null) {
            return commands.sendWithNewId(
                    attempt -> new CaseId(numbers.next(attempt)), command, caller, CaseCommandEndpoint::created);
        }
        try {
            return commands.send(command.apply(requested), caller, CaseCommandEndpoint::created);
        } catch (AggregateStreamCreationException taken) {
            throw new RefusedException(Refusal.conflict(
                    CaseProblem.CASE_ALREADY_EXISTS, "There is a case, or another work item, with this case-id."));
        }
    }

    private static ResponseEntity<?> created(CaseReceipt receipt) {
        return ResponseEntity.created(URI.create("/v1/case/cases/" + receipt.caseId()))
                .eTag(String.valueOf(receipt.version()))
                .body(new Created(receipt.caseId().value(), receipt.state()));
    }

    private static ResponseEntity<?> ok(String id, CaseReceipt receipt) {
        return ResponseEntity.ok().eTag(String.valueOf(receipt.version())).body(new Created(id, receipt.state()));
    }

    private static void requireSameCase(CaseId inPath, @Nullable CaseId inBody) {
        if (inBody != null && !inBody.equals(inPath)) {
            throw new RefusedException(
                    Refusal.invalid("case-id", ErrorLiteral.NOT_ON_LIST, "case-id is not the one in the path."));
        }
    }

    private static void requireActingFor(Caller caller, @Nullable String customer) {
        if (customer != null && !caller.actsFor(customer)) {
            throw new RefusedException(Refusal.forbidden("The token does not allow to act for this customer."));
        }
    }

    /** The customer with the name that the request gives, or else the bank knows. */
    private Customer customer(Caller caller, @Nullable String named, @Nullable String name, @Nullable String identNum) {
        requireActingFor(caller, named);
        String id = requireNonNull(named == null ? caller.customerNumber() : named);
        return new Customer(id, name == null ? bankCustomers.nameOf(id).orElse(null) : name, identNum);
    }

    private Registration registration(RegistrationRequest request, CaseClass caseClass, Caller caller) {
        return new Registration(
                personOf(caller, request.registeredById, request.registeredByName),
                customer(caller, request.customerId, request.customerName, request.customerIdentNum),
                requireNonNullElse(request.caseType, caseClass.literal()),
                requireNonNullElse(request.importance, Importance.STANDARD),
                request.commReason,
                request.details,
                request.arrangementNum,
                new Reply(request.commType, request.commReplyAddress, request.commReplyAddressCode),
                request.relCaseId);
    }

    /**
     * The person whom the token names, else the client; the body may name nobody else. Who sends the requests of the guide
     * as they are printed, with {@value #NOBODY} for a person, names nobody.
     */
    private static Person personOf(Caller caller, @Nullable String id, @Nullable String name) {
        Person person =
                caller.isAgent() ? new Person(caller.agentId(), caller.agentName()) : new Person(caller.id(), null);
        if (isAnother(id, person.id()) || isAnother(name, person.name())) {
            throw new RefusedException(Refusal.forbidden("The token names another person than the body."));
        }
        return person;
    }

    private static boolean isAnother(@Nullable String named, @Nullable String own) {
        return named != null && !named.equals(NOBODY) && !named.equals(own);
    }

    private record Created(
            String id,
            @JsonProperty("created-record-status") CaseState createdRecordStatus) {}

    @JsonNaming(KebabCaseStrategy.class)
    record RegistrationRequest(
            @Nullable CaseId caseId,
            @Nullable String registeredById,
            @Nullable String registeredByName,
            @Nullable String customerId,
            @Nullable String customerName,
            @Nullable String customerIdentNum,
            @Nullable Importance importance,
            @Nullable String details,
            @Nullable String arrangementNum,
            @Nullable String commReason,
            @Nullable String commReplyAddress,
            @Nullable String commReplyAddressCode,
            @Nullable CommType commType,
            @Nullable String caseType,
            @Nullable String relCaseId) {}

    @JsonNaming(KebabCaseStrategy.class)
    record CallbackRequest(
            OffsetDateTime callbackRequestTime,
            @Nullable String categorry,
            @Nullable String category,
            @Nullable String partyId) {

        /** The guide's spelling counts where both are there; the contract sees to it that one is. */
        String about() {
            return requireNonNull(categorry == null ? category : categorry);
        }
    }

    @JsonNaming(KebabCaseStrategy.class)
    record AttachmentRequest(
            @Nullable CaseId caseId,
            String fileId,
            String fileName,
            @Nullable String customerId,
            @Nullable String sha256) {}

    @JsonNaming(KebabCaseStrategy.class)
    record UpdateRequest(
            @Nullable String caseType,
            @Nullable CaseId caseId,
            @Nullable String updatedById,
            @Nullable String updatedByName,
            @Nullable String resolution,
            @Nullable CaseState state) {

        static final UpdateRequest EMPTY = new UpdateRequest(null, null, null, null, null, null);
    }
}
