package io.docket.cases.command.model;

import static io.docket.cases.command.model.Cases.AGENT;
import static io.docket.cases.command.model.Cases.CALLBACK_TIME;
import static io.docket.cases.command.model.Cases.CLERK;
import static io.docket.cases.command.model.Cases.CUSTOMER;
import static io.docket.cases.command.model.Cases.ID;
import static io.docket.cases.command.model.Cases.REGISTRATION;
import static io.docket.cases.command.model.Cases.RESOLUTION;
import static io.docket.cases.command.model.Cases.actingFor;
import static io.docket.cases.command.model.Cases.ifMatch;

import io.docket.cases.api.Attachment;
import io.docket.cases.api.CaseProblem;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.event.AttachmentAdded;
import io.docket.cases.api.event.AttachmentRemoved;
import io.docket.cases.api.event.CallbackRequestRegistered;
import io.docket.cases.api.event.CaseActivated;
import io.docket.cases.api.event.CaseCanceled;
import io.docket.cases.api.event.CaseClosed;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.TestExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaseTest {

    private static final Refusal NOT_ALLOWED =
            Refusal.conflict(CaseProblem.NOT_ALLOWED_IN_STATUS, "The state of the case does not allow this.");
    private static final Refusal ATTACHED_ALREADY =
            Refusal.conflict(CaseProblem.ATTACHMENT_ALREADY_EXISTS, "The file is attached to the case already.");
    private static final Refusal RESOLUTION_REQUIRED =
            Refusal.invalid("resolution", ErrorLiteral.REQUIRED, "resolution is required to resolve a case.");
    private static final Refusal OTHER_CUSTOMER =
            Refusal.invalid("customer-id", ErrorLiteral.NOT_ON_LIST, "customer-id is not the customer of the case.");

    private static final Attachment LETTER = new Attachment("letter", "letter.pdf", null);
    private static final Attachment PHOTO = new Attachment("photo", "photo.png", "0".repeat(64));

    private static final AddAttachment ADD_LETTER = new AddAttachment(ID, LETTER, null, CLERK);
    private static final AddAttachment ADD_PHOTO = new AddAttachment(ID, PHOTO, CUSTOMER.id(), CLERK);
    private static final RemoveAttachment REMOVE_LETTER = new RemoveAttachment(ID, "letter", CLERK);
    private static final UpdateCase RENAME = new UpdateCase(ID, "Fees", null, null, AGENT);
    private static final CloseCase CLOSE = new CloseCase(ID, null, null, AGENT);

    private static final ComplaintRegistered REGISTERED = new ComplaintRegistered(ID, REGISTRATION);
    private static final AttachmentAdded LETTER_ADDED = new AttachmentAdded(ID, LETTER, CLERK);
    private static final CaseActivated ACTIVATED = new CaseActivated(ID, AGENT);
    private static final CaseResolved RESOLVED = new CaseResolved(ID, RESOLUTION, AGENT);

    /** Every command on a case that is there, none of which is refused for what it says itself. */
    static final List<Object> COMMANDS_ON_A_CASE =
            List.of(ADD_PHOTO, REMOVE_LETTER, RENAME, moveTo(CaseState.ACTIVE), CLOSE);

    /** Every command that opens a case. */
    static final List<Object> REGISTRATIONS = List.of(
            new RegisterComplaint(ID, REGISTRATION),
            new RegisterServiceRequest(ID, REGISTRATION),
            callbackAt(CALLBACK_TIME));

    private final AggregateTestFixture<Case> cases = new AggregateTestFixture<>(Case.class);

    private static UpdateCase moveTo(CaseState state) {
        return new UpdateCase(ID, null, null, state, AGENT);
    }

    private static UpdateCase moveTo(CaseState state, @Nullable String resolution) {
        return new UpdateCase(ID, null, resolution, state, AGENT);
    }

    private static UpdateCase word(String resolution) {
        return new UpdateCase(ID, null, resolution, null, AGENT);
    }

    private static RegisterCallbackRequest callbackAt(Instant time) {
        return new RegisterCallbackRequest(ID, CLERK, CUSTOMER, time, "Cards");
    }

    private void refused(TestExecutor<Case> given, Object command, Refusal refusal) {
        refused(given, command, Map.of(), refusal);
    }

    private void refused(TestExecutor<Case> given, Object command, Map<String, ?> metaData, Refusal refusal) {
        given.when(command, metaData).expectNoEvents().expectExceptionDetails(refusal);
    }

    @Nested
    class Unregistered {

        @Test
        void becomesAnAcceptedComplaint() {
            cases.givenNoPriorActivity()
                    .when(new RegisterComplaint(ID, REGISTRATION))
                    .expectEvents(new ComplaintRegistered(ID, REGISTRATION))
                    .expectResultMessagePayload(new CaseReceipt(ID, CaseState.ACCEPTED, 0));
        }

        @Test
        void becomesAnAcceptedServiceRequest() {
            cases.givenNoPriorActivity()
                    .when(new RegisterServiceRequest(ID, REGISTRATION))
                    .expectEvents(new ServiceRequestRegistered(ID, REGISTRATION))
                    .expectResultMessagePayload(new CaseReceipt(ID, CaseState.ACCEPTED, 0));
        }

        @ParameterizedTest
        @ValueSource(strings = {"1999-12-31T23:59:59Z", "2099-12-22T13:33:17.588Z"})
        void becomesAnAcceptedCallbackRequestForWhicheverTime(Instant time) {
            cases.givenNoPriorActivity()
                    .when(callbackAt(time))
                    .expectEvents(new CallbackRequestRegistered(ID, CLERK, CUSTOMER, time, "Cards"))
                    .expectResultMessagePayload(new CaseReceipt(ID, CaseState.ACCEPTED, 0));
        }

        @ParameterizedTest
        @FieldSource("io.docket.cases.command.model.CaseTest#COMMANDS_ON_A_CASE")
        void knowsNoOtherCommand(Object command) {
            cases.givenNoPriorActivity()
                    .when(command)
                    .expectNoEvents()
                    .expectException(AggregateNotFoundException.class);
        }
    }

    /** What holds in every state. */
    abstract class Registered {

        /** The letter is attached. */
        abstract TestExecutor<Case> given();

        abstract long version();

        @ParameterizedTest
        @FieldSource("io.docket.cases.command.model.CaseTest#REGISTRATIONS")
        void isNotRegisteredAgain(Object registration) {
            given().when(registration).expectNoEvents().expectException(EventStoreException.class);
        }

        @ParameterizedTest
        @FieldSource("io.docket.cases.command.model.CaseTest#COMMANDS_ON_A_CASE")
        void isNotThereForThoseWhoActForAnotherCustomer(Object command) {
            refused(given(), command, actingFor("MIGR00002"), Refusal.notFound());
        }

        @ParameterizedTest
        @FieldSource("io.docket.cases.command.model.CaseTest#COMMANDS_ON_A_CASE")
        void doesNotChangeForThoseWhoHaveReadAnOlderVersion(Object command) {
            refused(given(), command, ifMatch("\"" + (version() - 1) + "\""), Refusal.preconditionFailed());
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"x\"", "\"\"", "\"-1\"", "\"0\", \"99\""})
        void doesNotChangeForThoseWhoNameAVersionThatItIsNotIn(String tags) {
            refused(given(), RENAME, ifMatch(tags), Refusal.preconditionFailed());
        }

        @Test
        void comparesVersionsStrongly() {
            refused(given(), RENAME, ifMatch("W/\"" + version() + "\""), Refusal.preconditionFailed());
        }

        @Test
        void hasNoFileThatWasNotAttached() {
            refused(given(), new RemoveAttachment(ID, "photo", CLERK), Refusal.notFound());
        }
    }

    /** What holds as long as a case is not over. */
    abstract class Changeable extends Registered {

        abstract CaseState state();

        CaseReceipt receipt(CaseState state, int newEvents) {
            return new CaseReceipt(ID, state, version() + newEvents);
        }

        @Test
        void takesAnAttachment() {
            given().when(ADD_PHOTO)
                    .expectEvents(new AttachmentAdded(ID, PHOTO, CLERK))
                    .expectResultMessagePayload(receipt(state(), 1));
        }

        @Test
        void takesAnAttachmentFromThoseWhoActForItsCustomer() {
            given().when(ADD_PHOTO, actingFor(CUSTOMER.id())).expectEvents(new AttachmentAdded(ID, PHOTO, CLERK));
        }

        @Test
        void takesAFileOnlyOnce() {
            refused(given(), ADD_LETTER, ATTACHED_ALREADY);
        }

        @Test
        void takesTwoHundredAttachmentsAtTheMost() {
            Object[] others = IntStream.range(1, 200)
                    .mapToObj(i -> new AttachmentAdded(ID, new Attachment("file-" + i, "file", null), CLERK))
                    .toArray();

            refused(
                    given().andGiven(others),
                    ADD_PHOTO,
                    Refusal.conflict("attachment-limit-reached", "A case can hold at most 200 attachments."));
        }

        @Test
        void takesNoAttachmentThatIsMeantForAnotherCustomer() {
            refused(given(), new AddAttachment(ID, PHOTO, "MIGR00002", CLERK), OTHER_CUSTOMER);
        }

        @Test
        void givesUpAnAttachment() {
            given().when(REMOVE_LETTER)
                    .expectEvents(new AttachmentRemoved(ID, "letter", CLERK))
                    .expectResultMessagePayload(receipt(state(), 1));
        }

        @Test
        void takesAFileAgainThatItGaveUp() {
            given().andGivenCommands(REMOVE_LETTER).when(ADD_LETTER).expectEvents(LETTER_ADDED);
        }

        @Test
        void givesUpAnAttachmentOnlyOnce() {
            refused(given().andGivenCommands(REMOVE_LETTER), REMOVE_LETTER, Refusal.notFound());
        }

        @Test
        void changesItsType() {
            given().when(RENAME)
                    .expectEvents(new CaseTypeChanged(ID, "Fees", AGENT))
                    .expectResultMessagePayload(receipt(state(), 1));
        }

        @Test
        void changesNothingWhereAnUpdateSaysWhatIsSoAlready() {
            given().when(new UpdateCase(ID, REGISTRATION.caseType(), null, state(), AGENT))
                    .expectNoEvents()
                    .expectResultMessagePayload(receipt(state(), 0));
        }

        @Test
        void changesNothingWhereAnUpdateSaysNothing() {
            given().when(new UpdateCase(ID, null, null, null, AGENT))
                    .expectNoEvents()
                    .expectResultMessagePayload(receipt(state(), 0));
        }

        @Test
        void wordsTheAnswerAnew() {
            given().when(word("Another answer."))
                    .expectEvents(new ResolutionChanged(ID, "Another answer.", AGENT))
                    .expectResultMessagePayload(receipt(state(), 1));
        }

        @Test
        void closesWithATypeAndAnAnswer() {
            given().when(new CloseCase(ID, "Fees", "Settled.", AGENT))
                    .expectEvents(
                            new CaseTypeChanged(ID, "Fees", AGENT),
                            new ResolutionChanged(ID, "Settled.", AGENT),
                            new CaseClosed(ID, AGENT))
                    .expectResultMessagePayload(receipt(CaseState.CLOSED, 3));
        }

        @Test
        void closesWithoutAWord() {
            given().when(CLOSE)
                    .expectEvents(new CaseClosed(ID, AGENT))
                    .expectResultMessagePayload(receipt(CaseState.CLOSED, 1));
        }

        @Test
        void changesForThoseWhoHaveReadItsVersion() {
            given().when(RENAME, ifMatch("\"" + version() + "\"")).expectEvents(new CaseTypeChanged(ID, "Fees", AGENT));
        }

        @Test
        void changesForThoseWhoNameItsVersionAmongOthers() {
            given().when(RENAME, ifMatch("\"0\" , \"" + version() + "\",\"99\""))
                    .expectEvents(new CaseTypeChanged(ID, "Fees", AGENT));
        }

        @Test
        void changesForThoseWhoTakeAnyVersion() {
            given().when(RENAME, ifMatch("*")).expectEvents(new CaseTypeChanged(ID, "Fees", AGENT));
        }
    }

    /** What holds for cases that wait for an answer. */
    abstract class Open extends Changeable {

        @Test
        void isResolvedWithAnAnswer() {
            given().when(moveTo(CaseState.RESOLVED, RESOLUTION))
                    .expectEvents(RESOLVED)
                    .expectResultMessagePayload(receipt(CaseState.RESOLVED, 1));
        }

        @Test
        void isResolvedWithTheAnswerThatWasWordedBefore() {
            given().andGivenCommands(word(RESOLUTION))
                    .when(moveTo(CaseState.RESOLVED))
                    .expectEvents(RESOLVED)
                    .expectResultMessagePayload(receipt(CaseState.RESOLVED, 2));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\n\t"})
        void isNotResolvedWithABlankAnswer(String blank) {
            refused(given(), moveTo(CaseState.RESOLVED, blank), RESOLUTION_REQUIRED);
        }

        @Test
        void isNotResolvedWithoutAnAnswer() {
            refused(given(), moveTo(CaseState.RESOLVED), RESOLUTION_REQUIRED);
        }

        @Test
        void changesNothingElseWhereTheAnswerIsMissing() {
            refused(given(), new UpdateCase(ID, "Fees", null, CaseState.RESOLVED, AGENT), RESOLUTION_REQUIRED);
        }

        @Test
        void changesTypeAndStateAtOnce() {
            given().when(new UpdateCase(ID, "Fees", RESOLUTION, CaseState.RESOLVED, AGENT))
                    .expectEvents(new CaseTypeChanged(ID, "Fees", AGENT), RESOLVED)
                    .expectResultMessagePayload(receipt(CaseState.RESOLVED, 2));
        }

        @Test
        void isRejected() {
            given().when(moveTo(CaseState.REJECTED))
                    .expectEvents(new CaseRejected(ID, AGENT))
                    .expectResultMessagePayload(receipt(CaseState.REJECTED, 1));
        }

        @Test
        void isRejectedWithAnAnswer() {
            given().when(moveTo(CaseState.REJECTED, "Not ours."))
                    .expectEvents(new ResolutionChanged(ID, "Not ours.", AGENT), new CaseRejected(ID, AGENT));
        }

        @Test
        void isCanceled() {
            given().when(moveTo(CaseState.CANCELED))
                    .expectEvents(new CaseCanceled(ID, AGENT))
                    .expectResultMessagePayload(receipt(CaseState.CANCELED, 1));
        }

        @Test
        void isCanceledWithAnAnswer() {
            given().when(moveTo(CaseState.CANCELED, "Withdrawn."))
                    .expectEvents(new ResolutionChanged(ID, "Withdrawn.", AGENT), new CaseCanceled(ID, AGENT));
        }

        @Test
        void isNotClosedByAnUpdate() {
            refused(given(), moveTo(CaseState.CLOSED, RESOLUTION), NOT_ALLOWED);
        }
    }

    @Nested
    class Accepted extends Open {

        @Override
        TestExecutor<Case> given() {
            return cases.given(REGISTERED, LETTER_ADDED);
        }

        @Override
        long version() {
            return 1;
        }

        @Override
        CaseState state() {
            return CaseState.ACCEPTED;
        }

        @Test
        void isActivated() {
            given().when(moveTo(CaseState.ACTIVE))
                    .expectEvents(ACTIVATED)
                    .expectResultMessagePayload(receipt(CaseState.ACTIVE, 1));
        }

        @Test
        void isActivatedWithAnAnswerInTheMaking() {
            given().when(moveTo(CaseState.ACTIVE, "We look into it."))
                    .expectEvents(ACTIVATED, new ResolutionChanged(ID, "We look into it.", AGENT));
        }
    }

    @Nested
    class Active extends Open {

        @Override
        TestExecutor<Case> given() {
            return cases.given(REGISTERED, LETTER_ADDED, ACTIVATED);
        }

        @Override
        long version() {
            return 2;
        }

        @Override
        CaseState state() {
            return CaseState.ACTIVE;
        }

        @Test
        void isNotAcceptedAgain() {
            refused(given(), moveTo(CaseState.ACCEPTED), NOT_ALLOWED);
        }
    }

    @Nested
    class Resolved extends Changeable {

        @Override
        TestExecutor<Case> given() {
            return cases.given(REGISTERED, LETTER_ADDED, RESOLVED);
        }

        @Override
        long version() {
            return 2;
        }

        @Override
        CaseState state() {
            return CaseState.RESOLVED;
        }

        @Test
        void isReopened() {
            given().when(moveTo(CaseState.ACTIVE))
                    .expectEvents(new CaseReopened(ID, AGENT))
                    .expectResultMessagePayload(receipt(CaseState.ACTIVE, 1));
        }

        @Test
        void needsANewAnswerOnceReopened() {
            refused(
                    given().andGivenCommands(moveTo(CaseState.ACTIVE)),
                    moveTo(CaseState.RESOLVED),
                    RESOLUTION_REQUIRED);
        }

        @Test
        void isReopenedWithANewAnswerInTheMaking() {
            given().when(moveTo(CaseState.ACTIVE, RESOLUTION))
                    .expectEvents(new CaseReopened(ID, AGENT), new ResolutionChanged(ID, RESOLUTION, AGENT));
        }

        @Test
        void isClosedByAnUpdate() {
            given().when(moveTo(CaseState.CLOSED))
                    .expectEvents(new CaseClosed(ID, AGENT))
                    .expectResultMessagePayload(receipt(CaseState.CLOSED, 1));
        }

        @Test
        void isClosedByAnUpdateWithAnotherAnswer() {
            given().when(moveTo(CaseState.CLOSED, "Settled."))
                    .expectEvents(new ResolutionChanged(ID, "Settled.", AGENT), new CaseClosed(ID, AGENT));
        }

        @Test
        void keepsAnAnswer() {
            refused(given(), word(" "), RESOLUTION_REQUIRED);
        }

        @Test
        void changesNothingWhereItIsResolvedAgainWithTheSameAnswer() {
            given().when(moveTo(CaseState.RESOLVED, RESOLUTION)).expectNoEvents();
        }

        @ParameterizedTest
        @EnumSource(names = {"ACCEPTED", "REJECTED", "CANCELED"})
        void movesNowhereElse(CaseState target) {
            refused(given(), moveTo(target, RESOLUTION), NOT_ALLOWED);
        }
    }

    /** What holds for cases that are over. */
    abstract class Final extends Registered {

        @Override
        long version() {
            return 2;
        }

        @ParameterizedTest
        @FieldSource("io.docket.cases.command.model.CaseTest#COMMANDS_ON_A_CASE")
        void doesNotChange(Object command) {
            refused(given(), command, NOT_ALLOWED);
        }

        @ParameterizedTest
        @EnumSource(mode = Mode.EXCLUDE)
        void movesNowhere(CaseState target) {
            refused(given(), moveTo(target, RESOLUTION), NOT_ALLOWED);
        }

        @Test
        void isNotEvenUpdatedWithNothing() {
            refused(given(), new UpdateCase(ID, null, null, null, AGENT), NOT_ALLOWED);
        }

        @Test
        void keepsItsAnswer() {
            refused(given(), word("Another answer."), NOT_ALLOWED);
        }

        @Test
        void doesNotChangeForThoseWhoHaveReadItsVersion() {
            refused(given(), RENAME, ifMatch("\"2\""), NOT_ALLOWED);
        }
    }

    @Nested
    class Closed extends Final {

        @Override
        TestExecutor<Case> given() {
            return cases.given(REGISTERED, LETTER_ADDED, new CaseClosed(ID, AGENT));
        }
    }

    @Nested
    class Rejected extends Final {

        @Override
        TestExecutor<Case> given() {
            return cases.given(REGISTERED, LETTER_ADDED, new CaseRejected(ID, AGENT));
        }
    }

    @Nested
    class Canceled extends Final {

        @Override
        TestExecutor<Case> given() {
            return cases.given(REGISTERED, LETTER_ADDED, new CaseCanceled(ID, AGENT));
        }
    }

    /** Complaints, service requests and callback requests live the same life. */
    @Nested
    class OfAnyClass {

        @Test
        void leadsAServiceRequestThroughItsLife() {
            leadsThroughALife(new RegisterServiceRequest(ID, REGISTRATION));
        }

        @Test
        void leadsACallbackRequestThroughItsLife() {
            leadsThroughALife(callbackAt(CALLBACK_TIME));
        }

        private void leadsThroughALife(Object registration) {
            cases.givenCommands(
                            registration,
                            ADD_PHOTO,
                            moveTo(CaseState.ACTIVE),
                            moveTo(CaseState.RESOLVED, RESOLUTION),
                            moveTo(CaseState.CLOSED))
                    .when(RENAME)
                    .expectNoEvents()
                    .expectExceptionDetails(NOT_ALLOWED);
        }

        @Test
        void givesACallbackRequestItsClassForAType() {
            cases.givenCommands(callbackAt(CALLBACK_TIME))
                    .when(new UpdateCase(ID, "CallbackRequest", null, null, AGENT))
                    .expectNoEvents()
                    .expectSuccessfulHandlerExecution();
        }
    }
}
