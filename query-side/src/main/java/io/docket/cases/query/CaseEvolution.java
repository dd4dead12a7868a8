package io.docket.cases.query;

import static java.util.Objects.requireNonNull;

import io.docket.cases.api.Attachment;
import io.docket.cases.api.Callback;
import io.docket.cases.api.CaseClass;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Registration;
import io.docket.cases.api.Reply;
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
import io.docket.platform.projection.Evolution;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/** What each event makes of a case. The list and the history agree on it. */
final class CaseEvolution implements Evolution<CaseView> {

    @Override
    public CaseView after(DomainEventMessage<?> message, @Nullable CaseView before) {
        CaseEvent event = (CaseEvent) message.getPayload();
        long version = message.getSequenceNumber();
        Instant time = message.getTimestamp();
        if (event instanceof ComplaintRegistered registered) {
            return registered(CaseClass.COMPLAINT, event, registered.registration(), null, time);
        } else if (event instanceof ServiceRequestRegistered registered) {
            return registered(CaseClass.SERVICE_REQUEST, event, registered.registration(), null, time);
        } else if (event instanceof CallbackRequestRegistered registered) {
            return registered(
                    CaseClass.CALLBACK_REQUEST,
                    event,
                    registration(registered),
                    new Callback(registered.callbackRequestTime(), registered.category()),
                    time);
        }
        Draft draft = new Draft(requireNonNull(before));
        if (event instanceof AttachmentAdded added) {
            draft.attach(added.attachment());
        } else if (event instanceof AttachmentRemoved removed) {
            draft.detach(removed.fileId());
        } else if (event instanceof CaseTypeChanged changed) {
            draft.caseType = changed.caseType();
        } else if (event instanceof ResolutionChanged changed) {
            draft.resolution = changed.resolution();
        } else if (event instanceof CaseActivated) {
            draft.state = CaseState.ACTIVE;
        } else if (event instanceof CaseResolved resolved) {
            draft.state = CaseState.RESOLVED;
            draft.resolution = resolved.resolution();
        } else if (event instanceof CaseReopened) {
            draft.state = CaseState.ACTIVE;
            draft.resolution = null;
        } else if (event instanceof CaseRejected) {
            draft.state = CaseState.REJECTED;
        } else if (event instanceof CaseCanceled) {
            draft.state = CaseState.CANCELED;
        } else if (event instanceof CaseClosed) {
            draft.state = CaseState.CLOSED;
        } else {
            throw new IllegalArgumentException("Not known here: " + event.getClass());
        }
        return draft.after(event, version);
    }

    private static Registration registration(CallbackRequestRegistered event) {
        return new Registration(
                event.by(),
                event.customer(),
                CaseClass.CALLBACK_REQUEST.literal(),
                Importance.STANDARD,
                null,
                null,
                null,
                new Reply(null, null, null),
                null);
    }

    private static CaseView registered(
            CaseClass caseClass,
            CaseEvent event,
            Registration registration,
            @Nullable Callback callback,
            Instant registeredAt) {
        return new CaseView(
                event.caseId(),
                0,
                caseClass,
                registration.caseType(),
                registration,
                callback,
                event.by(),
                CaseState.ACCEPTED,
                null,
                List.of(),
                registeredAt,
                null);
    }

    /** The parts of a case that change. */
    private static final class Draft {

        private final CaseView before;
        private String caseType;
        private CaseState state;
        private @Nullable String resolution;
        private List<Attachment> attachments;
        private @Nullable Attachment concerned;

        Draft(CaseView before) {
            this.before = before;
            caseType = before.caseType();
            state = before.state();
            resolution = before.resolution();
            attachments = before.attachments();
        }

        void attach(Attachment added) {
            attachments = Stream.concat(attachments.stream(), Stream.of(added)).toList();
            concerned = added;
        }

        void detach(String fileId) {
            concerned = attachments.stream()
                    .filter(attachment -> attachment.fileId().equals(fileId))
                    .findFirst()
                    .orElse(null);
            attachments = attachments.stream()
                    .filter(attachment -> !attachment.fileId().equals(fileId))
                    .toList();
        }

        CaseView after(CaseEvent event, long version) {
            return new CaseView(
                    before.caseId(),
                    version,
                    before.caseClass(),
                    caseType,
                    before.registration(),
                    before.callback(),
                    event.by(),
                    state,
                    resolution,
                    attachments,
                    before.registeredAt(),
                    concerned);
        }
    }
}
