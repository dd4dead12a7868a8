package io.docket.cases.command.model;

import static java.util.Objects.requireNonNull;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.docket.cases.api.CaseClass;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.CaseProblem;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.Person;
import io.docket.cases.api.event.AttachmentAdded;
import io.docket.cases.api.event.AttachmentRemoved;
import io.docket.cases.api.event.CallbackRequestRegistered;
import io.docket.cases.api.event.CaseActivated;
import io.docket.cases.api.event.CaseCanceled;
import io.docket.cases.api.event.CaseClosed;
import io.docket.cases.api.event.CaseEvent;
import io.docket.cases.api.event.CaseRejected;
import io.docket.cases.api.event.CaseReopened;
import io.docket.cases.api.event.CaseResolved;
import io.docket.cases.api.event.CaseTypeChanged;
import io.docket.cases.api.event.ComplaintRegistered;
import io.docket.cases.api.event.ResolutionChanged;
import io.docket.cases.api.event.ServiceRequestRegistered;
import io.docket.cases.command.AddAttachment;
import io.docket.cases.command.CaseReceipt;
import io.docket.cases.command.CloseCase;
import io.docket.cases.command.RegisterCallbackRequest;
import io.docket.cases.command.RegisterComplaint;
import io.docket.cases.command.RegisterServiceRequest;
import io.docket.cases.command.RemoveAttachment;
import io.docket.cases.command.UpdateCase;
import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.Refusal;
import io.docket.platform.commands.CommandMetaData;
import io.docket.platform.errors.RefusedException;
import java.util.HashSet;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * A customer's case, from its registration to its end.
 *
 * <p>{@code Accepted → Active → Resolved → Closed}; an accepted case may be resolved at once, a resolved one made active
 * again. {@code Rejected} and {@code Canceled} end an open case.
 */
@Aggregate(type = "Case")
class Case {

    private static final int MAX_ATTACHMENTS = 200;

    @AggregateIdentifier
    private CaseId caseId;

    private String customerId;
    private String caseType;
    private CaseState state;
    private @Nullable String resolution;
    private final Set<String> attachedFiles = new HashSet<>();

