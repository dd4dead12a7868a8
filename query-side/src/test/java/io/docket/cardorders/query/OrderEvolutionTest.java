package io.docket.cardorders.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cardorders.api.Actor;
import io.docket.cardorders.api.CustomerFriendlyStatus;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.OrderStatus;
import io.docket.cardorders.api.event.workitem.OrderApproved;
import io.docket.cardorders.api.event.workitem.OrderCanceled;
import io.docket.cardorders.api.event.workitem.OrderExpired;
import io.docket.cardorders.api.event.workitem.OrderRejected;
import io.docket.cardorders.api.event.workitem.ProcessingStarted;
import io.docket.cardorders.api.event.workitem.ProcessingSucceeded;
import io.docket.cardorders.api.event.workitem.ProcessingSuspended;
import io.docket.cardorders.api.event.workitem.WorkItemEvent;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OrderEvolutionTest {

    private static final OrderApproved APPROVED = new OrderApproved(Orders.ID);
    private static final ProcessingStarted STARTED = new ProcessingStarted(Orders.ID);
    private static final ProcessingSuspended SUSPENDED = new ProcessingSuspended(Orders.ID);
    private static final ProcessingSucceeded SUCCEEDED = new ProcessingSucceeded(Orders.ID, null);

    @Nested
    class WhatIsAskedFor {

        @Test
        void anIssuanceIsProposedWithTheCardThatItAsksFor() {
            assertThat(Orders.after(Orders.ISSUANCE))
                    .isEqualTo(new OrderView(
                            Orders.ID,
                            0,
                            OrderKind.ADDITIONAL_CARD_ISSUANCE,
                            Orders.ISSUANCE.additionalCard(),
                            null,
                            "For my daughter",
                            null,
                            OrderStatus.PROPOSED,
                            CustomerFriendlyStatus.ACTIVE,
                            Orders.REQUESTED_AT,
                            Orders.REQUESTED_AT,
                            null,
                            null,
                            Orders.TELLER));
        }

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ADDITIONAL_CARD_ISSUANCE")
        void anyOtherKindIsProposedWithWhatItAsksOfTheCard(OrderKind kind) {
            assertThat(Orders.after(Orders.of(kind)))
                    .isEqualTo(new OrderView(
                            Orders.ID,
                            0,
                            kind,
                            null,
                            Orders.of(kind).order(),
                            "Left it on the train",
                            null,
                            OrderStatus.PROPOSED,
                            CustomerFriendlyStatus.ACTIVE,
                            Orders.REQUESTED_AT,
                            Orders.REQUESTED_AT,
                            null,
                            null,
                            Orders.TELLER));
        }

        @Test
        void anIssuanceIsOfTheOwnerOfTheArrangement() {
            assertThat(Orders.after(Orders.ISSUANCE).customerNumber()).isEqualTo("BRVU00002");
        }

        @Test
        void anyOtherOrderIsOfTheOwnerOfTheCard() {
            assertThat(Orders.after(Orders.of(OrderKind.CARD_BLOCKADE)).customerNumber())
                    .isEqualTo("BRVU00002");
        }
    }

    @Nested
    class WhatBecomesOfIt {

        static Stream<Arguments> changes() {
            return Stream.of(
                    Arguments.of(List.of(APPROVED), OrderStatus.APPROVED, CustomerFriendlyStatus.ACTIVE),
                    Arguments.of(
                            List.of(new OrderRejected(Orders.ID, "No")),
                            OrderStatus.REJECTED,
                            CustomerFriendlyStatus.REJECTED),
                    Arguments.of(
                            List.of(new OrderCanceled(Orders.ID, null)),
                            OrderStatus.CANCELED,
                            CustomerFriendlyStatus.ABANDONED),
                    Arguments.of(
                            List.of(new OrderExpired(Orders.ID)), OrderStatus.EXPIRED, CustomerFriendlyStatus.EXPIRED),
                    Arguments.of(
                            List.of(APPROVED, STARTED),
                            OrderStatus.EXTERNAL_PROCESSING_IN_PROGRESS,
                            CustomerFriendlyStatus.ACTIVE),
                    Arguments.of(
                            List.of(APPROVED, STARTED, SUSPENDED),
                            OrderStatus.EXTERNAL_PROCESSING_IN_PROGRESS,
                            CustomerFriendlyStatus.SUSPENDED),
                    Arguments.of(
                            List.of(APPROVED, STARTED, SUCCEEDED),
                            OrderStatus.EXTERNAL_PROCESSING_SUCCEDED,
                            CustomerFriendlyStatus.COMPLETE),
                    Arguments.of(
                            List.of(APPROVED, STARTED, SUSPENDED, SUCCEEDED),
                            OrderStatus.EXTERNAL_PROCESSING_SUCCEDED,
                            CustomerFriendlyStatus.COMPLETE),
                    Arguments.of(
                            List.of(APPROVED, STARTED, SUSPENDED, new OrderRejected(Orders.ID, "No")),
                            OrderStatus.REJECTED,
                            CustomerFriendlyStatus.REJECTED));
        }

        @ParameterizedTest
        @MethodSource("changes")
        void eachChangeLeadsToItsStatuses(
                List<WorkItemEvent> changes, OrderStatus status, CustomerFriendlyStatus customerFriendlyStatus) {
            OrderView view = afterRequestAnd(changes);

            assertThat(view.status()).isEqualTo(status);
            assertThat(view.customerFriendlyStatus()).isEqualTo(customerFriendlyStatus);
            assertThat(view.version()).isEqualTo(changes.size());
        }

        @Test
        void everyEventThatThereIsHasBeenTried() {
            assertThat(Stream.concat(
                                    Stream.of(Orders.ISSUANCE, Orders.of(OrderKind.CARD_BLOCKADE)),
                                    changes()
                                            .flatMap(arguments ->
                                                    ((List<?>) arguments.get()[0]).stream()))
                            .<Class<?>>map(Object::getClass)
                            .distinct())
                    .containsExactlyInAnyOrder(WorkItemEvent.class.getPermittedSubclasses());
        }

        @ParameterizedTest
        @MethodSource("changes")
        void whatWasAskedForStays(List<WorkItemEvent> changes) {
            assertThat(afterRequestAnd(changes))
                    .usingRecursiveComparison()
                    .comparingOnlyFields("workItemId", "kind", "additionalCard", "order", "createdAt")
                    .isEqualTo(Orders.after(Orders.ISSUANCE));
        }

        @Test
        void aCanceledOrderTellsWhy() {
            OrderView view = Orders.after(Orders.ISSUANCE, new OrderCanceled(Orders.ID, "Changed my mind"));

            assertThat(view.cancelationReason()).isEqualTo("Changed my mind");
            assertThat(view.rejectionReason()).isNull();
        }

        @Test
        void aRejectedOrderTellsWhy() {
            OrderView view = Orders.after(Orders.ISSUANCE, new OrderRejected(Orders.ID, "Not creditworthy"));

            assertThat(view.rejectionReason()).isEqualTo("Not creditworthy");
            assertThat(view.cancelationReason()).isNull();
        }

        private OrderView afterRequestAnd(List<WorkItemEvent> changes) {
            return Orders.after(
                    Stream.concat(Stream.of(Orders.ISSUANCE), changes.stream()).toArray(WorkItemEvent[]::new));
        }
    }

    @Nested
    class WhoDidIt {

        @Test
        void isThePersonWhomTheTokenNames() {
            assertThat(Orders.after(Orders.ISSUANCE).updatedBy()).isEqualTo(new Actor("A-1001", "Stevan.Kostoski"));
        }

        @Test
        void isTheClientWhereTheTokenNamesNobody() {
            var channel = MetaData.with("actor", "bank-channel");

            assertThat(Orders.next(null, 0, Orders.ISSUANCE, channel).updatedBy())
                    .isEqualTo(new Actor("bank-channel", null));
        }

        @Test
        void isWhoDidTheLastChange() {
            OrderView requested = Orders.after(Orders.ISSUANCE);
            var automation = MetaData.with("actor", "expire-proposals");

            assertThat(Orders.next(requested, 1, new OrderExpired(Orders.ID), automation)
                            .updatedBy())
                    .isEqualTo(new Actor("expire-proposals", null));
        }
    }

    @Nested
    class SinceWhen {

        @Test
        void aStatusHoldsSinceTheEventThatBroughtIt() {
            assertThat(Orders.after(Orders.ISSUANCE, APPROVED, STARTED).statusAt())
                    .isEqualTo(Orders.hour(2));
        }

        @Test
        void anOutageDoesNotChangeSinceWhenTheStatusHolds() {
            assertThat(Orders.after(Orders.ISSUANCE, APPROVED, STARTED, SUSPENDED)
                            .statusAt())
                    .isEqualTo(Orders.hour(2));
        }

        @Test
        void theSameStatusAgainDoesNotChangeSinceWhenItHolds() {
            assertThat(Orders.after(Orders.ISSUANCE, APPROVED, STARTED, STARTED).statusAt())
                    .isEqualTo(Orders.hour(2));
        }
    }
}
