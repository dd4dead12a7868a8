package io.docket.cases.query;

import static io.docket.cases.query.CaseEvents.CLERK;
import static io.docket.cases.query.CaseEvents.TELLER;
import static io.docket.cases.query.CaseEvents.caseId;
import static io.docket.cases.query.CaseEvents.complaint;
import static io.docket.cases.query.CaseEvents.registration;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cases.api.Attachment;
import io.docket.cases.api.Callback;
import io.docket.cases.api.CaseClass;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Registration;
import io.docket.cases.api.event.AttachmentAdded;
import io.docket.cases.api.event.AttachmentRemoved;
import io.docket.cases.api.event.CaseActivated;
import io.docket.cases.api.event.CaseCanceled;
import io.docket.cases.api.event.CaseClosed;
import io.docket.cases.api.event.CaseEvent;
import io.docket.cases.api.event.CaseRejected;
import io.docket.cases.api.event.CaseReopened;
import io.docket.cases.api.event.CaseResolved;
import io.docket.cases.api.event.CaseTypeChanged;
import io.docket.cases.api.event.ResolutionChanged;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaseEvolutionTest {

    private static final Instant REGISTERED_AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final CaseId ID = caseId(1);
    private static final Registration REGISTRATION = registration("C-1", "Card", Importance.HIGH, "Lost card");
    private static final Attachment BILL = new Attachment("f-1", "bill.pdf", null);
    private static final Attachment PHOTO = new Attachment("f-2", "photo.jpg", null);

    /** One of each, in an order in which they can happen. */
    private static final CaseEvent[] FOLLOWING = {
        new CaseActivated(ID, CLERK),
        new AttachmentAdded(ID, BILL, CLERK),
        new AttachmentRemoved(ID, "f-1", CLERK),
        new CaseTypeChanged(ID, "Fraud", CLERK),
        new ResolutionChanged(ID, "Draft", CLERK),
        new CaseResolved(ID, "Done", CLERK),
        new CaseReopened(ID, CLERK),
        new CaseRejected(ID, CLERK),
        new CaseCanceled(ID, CLERK),
        new CaseClosed(ID, CLERK)
    };

    /** What a case looks like after events, the first of which begins it. */
    static CaseView evolve(CaseEvent... events) {
        CaseView view = null;
        for (int i = 0; i < events.length; i++) {
            view = after(events[i], i, view);
        }
        return requireNonNull(view);
    }

    private static CaseView after(CaseEvent event, int sequenceNumber, @Nullable CaseView before) {
        DomainEventMessage<CaseEvent> message = new GenericDomainEventMessage<>(
                "Case",
                event.caseId().value(),
                sequenceNumber,
                event,
                MetaData.emptyInstance(),
                "event-" + sequenceNumber,
                REGISTERED_AT.plusSeconds(sequenceNumber));
        return new CaseEvolution().after(message, before);
    }

    static Stream<CaseEvent> beginnings() {
        return Stream.of(
                complaint(1, REGISTRATION),
                CaseEvents.serviceRequest(1, REGISTRATION),
                CaseEvents.callbackRequest(1, "C-1"));
    }

    static Stream<CaseEvent> followingEvents() {
        return Stream.of(FOLLOWING);
    }

    @Test
    void everyEventOfACaseIsTestedHere() {
        Set<Class<?>> tested = Stream.concat(beginnings(), followingEvents())
                .map(CaseEvent::getClass)
                .collect(toSet());

        assertThat(tested).containsExactlyInAnyOrder(CaseEvent.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("beginnings")
    void everyBeginningMakesAnAcceptedCase(CaseEvent beginning) {
        CaseView view = evolve(beginning);

        assertThat(view.caseId()).isEqualTo(ID);
        assertThat(view.version()).isZero();
        assertThat(view.state()).isEqualTo(CaseState.ACCEPTED);
        assertThat(view.resolution()).isNull();
        assertThat(view.attachments()).isEmpty();
        assertThat(view.updatedBy()).isEqualTo(TELLER);
        assertThat(view.registeredAt()).isEqualTo(REGISTERED_AT);
    }

    @ParameterizedTest
    @MethodSource("followingEvents")
    void everyOtherEventIsKnownAndNamesWhoChangedTheCase(CaseEvent event) {
        CaseView before = evolve(complaint(1, REGISTRATION));

        CaseView view = after(event, 1, before);

        assertThat(view.version()).isEqualTo(1);
        assertThat(view.updatedBy()).isEqualTo(CLERK);
        assertThat(view.registration()).isEqualTo(REGISTRATION);
        assertThat(view.caseClass()).isEqualTo(CaseClass.COMPLAINT);
        assertThat(view.registeredAt()).isEqualTo(REGISTERED_AT);
    }

    @Nested
    class ABeginning {

        @Test
        void ofAComplaintKeepsWhatWasRegistered() {
            CaseView view = evolve(complaint(1, REGISTRATION));

            assertThat(view.caseClass()).isEqualTo(CaseClass.COMPLAINT);
            assertThat(view.caseType()).isEqualTo("Card");
            assertThat(view.registration()).isEqualTo(REGISTRATION);
            assertThat(view.callback()).isNull();
        }

        @Test
        void ofAServiceRequestKeepsWhatWasRegistered() {
            CaseView view = evolve(CaseEvents.serviceRequest(1, REGISTRATION));

            assertThat(view.caseClass()).isEqualTo(CaseClass.SERVICE_REQUEST);
            assertThat(view.registration()).isEqualTo(REGISTRATION);
        }

        @Test
        void ofACallbackRequestSaysWhenToCallAndWhatAbout() {
            CaseView view = evolve(CaseEvents.callbackRequest(1, "C-1"));

            assertThat(view.caseClass()).isEqualTo(CaseClass.CALLBACK_REQUEST);
            assertThat(view.caseType()).isEqualTo("CallbackRequest");
            assertThat(view.callback()).isEqualTo(new Callback(CaseEvents.CALL_AT, "Billing"));
            assertThat(view.registration().importance()).isEqualTo(Importance.STANDARD);
            assertThat(view.registration().customer().id()).isEqualTo("C-1");
        }
    }

    @Nested
    class AChange {

        private final CaseView accepted = evolve(complaint(1, REGISTRATION));

        @Test
        void ofAttachmentsKeepsTheirOrder() {
            CaseView view = evolve(
                    complaint(1, REGISTRATION),
                    new AttachmentAdded(ID, PHOTO, CLERK),
                    new AttachmentAdded(ID, BILL, CLERK));
            assertThat(view.attachments()).containsExactly(PHOTO, BILL);
            assertThat(view.concerned()).isEqualTo(BILL);
            CaseView detached = after(new AttachmentRemoved(ID, "f-2", CLERK), 3, view);
            assertThat(detached.concerned()).isEqualTo(PHOTO);
            assertThat(after(new CaseActivated(ID, CLERK), 4, detached).concerned())
                    .isNull();

            assertThat(after(new AttachmentRemoved(ID, "f-2", CLERK), 3, view).attachments())
                    .containsExactly(BILL);
        }

        @Test
        void ofTheTypeLeavesTheFirstOneInTheRegistration() {
            CaseView view = after(new CaseTypeChanged(ID, "Fraud", CLERK), 1, accepted);

            assertThat(view.caseType()).isEqualTo("Fraud");
            assertThat(view.registration().caseType()).isEqualTo("Card");
        }

        @Test
        void ofTheResolutionLeavesTheState() {
            CaseView view = after(new ResolutionChanged(ID, "Draft", CLERK), 1, accepted);

            assertThat(view.resolution()).isEqualTo("Draft");
            assertThat(view.state()).isEqualTo(CaseState.ACCEPTED);
        }

        @Test
        void toResolvedBringsTheResolutionAndReopeningTakesItAway() {
            CaseView resolved = after(new CaseResolved(ID, "Done", CLERK), 1, accepted);
            assertThat(resolved.state()).isEqualTo(CaseState.RESOLVED);
            assertThat(resolved.resolution()).isEqualTo("Done");

            CaseView reopened = after(new CaseReopened(ID, CLERK), 2, resolved);
            assertThat(reopened.state()).isEqualTo(CaseState.ACTIVE);
            assertThat(reopened.resolution()).isNull();
        }

        @Test
        void ofTheStateIsSeen() {
            assertThat(after(new CaseActivated(ID, CLERK), 1, accepted).state()).isEqualTo(CaseState.ACTIVE);
            assertThat(after(new CaseRejected(ID, CLERK), 1, accepted).state()).isEqualTo(CaseState.REJECTED);
            assertThat(after(new CaseCanceled(ID, CLERK), 1, accepted).state()).isEqualTo(CaseState.CANCELED);
            assertThat(after(new CaseClosed(ID, CLERK), 1, accepted).state()).isEqualTo(CaseState.CLOSED);
        }
    }
}