    /** For the framework, which then replays the case's events. */
    @SuppressWarnings("NullAway.Init")
    Case() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    CaseReceipt handle(RegisterComplaint command) {
        apply(new ComplaintRegistered(command.caseId(), command.registration()));
        return receipt();
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    CaseReceipt handle(RegisterServiceRequest command) {
        apply(new ServiceRequestRegistered(command.caseId(), command.registration()));
        return receipt();
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    CaseReceipt handle(RegisterCallbackRequest command) {
        apply(new CallbackRequestRegistered(
                command.caseId(),
                command.registeredBy(),
                command.customer(),
                command.callbackRequestTime(),
                command.category()));
        return receipt();
    }

    @CommandHandler
    CaseReceipt handle(AddAttachment command, MetaData metaData) {
        requireChangeable(metaData);
        if (command.customerId() != null && !command.customerId().equals(customerId)) {
            throw new RefusedException(Refusal.invalid(
                    "customer-id", ErrorLiteral.NOT_ON_LIST, "customer-id is not the customer of the case."));
        }
        if (attachedFiles.contains(command.attachment().fileId())) {
            throw new RefusedException(Refusal.conflict(
                    CaseProblem.ATTACHMENT_ALREADY_EXISTS, "The file is attached to the case already."));
        }
        if (attachedFiles.size() >= MAX_ATTACHMENTS) {
            throw new RefusedException(Refusal.conflict(
                    CaseProblem.ATTACHMENT_LIMIT_REACHED,
                    "A case can hold at most " + MAX_ATTACHMENTS + " attachments."));
        }
        apply(new AttachmentAdded(caseId, command.attachment(), command.addedBy()));
        return receipt();
    }

    @CommandHandler
    CaseReceipt handle(RemoveAttachment command, MetaData metaData) {
        requireAccess(metaData);
        if (!attachedFiles.contains(command.fileId())) {
            throw new RefusedException(Refusal.notFound());
        }
        requireChangeable(metaData);
        apply(new AttachmentRemoved(caseId, command.fileId(), command.removedBy()));
        return receipt();
    }

    @CommandHandler
    CaseReceipt handle(UpdateCase command, MetaData metaData) {
        requireChangeable(metaData);
        CaseState target = command.state() == null ? state : command.state();
        if (target != state) {
            requireTransition(target);
        }
        String worded = command.resolution() == null ? resolution : command.resolution();
        if (target == CaseState.RESOLVED && (worded == null || worded.isBlank())) {
            throw new RefusedException(
                    Refusal.invalid("resolution", ErrorLiteral.REQUIRED, "resolution is required to resolve a case."));
        }
        changeType(command.caseType(), command.updatedBy());
        if (target == state) {
            changeResolution(command.resolution(), command.updatedBy());
        } else {
            moveTo(target, command.resolution(), command.updatedBy());
        }
        return receipt();
    }

    @CommandHandler
    CaseReceipt handle(CloseCase command, MetaData metaData) {
        requireChangeable(metaData);
        changeType(command.caseType(), command.closedBy());
        changeResolution(command.resolution(), command.closedBy());
        apply(new CaseClosed(caseId, command.closedBy()));
        return receipt();
    }

    private void requireAccess(MetaData metaData) {
        CommandMetaData.requireActingFor(customerId, metaData);
    }

    private void requireChangeable(MetaData metaData) {
        requireAccess(metaData);
        CommandMetaData.requireMatching(getVersion(), metaData);
        if (state.isFinal()) {
            throw notAllowed();
        }
    }

    private void requireTransition(CaseState target) {
        boolean allowed =
                switch (target) {
                    case ACCEPTED -> false;
                    case ACTIVE -> state == CaseState.ACCEPTED || state == CaseState.RESOLVED;
                    case RESOLVED, REJECTED, CANCELED -> state.isOpen();
                    case CLOSED -> state == CaseState.RESOLVED;
                };
        if (!allowed) {
            throw notAllowed();
        }
    }

    private static RefusedException notAllowed() {
        return new RefusedException(
                Refusal.conflict(CaseProblem.NOT_ALLOWED_IN_STATUS, "The state of the case does not allow this."));
    }

    private void moveTo(CaseState target, @Nullable String worded, Person by) {
        switch (target) {
            case ACTIVE -> {
                apply(state == CaseState.RESOLVED ? new CaseReopened(caseId, by) : new CaseActivated(caseId, by));
                changeResolution(worded, by);
            }
            case RESOLVED -> apply(new CaseResolved(caseId, requireNonNull(worded == null ? resolution : worded), by));
            case REJECTED -> {
                changeResolution(worded, by);
                apply(new CaseRejected(caseId, by));
            }
            case CANCELED -> {
                changeResolution(worded, by);
                apply(new CaseCanceled(caseId, by));
            }
            case CLOSED -> {
                changeResolution(worded, by);
                apply(new CaseClosed(caseId, by));
            }
            case ACCEPTED -> throw notAllowed();
        }
    }

    private void changeType(@Nullable String changed, Person by) {
        if (changed != null && !changed.equals(caseType)) {
            apply(new CaseTypeChanged(caseId, changed, by));
        }
    }

    private void changeResolution(@Nullable String changed, Person by) {
        if (changed != null && !changed.equals(resolution)) {
            apply(new ResolutionChanged(caseId, changed, by));
        }
    }

    /** Whether the customer still waits for an answer. */
    boolean isOpen() {
        return state.isOpen();
    }

    private CaseReceipt receipt() {
        return new CaseReceipt(caseId, state, getVersion());
    }

    @EventSourcingHandler
    void on(ComplaintRegistered event) {
        register(
                event,
                event.registration().customer().id(),
                event.registration().caseType());
    }

    @EventSourcingHandler
    void on(ServiceRequestRegistered event) {
        register(
                event,
                event.registration().customer().id(),
                event.registration().caseType());
    }

    @EventSourcingHandler
    void on(CallbackRequestRegistered event) {
        register(event, event.customer().id(), CaseClass.CALLBACK_REQUEST.literal());
    }

    private void register(CaseEvent event, String customer, String type) {
        caseId = event.caseId();
        customerId = customer;
        caseType = type;
        state = CaseState.ACCEPTED;
    }

    @EventSourcingHandler
    void on(AttachmentAdded event) {
        attachedFiles.add(event.attachment().fileId());
    }

    @EventSourcingHandler
    void on(AttachmentRemoved event) {
        attachedFiles.remove(event.fileId());
    }

    @EventSourcingHandler
    void on(CaseTypeChanged event) {
        caseType = event.caseType();
    }

    @EventSourcingHandler
    void on(ResolutionChanged event) {
        resolution = event.resolution();
    }

    @EventSourcingHandler
    void on(CaseActivated event) {
        state = CaseState.ACTIVE;
    }

    @EventSourcingHandler
    void on(CaseResolved event) {
        state = CaseState.RESOLVED;
        resolution = event.resolution();
    }

    @EventSourcingHandler
    void on(CaseReopened event) {
        state = CaseState.ACTIVE;
        resolution = null;
    }

    @EventSourcingHandler
    void on(CaseRejected event) {
        state = CaseState.REJECTED;
    }

    @EventSourcingHandler
    void on(CaseCanceled event) {
        state = CaseState.CANCELED;
    }

    @EventSourcingHandler
    void on(CaseClosed event) {
        state = CaseState.CLOSED;
    }
}
