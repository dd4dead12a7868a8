package io.docket.cardorders.command.model;

import static io.docket.cardorders.api.OrderKind.ADDITIONAL_CARD_ISSUANCE;
import static io.docket.cardorders.api.OrderKind.CARD_ACTIVATION;
import static io.docket.cardorders.api.OrderKind.CARD_BLOCKADE;
import static io.docket.cardorders.api.OrderKind.CARD_DEBLOCKADE;
import static io.docket.cardorders.api.OrderKind.CARD_REPLACEMENT;
import static io.docket.cardorders.api.OrderKind.CARD_TERMINATION;
import static io.docket.common.api.Refusal.Reason.CONFLICT;
import static io.docket.common.api.Refusal.Reason.NOT_FOUND;
import static io.docket.common.api.Refusal.Reason.PRECONDITION_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.CardStatus;
import io.docket.cardorders.api.CustomerFriendlyStatus;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.api.event.card.AdditionalCardEnded;
import io.docket.cardorders.api.event.card.AdditionalCardIssued;
import io.docket.cardorders.api.event.card.AdditionalCardOrderClosed;
import io.docket.cardorders.api.event.card.AdditionalCardOrderOpened;
import io.docket.cardorders.api.event.card.CardActivated;
import io.docket.cardorders.api.event.card.CardOrderAnsweredLate;
import io.docket.cardorders.api.event.card.CardOrderClosed;
import io.docket.cardorders.api.event.card.CardOrderGivenUp;
import io.docket.cardorders.api.event.card.CardOrderOpened;
import io.docket.cardorders.api.event.card.CardRegistered;
import io.docket.cardorders.api.event.card.CardReportedLost;
import io.docket.cardorders.api.event.card.CardSuspended;
import io.docket.cardorders.api.event.card.CardTerminated;
import io.docket.cardorders.api.event.workitem.AdditionalCardRequested;
import io.docket.cardorders.api.event.workitem.CardOrderRequested;
import io.docket.cardorders.api.event.workitem.OrderApproved;
import io.docket.cardorders.api.event.workitem.OrderCanceled;
import io.docket.cardorders.api.event.workitem.OrderExpired;
import io.docket.cardorders.api.event.workitem.OrderRejected;
import io.docket.cardorders.api.event.workitem.ProcessingStarted;
import io.docket.cardorders.api.event.workitem.ProcessingSucceeded;
import io.docket.cardorders.api.event.workitem.ProcessingSuspended;
import io.docket.cardorders.command.ApproveOrder;
import io.docket.cardorders.command.CancelOrder;
import io.docket.cardorders.command.CheckLostCard;
import io.docket.cardorders.command.ExpireOrder;
import io.docket.cardorders.command.LostCardStanding;
import io.docket.cardorders.command.OrderReceipt;
import io.docket.cardorders.command.Processing;
import io.docket.cardorders.command.RecordCompletion;
import io.docket.cardorders.command.RecordRefusal;
import io.docket.cardorders.command.RejectOrder;
import io.docket.cardorders.command.RequestAdditionalCard;
import io.docket.cardorders.command.RequestCardOrder;
import io.docket.cardorders.command.StartProcessing;
import io.docket.cardorders.command.SuspendProcessing;
import io.docket.common.api.PersonalData;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CardOrderTest {

    private static final WorkItemId ORDER = new WorkItemId("WI0000000001");
    private static final WorkItemId NEXT_ORDER = new WorkItemId("WI0000000002");
    private static final ArrangementNumber ARRANGEMENT = new ArrangementNumber("A-1");
    private static final CardId ISSUED = new CardId("ISSUED");
    private static final CardId ACTIVE = new CardId("ACTIVE");
    private static final CardId SUSPENDED = new CardId("SUSPENDED");
    private static final NewCard NEW_CARD = new NewCard(new CardId("NEW"), "S9");

    private final CardOrders orders = new CardOrders(ADDITIONAL_CARD_ISSUANCE, CARD_REPLACEMENT);

    private static RequestCardOrder request(WorkItemId id, OrderKind kind, CardId cardId) {
        return new RequestCardOrder(id, kind, cardId, null, null, null, null);
    }

    private static RequestCardOrder replacement(String reason) {
        return new RequestCardOrder(ORDER, CARD_REPLACEMENT, ACTIVE, null, null, reason, "B VUKOVIC");
    }

    private static RequestCardOrder stolen(CardId cardId) {
        return new RequestCardOrder(ORDER, CARD_REPLACEMENT, cardId, null, null, "stolen-card", null);
    }

    private static RequestAdditionalCard additionalCard(WorkItemId id) {
        return new RequestAdditionalCard(id, "OTHER", ARRANGEMENT, null);
    }

    private static CardRegistered registered(CardId cardId, String serialNumber, CardStatus status) {
        return new CardRegistered(cardId, serialNumber, "OWNER", ARRANGEMENT, status);
    }

    private static CardOrder order(OrderKind kind, CardId cardId, String serialNumber) {
        return new CardOrder(kind, cardId, serialNumber, "OWNER", null, null, null, null);
    }

    @Nested
    class ARequestForACard {

        @Test
        void isApprovedAtOnceWhereItsKindNeedsNoApproval() {
            assertThat(orders.when(request(ORDER, CARD_BLOCKADE, ACTIVE)))
                    .containsExactly(
                            registered(ACTIVE, "S2", CardStatus.ACTIVE),
                            new CardOrderOpened(ACTIVE, ORDER, CARD_BLOCKADE),
                            new CardOrderRequested(ORDER, order(CARD_BLOCKADE, ACTIVE, "S2")),
                            new OrderApproved(ORDER));
        }

        @Test
        void waitsForApprovalWhereItsKindNeedsIt() {
            assertThat(orders.when(replacement("damaged-card")))
                    .containsExactly(
                            registered(ACTIVE, "S2", CardStatus.ACTIVE),
                            new CardOrderOpened(ACTIVE, ORDER, CARD_REPLACEMENT),
                            new CardOrderRequested(
                                    ORDER,
                                    new CardOrder(
                                            CARD_REPLACEMENT,
                                            ACTIVE,
                                            "S2",
                                            "OWNER",
                                            null,
                                            null,
                                            "damaged-card",
                                            "B VUKOVIC")));
        }

        static Stream<Arguments> kindsThatStatusesDoNotAllow() {
            return Stream.of(
                    Arguments.of("ISSUED", CARD_BLOCKADE),
                    Arguments.of("ISSUED", CARD_DEBLOCKADE),
                    Arguments.of("ACTIVE", CARD_ACTIVATION),
                    Arguments.of("ACTIVE", CARD_DEBLOCKADE),
                    Arguments.of("SUSPENDED", CARD_ACTIVATION),
                    Arguments.of("SUSPENDED", CARD_BLOCKADE),
                    Arguments.of("TERMINATED", CARD_ACTIVATION),
                    Arguments.of("TERMINATED", CARD_BLOCKADE),
                    Arguments.of("TERMINATED", CARD_DEBLOCKADE),
                    Arguments.of("TERMINATED", CARD_TERMINATION),
                    Arguments.of("TERMINATED", CARD_REPLACEMENT));
        }

        @ParameterizedTest
        @MethodSource("kindsThatStatusesDoNotAllow")
        void isRefusedWhereTheStatusDoesNotAllowIt(String cardId, OrderKind kind) {
            orders.whenRefused(request(ORDER, kind, new CardId(cardId)), CONFLICT, "card-status-not-eligible");
        }

        @Test
        void isRefusedWhileAnotherOfItsKindIsOpen() {
            orders.given(request(ORDER, CARD_BLOCKADE, ACTIVE));

            orders.whenRefused(request(NEXT_ORDER, CARD_BLOCKADE, ACTIVE), CONFLICT, "request-already-exists");
        }

        @Test
        void isTakenWhileOneOfAnotherKindIsOpen() {
            orders.given(request(ORDER, CARD_BLOCKADE, ACTIVE));

            assertThat(orders.when(request(NEXT_ORDER, CARD_TERMINATION, ACTIVE)))
                    .contains(new CardOrderOpened(ACTIVE, NEXT_ORDER, CARD_TERMINATION));
        }

        @Test
        void isRefusedForAnUnknownCardAndForThatOfAnotherCustomerAlike() {
            orders.whenRefused(request(ORDER, CARD_BLOCKADE, new CardId("NONE")), CONFLICT, "unknown-card");
            orders.whenRefused(
                    request(ORDER, CARD_BLOCKADE, ACTIVE),
                    Map.of("customer-number", "OTHER"),
                    CONFLICT,
                    "unknown-card");
        }
    }

    @Nested
    class ARequestForAnAdditionalCard {

        @Test
        void waitsForApproval() {
            assertThat(orders.when(additionalCard(ORDER)))
                    .containsExactly(
                            new AdditionalCardOrderOpened(ARRANGEMENT, ORDER, "OTHER"),
                            new AdditionalCardRequested(
                                    ORDER,
                                    new AdditionalCard(
                                            "OTHER",
                                            "Mileva Grujic",
                                            "OWNER",
                                            "Branislav Vukovic",
                                            ARRANGEMENT,
                                            "MasterCard"),
                                    null));
        }

        @Test
        void keepsWhatTheCustomerSays() {
            var forMyDaughter = new RequestAdditionalCard(ORDER, "OTHER", ARRANGEMENT, "For my daughter");

            assertThat(orders.when(forMyDaughter))
                    .filteredOn(AdditionalCardRequested.class::isInstance)
                    .extracting(event -> ((AdditionalCardRequested) event).description())
                    .containsExactly("For my daughter");
        }

        @Test
        void isNotApprovedByWhoHasMadeIt() {
            var agent = Map.of("actor", "bank-agent", "agent-id", "A-1001");
            orders.given(additionalCard(ORDER), agent);
            var approval = new ApproveOrder(ORDER, ADDITIONAL_CARD_ISSUANCE);

            orders.whenRefused(approval, agent, CONFLICT, "approver-is-requester");
            orders.whenRefused(
                    approval, Map.of("actor", "console", "agent-id", "A-1001"), CONFLICT, "approver-is-requester");
            orders.given(approval, Map.of("actor", "bank-agent", "agent-id", "A-1002"));
        }

        @Test
        void isNotApprovedByTheClientThatHasMadeItWhereNoPersonIsNamed() {
            orders.given(additionalCard(ORDER), Map.of("actor", "back-office"));
            var approval = new ApproveOrder(ORDER, ADDITIONAL_CARD_ISSUANCE);

            orders.whenRefused(approval, Map.of("actor", "back-office"), CONFLICT, "approver-is-requester");
            orders.given(approval, Map.of("actor", "back-office", "agent-id", "A-1001"));
        }

        @Test
        void isRefusedForTheOwner() {
            orders.whenRefused(
                    new RequestAdditionalCard(ORDER, "OWNER", ARRANGEMENT, null),
                    CONFLICT,
                    "owner-can-not-have-additional-card");
        }

        @Test
        void isRefusedForWhatNobodyKnows() {
            orders.whenRefused(
                    new RequestAdditionalCard(ORDER, "NOBODY", ARRANGEMENT, null), CONFLICT, "unknown-customer");
            orders.whenRefused(
                    new RequestAdditionalCard(ORDER, "OTHER", new ArrangementNumber("NONE"), null),
                    CONFLICT,
                    "unknown-arrangement");
            orders.whenRefused(
                    additionalCard(ORDER), Map.of("customer-number", "OTHER"), CONFLICT, "unknown-arrangement");
        }

        @Test
        void ofACustomerWaitsForApprovalWhateverThePolicyAndIsApprovedForACustomerOnly() {
            var owner = Map.of("customer-number", "OWNER");
            CardOrders approvingAtOnce = new CardOrders();

            assertThat(approvingAtOnce.when(new RequestAdditionalCard(ORDER, "NOBODY", ARRANGEMENT, null), owner))
                    .containsExactly(
                            new AdditionalCardOrderOpened(ARRANGEMENT, ORDER, "NOBODY"),
                            new AdditionalCardRequested(
                                    ORDER,
                                    new AdditionalCard(
                                            "NOBODY", null, "OWNER", "Branislav Vukovic", ARRANGEMENT, "MasterCard"),
                                    null));
            assertThat(approvingAtOnce.when(additionalCard(NEXT_ORDER), owner)).hasSize(2);

            approvingAtOnce.whenRefused(
                    new ApproveOrder(ORDER, OrderKind.ADDITIONAL_CARD_ISSUANCE), CONFLICT, "unknown-customer");
            assertThat(approvingAtOnce.when(new ApproveOrder(NEXT_ORDER, OrderKind.ADDITIONAL_CARD_ISSUANCE)))
                    .containsExactly(new OrderApproved(NEXT_ORDER));
        }

        @Test
        void isRefusedWhileAnotherForThePersonIsOpen() {
            orders.given(additionalCard(ORDER));

            orders.whenRefused(additionalCard(NEXT_ORDER), CONFLICT, "request-already-exists");
        }

        @Test
        void isRefusedToAPersonWhoHasACardUntilThatCardEnds() {
            orders.given(additionalCard(ORDER))
                    .given(new ApproveOrder(ORDER, ADDITIONAL_CARD_ISSUANCE))
                    .given(new StartProcessing(ORDER));
            assertThat(orders.when(new RecordCompletion(ORDER, NEW_CARD)))
                    .containsExactly(
                            new ProcessingSucceeded(ORDER, NEW_CARD),
                            new CardRegistered(NEW_CARD.cardId(), "S9", "OTHER", ARRANGEMENT, CardStatus.ISSUED),
                            new AdditionalCardIssued(ARRANGEMENT, "OTHER", NEW_CARD.cardId()),
                            new AdditionalCardOrderClosed(ARRANGEMENT, ORDER));
            orders.whenRefused(additionalCard(NEXT_ORDER), CONFLICT, "active-additional-card-already-exists");

            orders.given(request(NEXT_ORDER, CARD_TERMINATION, NEW_CARD.cardId()))
                    .given(new StartProcessing(NEXT_ORDER));
            assertThat(orders.when(new RecordCompletion(NEXT_ORDER, null)))
                    .contains(new AdditionalCardEnded(ARRANGEMENT, NEW_CARD.cardId()));
            assertThat(orders.when(additionalCard(new WorkItemId("WI0000000003"))))
                    .isNotEmpty();
        }
    }

    @Nested
    class AProposedOrder {

        private final CardOrders proposed = orders.given(replacement("damaged-card"));

        @Test
        void canBeApproved() {
            assertThat(proposed.when(new ApproveOrder(ORDER, CARD_REPLACEMENT)))
                    .containsExactly(new OrderApproved(ORDER));
        }

        @Test
        void canBeRejectedWithAReason() {
            assertThat(proposed.when(new RejectOrder(ORDER, CARD_REPLACEMENT, "No.")))
                    .containsExactly(new OrderRejected(ORDER, "No."), new CardOrderClosed(ACTIVE, ORDER));
        }

        @Test
        void canBeCancelledAndMakesRoomForAnother() {
            assertThat(proposed.when(new CancelOrder(ORDER, CARD_REPLACEMENT, null)))
                    .containsExactly(new OrderCanceled(ORDER, null), new CardOrderClosed(ACTIVE, ORDER));
            assertThat(proposed.when(request(NEXT_ORDER, CARD_REPLACEMENT, ACTIVE)))
                    .isNotEmpty();
        }

        @Test
        void expires() {
            assertThat(proposed.when(new ExpireOrder(ORDER)))
                    .containsExactly(new OrderExpired(ORDER), new CardOrderClosed(ACTIVE, ORDER));
        }

        @Test
        void isNotProcessed() {
            assertThat(proposed.answer(new StartProcessing(ORDER))).isEqualTo(new Processing(null, null));
            assertThat(proposed.when(new RecordCompletion(ORDER, NEW_CARD))).isEmpty();
        }

        @Test
        void isNotFoundUnderAnotherKindOrByAnotherCustomer() {
            proposed.whenRefused(new CancelOrder(ORDER, CARD_BLOCKADE, null), NOT_FOUND, null);
            proposed.whenRefused(
                    new CancelOrder(ORDER, CARD_REPLACEMENT, null),
                    Map.of("customer-number", "OTHER"),
                    NOT_FOUND,
                    null);
        }

        @Test
        void isNotChangedByWhoSawAnotherVersion() {
            proposed.whenRefused(
                    new CancelOrder(ORDER, CARD_REPLACEMENT, null),
                    Map.of("if-match", "\"7\""),
                    PRECONDITION_FAILED,
                    null);
        }
    }

    @Nested
    class AnApprovedOrder {

        private final CardOrders approved = orders.given(request(ORDER, CARD_BLOCKADE, ACTIVE));

        @Test
        void canStillBeCancelledAndIsThenNotProcessed() {
            assertThat(approved.when(new CancelOrder(ORDER, CARD_BLOCKADE, "Found it.")))
                    .containsExactly(new OrderCanceled(ORDER, "Found it."), new CardOrderClosed(ACTIVE, ORDER));
            assertThat(approved.when(new StartProcessing(ORDER))).isEmpty();
        }

        @Test
        void goesToTheCardSystemOnce() {
            assertThat(approved.when(new StartProcessing(ORDER))).containsExactly(new ProcessingStarted(ORDER));
            assertThat(approved.when(new StartProcessing(ORDER))).isEmpty();
            assertThat(approved.answer(new StartProcessing(ORDER)))
                    .isEqualTo(new Processing(null, order(CARD_BLOCKADE, ACTIVE, "S2")));
        }

        @Test
        void isRejectedIfWhatIsToStandOnTheCardHasBeenErased() {
            orders.given(new RequestCardOrder(
                            NEXT_ORDER, CARD_REPLACEMENT, ISSUED, null, null, "damaged-card", PersonalData.ERASED))
                    .given(new ApproveOrder(NEXT_ORDER, CARD_REPLACEMENT));

            assertThat(orders.when(new StartProcessing(NEXT_ORDER)))
                    .containsExactly(
                            new OrderRejected(NEXT_ORDER, "Personal data that the order needs have been erased."),
                            new CardOrderClosed(ISSUED, NEXT_ORDER));
            assertThat(orders.answer(new StartProcessing(NEXT_ORDER))).isEqualTo(new Processing(null, null));
        }

        @Test
        void isShownAsSuspendedWhileAnOutageHoldsUpTheOnesBeforeIt() {
            assertThat(approved.when(new SuspendProcessing(ORDER))).containsExactly(new ProcessingSuspended(ORDER));
            assertThat(approved.when(new SuspendProcessing(ORDER))).isEmpty();
            assertThat(approved.when(new StartProcessing(ORDER))).containsExactly(new ProcessingStarted(ORDER));
            assertThat(approved.when(new SuspendProcessing(ORDER))).containsExactly(new ProcessingSuspended(ORDER));
        }

        @Test
        void isNotApprovedAgainNorRejectedNorExpired() {
            approved.whenRefused(new ApproveOrder(ORDER, CARD_BLOCKADE), CONFLICT, "request-status-not-eligible");
            approved.whenRefused(new RejectOrder(ORDER, CARD_BLOCKADE, "No."), CONFLICT, "request-status-not-eligible");
            assertThat(approved.when(new ExpireOrder(ORDER))).isEmpty();
        }
    }

    @Nested
    class AnOrderInProcessing {

        private CardOrders processing(RequestCardOrder request) {
            return orders.given(request).given(new StartProcessing(request.workItemId()));
        }

        @Test
        void cannotBeCancelled() {
            processing(request(ORDER, CARD_BLOCKADE, ACTIVE))
                    .whenRefused(
                            new CancelOrder(ORDER, CARD_BLOCKADE, null),
                            CONFLICT,
                            "request-status-not-eligible-for-cancelation");
        }

        static Stream<Arguments> effects() {
            return Stream.of(
                    Arguments.of(CARD_ACTIVATION, ISSUED, new CardActivated(ISSUED)),
                    Arguments.of(CARD_BLOCKADE, ACTIVE, new CardSuspended(ACTIVE)),
                    Arguments.of(CARD_DEBLOCKADE, SUSPENDED, new CardActivated(SUSPENDED)),
                    Arguments.of(CARD_TERMINATION, ACTIVE, new CardTerminated(ACTIVE)));
        }

        @ParameterizedTest
        @MethodSource("effects")
        void changesItsCardWhenItIsDone(OrderKind kind, CardId cardId, Object effect) {
            assertThat(processing(request(ORDER, kind, cardId)).when(new RecordCompletion(ORDER, null)))
                    .containsExactly(new ProcessingSucceeded(ORDER, null), effect, new CardOrderClosed(cardId, ORDER));
        }

        @Test
        void putsANewCardInTheOldOnesPlace() {
            orders.given(replacement("stolen-card"))
                    .given(new ApproveOrder(ORDER, CARD_REPLACEMENT))
                    .given(new StartProcessing(ORDER));

            assertThat(orders.when(new RecordCompletion(ORDER, NEW_CARD)))
                    .containsExactly(
                            new ProcessingSucceeded(ORDER, NEW_CARD),
                            new CardTerminated(ACTIVE),
                            registered(NEW_CARD.cardId(), "S9", CardStatus.ISSUED),
                            new CardOrderClosed(ACTIVE, ORDER));
        }

        @Test
        void isRejectedWithTheCardSystemsReason() {
            CardOrders processing = processing(request(ORDER, CARD_BLOCKADE, ACTIVE));

            assertThat(processing.when(new RecordRefusal(ORDER, "Not today.")))
                    .containsExactly(new OrderRejected(ORDER, "Not today."), new CardOrderClosed(ACTIVE, ORDER));
        }

        @Test
        void takesItsOutcomeOnce() {
            CardOrders processing = processing(request(ORDER, CARD_BLOCKADE, ACTIVE));
            processing.given(new RecordCompletion(ORDER, null));

            assertThat(processing.when(new RecordCompletion(ORDER, null))).isEmpty();
            assertThat(processing.when(new RecordRefusal(ORDER, "Not today."))).isEmpty();
        }

        @Test
        void isShownAsSuspendedWhileAnOutageHoldsItUp() {
            CardOrders processing = processing(request(ORDER, CARD_BLOCKADE, ACTIVE));

            assertThat(processing.when(new SuspendProcessing(ORDER))).containsExactly(new ProcessingSuspended(ORDER));
            assertThat(processing.when(new SuspendProcessing(ORDER))).isEmpty();
            assertThat(processing.when(new RecordCompletion(ORDER, null)))
                    .startsWith(new ProcessingSucceeded(ORDER, null));
        }
    }

    @Nested
    class ALostCard {

        private static final String REPORTED_LOST = "The card has been reported lost or stolen.";

        @ParameterizedTest
        @CsvSource({"card-losses", "stolen-card"})
        void isSuspendedAsSoonAsItsReplacementIsRequested(String reason) {
            assertThat(orders.when(replacement(reason)))
                    .containsSubsequence(
                            new CardOrderOpened(ACTIVE, ORDER, CARD_REPLACEMENT),
                            new CardReportedLost(ACTIVE, ORDER, "S2", "OWNER", reason),
                            new CardSuspended(ACTIVE));
        }

        @Test
        void isReportedLostAlsoIfItIsSuspendedAlready() {
            assertThat(orders.when(stolen(SUSPENDED)))
                    .contains(new CardReportedLost(SUSPENDED, ORDER, "S3", "OWNER", "stolen-card"))
                    .doesNotContain(new CardSuspended(SUSPENDED));
        }

        @Test
        void isNotOneThatIsDamaged() {
            assertThat(orders.when(replacement("damaged-card")))
                    .noneMatch(CardReportedLost.class::isInstance)
                    .noneMatch(CardSuspended.class::isInstance);
        }

        @ParameterizedTest
        @CsvSource({"ISSUED, CARD_ACTIVATION", "ISSUED, CARD_DEBLOCKADE", "SUSPENDED, CARD_DEBLOCKADE"})
        void isNotMadeActiveWhileItsReplacementIsOpen(String cardId, OrderKind kind) {
            orders.given(stolen(new CardId(cardId)));

            orders.whenRefused(request(NEXT_ORDER, kind, new CardId(cardId)), CONFLICT, "card-status-not-eligible");
        }

        @Test
        void canStillBeTerminated() {
            orders.given(stolen(ACTIVE));

            assertThat(orders.when(request(NEXT_ORDER, CARD_TERMINATION, ACTIVE)))
                    .contains(new CardOrderOpened(ACTIVE, NEXT_ORDER, CARD_TERMINATION));
        }

        @ParameterizedTest
        @CsvSource({"ISSUED, CARD_ACTIVATION", "SUSPENDED, CARD_DEBLOCKADE"})
        void isNotMadeActiveByAnOrderThatWasApprovedBefore(String cardId, OrderKind kind) {
            var card = new CardId(cardId);
            orders.given(request(NEXT_ORDER, kind, card)).given(stolen(card));

            assertThat(orders.when(new StartProcessing(NEXT_ORDER)))
                    .containsExactly(
                            new OrderRejected(NEXT_ORDER, REPORTED_LOST), new CardOrderClosed(card, NEXT_ORDER));
            assertThat(orders.answer(new StartProcessing(NEXT_ORDER))).isEqualTo(new Processing(null, null));
        }

        @ParameterizedTest
        @CsvSource({"ISSUED, CARD_ACTIVATION", "SUSPENDED, CARD_DEBLOCKADE"})
        void isNotMadeActiveByAnOrderThatIsTriedAgain(String cardId, OrderKind kind) {
            var card = new CardId(cardId);
            orders.given(request(NEXT_ORDER, kind, card))
                    .given(new StartProcessing(NEXT_ORDER))
                    .given(stolen(card));

            assertThat(orders.when(new StartProcessing(NEXT_ORDER)))
                    .containsExactly(
                            new OrderRejected(NEXT_ORDER, REPORTED_LOST),
                            new CardOrderGivenUp(card, NEXT_ORDER),
                            new CardOrderClosed(card, NEXT_ORDER));
        }

        @Test
        void isAtRiskWhileAnOlderOrderMayMakeItActive() {
            orders.given(request(NEXT_ORDER, CARD_ACTIVATION, ISSUED)).given(new StartProcessing(NEXT_ORDER));
            orders.given(stolen(ISSUED));

            assertThat(orders.answer(new CheckLostCard(ISSUED))).isEqualTo(LostCardStanding.AT_RISK);

            orders.given(new StartProcessing(NEXT_ORDER));

            assertThat(orders.answer(new CheckLostCard(ISSUED))).isEqualTo(LostCardStanding.AT_RISK);
        }

        @Test
        void isNoLongerAtRiskWhenTheOrderThatWasGivenUpIsAnswered() {
            CardOrders givenUp = orders.given(request(NEXT_ORDER, CARD_ACTIVATION, ISSUED))
                    .given(new StartProcessing(NEXT_ORDER))
                    .given(stolen(ISSUED))
                    .given(new StartProcessing(NEXT_ORDER));

            assertThat(givenUp.when(new RecordCompletion(NEXT_ORDER, null)))
                    .containsExactly(new CardOrderAnsweredLate(ISSUED, NEXT_ORDER, true));
            assertThat(givenUp.answer(new CheckLostCard(ISSUED))).isEqualTo(LostCardStanding.SUSPENDED);
            assertThat(givenUp.when(new RecordCompletion(NEXT_ORDER, null))).isEmpty();
        }

        @Test
        void isNoLongerAtRiskWhenTheOrderThatWasGivenUpIsRefused() {
            orders.given(request(NEXT_ORDER, CARD_DEBLOCKADE, SUSPENDED))
                    .given(new StartProcessing(NEXT_ORDER))
                    .given(stolen(SUSPENDED))
                    .given(new StartProcessing(NEXT_ORDER));

            assertThat(orders.when(new RecordRefusal(NEXT_ORDER, "Not today.")))
                    .containsExactly(new CardOrderAnsweredLate(SUSPENDED, NEXT_ORDER, false));
            assertThat(orders.answer(new CheckLostCard(SUSPENDED))).isEqualTo(LostCardStanding.SUSPENDED);
        }

        @Test
        void isNotAtRiskByOrdersThatBeganAfterIt() {
            orders.given(stolen(ACTIVE)).given(request(NEXT_ORDER, CARD_TERMINATION, ACTIVE));

            assertThat(orders.answer(new CheckLostCard(ACTIVE))).isEqualTo(LostCardStanding.SUSPENDED);

            orders.given(new StartProcessing(NEXT_ORDER)).given(new RecordCompletion(NEXT_ORDER, null));

            assertThat(orders.answer(new CheckLostCard(ACTIVE))).isEqualTo(LostCardStanding.NOT_SUSPENDED);
        }

        @ParameterizedTest
        @CsvSource({"ISSUED, CARD_ACTIVATION", "SUSPENDED, CARD_DEBLOCKADE"})
        void staysSuspendedWhenACallThatWasUnderWayIsDone(String cardId, OrderKind kind) {
            var card = new CardId(cardId);
            orders.given(request(NEXT_ORDER, kind, card))
                    .given(new StartProcessing(NEXT_ORDER))
                    .given(stolen(card));

            assertThat(orders.when(new RecordCompletion(NEXT_ORDER, null)))
                    .containsExactly(new ProcessingSucceeded(NEXT_ORDER, null), new CardOrderClosed(card, NEXT_ORDER));
        }

        @Test
        void canBeBlockedAndTerminatedByOrdersThatWereApprovedBefore() {
            orders.given(request(NEXT_ORDER, CARD_BLOCKADE, ACTIVE)).given(stolen(ACTIVE));

            assertThat(orders.when(new StartProcessing(NEXT_ORDER))).containsExactly(new ProcessingStarted(NEXT_ORDER));
        }

        static Stream<Object> endsWithoutANewCard() {
            return Stream.of(
                    new CancelOrder(ORDER, CARD_REPLACEMENT, null),
                    new RejectOrder(ORDER, CARD_REPLACEMENT, "No."),
                    new ExpireOrder(ORDER));
        }

        @ParameterizedTest
        @MethodSource("endsWithoutANewCard")
        void staysSuspendedUntilADeblockadeIfItIsNotReplaced(Object end) {
            orders.given(stolen(ACTIVE)).given(end);

            assertDeblockadeMakesActive();
        }

        @Test
        void staysSuspendedUntilADeblockadeIfTheCardSystemRefusesToReplaceIt() {
            orders.given(stolen(ACTIVE))
                    .given(new ApproveOrder(ORDER, CARD_REPLACEMENT))
                    .given(new StartProcessing(ORDER))
                    .given(new RecordRefusal(ORDER, "No."));

            assertDeblockadeMakesActive();
        }

        @Test
        void isNotMadeActiveByAnEarlierOrderAlsoIfItIsNotReplaced() {
            orders.given(request(NEXT_ORDER, CARD_ACTIVATION, ISSUED))
                    .given(stolen(ISSUED))
                    .given(new CancelOrder(ORDER, CARD_REPLACEMENT, null));

            assertThat(orders.when(new StartProcessing(NEXT_ORDER)))
                    .containsExactly(
                            new OrderRejected(NEXT_ORDER, REPORTED_LOST), new CardOrderClosed(ISSUED, NEXT_ORDER));
        }

        @Test
        void isNotMadeActiveByAnEarlierCallAlsoIfItIsNotReplaced() {
            orders.given(request(NEXT_ORDER, CARD_DEBLOCKADE, SUSPENDED))
                    .given(new StartProcessing(NEXT_ORDER))
                    .given(stolen(SUSPENDED))
                    .given(new CancelOrder(ORDER, CARD_REPLACEMENT, null));

            assertThat(orders.when(new RecordCompletion(NEXT_ORDER, null)))
                    .containsExactly(
                            new ProcessingSucceeded(NEXT_ORDER, null), new CardOrderClosed(SUSPENDED, NEXT_ORDER));
        }

        private void assertDeblockadeMakesActive() {
            orders.whenRefused(request(NEXT_ORDER, CARD_ACTIVATION, ACTIVE), CONFLICT, "card-status-not-eligible");
            orders.given(request(NEXT_ORDER, CARD_DEBLOCKADE, ACTIVE)).given(new StartProcessing(NEXT_ORDER));
            assertThat(orders.when(new RecordCompletion(NEXT_ORDER, null))).contains(new CardActivated(ACTIVE));
        }
    }

    @Test
    void aReceiptTellsTheCustomerFriendlyStatusAndTheVersion() {
        assertThat(orders.answer(request(ORDER, CARD_BLOCKADE, ACTIVE)))
                .isEqualTo(new OrderReceipt(ORDER, CustomerFriendlyStatus.ACTIVE, 1));
        assertThat(orders.answer(new CancelOrder(ORDER, CARD_BLOCKADE, null)))
                .isEqualTo(new OrderReceipt(ORDER, CustomerFriendlyStatus.ABANDONED, 2));
    }
}
