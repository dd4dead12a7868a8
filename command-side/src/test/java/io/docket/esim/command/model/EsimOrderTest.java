package io.docket.esim.command.model;

import static io.docket.common.api.Refusal.Reason.UNPROCESSABLE;
import static io.docket.esim.command.model.EsimOrders.BLANK;
import static io.docket.esim.command.model.EsimOrders.DEVICE;
import static io.docket.esim.command.model.EsimOrders.EID;
import static io.docket.esim.command.model.EsimOrders.JANE;
import static io.docket.esim.command.model.EsimOrders.JOHN;
import static io.docket.esim.command.model.EsimOrders.NOW;
import static io.docket.esim.command.model.EsimOrders.OTHER_BLANK;
import static io.docket.esim.command.model.EsimOrders.TENANT;
import static io.docket.esim.command.model.EsimOrders.details;
import static io.docket.esim.command.model.EsimOrders.ever;
import static io.docket.esim.command.model.EsimOrders.idOf;
import static io.docket.esim.command.model.EsimOrders.month;
import static io.docket.esim.command.model.EsimOrders.order;
import static io.docket.esim.command.model.EsimOrders.plan;
import static io.docket.esim.command.model.EsimOrders.request;
import static io.docket.esim.command.model.EsimOrders.requestAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.common.api.ErrorLiteral;
import io.docket.common.api.FieldError;
import io.docket.esim.api.DownloadProgress;
import io.docket.esim.api.EsimCustomerDetails;
import io.docket.esim.api.EsimCustomerId;
import io.docket.esim.api.EsimOrderItem;
import io.docket.esim.api.EsimOrderStatus;
import io.docket.esim.api.EsimSubscription;
import io.docket.esim.api.Iccid;
import io.docket.esim.api.event.order.BulkActivationOrdered;
import io.docket.esim.api.event.order.EsimOrderCompleted;
import io.docket.esim.api.event.order.EsimOrderFailed;
import io.docket.esim.api.event.order.FulfilmentStarted;
import io.docket.esim.api.event.order.ItemAllocated;
import io.docket.esim.api.event.order.ItemFailed;
import io.docket.esim.api.event.order.ItemFulfilled;
import io.docket.esim.api.event.order.NewEsimOrdered;
import io.docket.esim.api.event.order.TopUpOrdered;
import io.docket.esim.api.event.profile.EsimCustomerRegistered;
import io.docket.esim.api.event.profile.ProfileAssigned;
import io.docket.esim.api.event.profile.ProfileCanceled;
import io.docket.esim.api.event.profile.ProfileDownloadProgressed;
import io.docket.esim.api.event.profile.ProfileReleased;
import io.docket.esim.api.event.profile.SubscriptionAdded;
import io.docket.esim.api.event.profile.SubscriptionWithdrawn;
import io.docket.esim.command.ActivateEsims;
import io.docket.esim.command.ContinueFulfilment;
import io.docket.esim.command.EsimOrderReceipt;
import io.docket.esim.command.EsimOrderRequest;
import io.docket.esim.command.FulfilmentStep;
import io.docket.esim.command.OrderNewEsim;
import io.docket.esim.command.RecordAllocation;
import io.docket.esim.command.RecordDownloadProgress;
import io.docket.esim.command.RecordFulfilment;
import io.docket.esim.command.RecordItemFailure;
import io.docket.esim.command.RequestedSubscription;
import io.docket.esim.command.TopUpEsim;
import io.docket.platform.partner.PartnerUnavailableException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EsimOrderTest {

    private static final Iccid ICCID = new Iccid("8944474600000200019");
    private static final Iccid OTHER_ICCID = new Iccid("8944474600000200027");
    private static final String SMDP = "smdp.example";

    private final EsimOrders orders = new EsimOrders();

    private static OrderNewEsim newEsim(int number) {
        return new OrderNewEsim(order(number), request(JOHN, plan("MONTH")));
    }

    private static TopUpEsim topUp(int number, Iccid iccid) {
        return new TopUpEsim(order(number), request(JOHN, plan("MONTH")), iccid);
    }

    private static ActivateEsims bulk(int number, RequestedSubscription... subscriptions) {
        return new ActivateEsims(order(number), request(JOHN, subscriptions));
    }

    private static EsimOrderItem item(int number, @Nullable Iccid iccid, EsimSubscription... subscriptions) {
        return new EsimOrderItem(number, iccid, iccid == null ? "DATA" : null, List.of(subscriptions));
    }

    @Nested
    class ANewEsim {

        @Test
        void isOrderedWithWhatTheProductSaysAndRegistersTheCustomer() {
            assertThat(orders.when(newEsim(1)))
                    .containsExactly(
                            new EsimCustomerRegistered(idOf(JOHN), TENANT, JOHN),
                            new NewEsimOrdered(order(1), details(JOHN, item(1, null, month(1, 1)))));
        }

        @Test
        void isOrderedWithWhatTheRequestSays() {
            Instant later = NOW.plus(Duration.ofDays(3));
            var asked = new RequestedSubscription(
                    "MONTH", "SPECIAL", later, true, BigDecimal.ONE, "MB", new BigDecimal("3.99"), "EUR", List.of());

            assertThat(orders.when(new OrderNewEsim(order(1), request(JOHN, asked))))
                    .contains(new NewEsimOrdered(
                            order(1),
                            details(
                                    JOHN,
                                    item(
                                            1,
                                            null,
                                            new EsimSubscription(
                                                    order(1) + "-1",
                                                    "MONTH",
                                                    "SPECIAL",
                                                    later,
                                                    later.plus(Duration.ofDays(30)),
                                                    true,
                                                    BigDecimal.ONE,
                                                    "MB",
                                                    new BigDecimal("3.99"),
                                                    "EUR")))));
        }

        @Test
        void mayHaveSeveralDataPlansAndTheFirstSaysWhichProfile() {
            assertThat(orders.when(new OrderNewEsim(order(1), request(JOHN, plan("EVER"), plan("MONTH")))))
                    .contains(new NewEsimOrdered(
                            order(1),
                            details(JOHN, new EsimOrderItem(1, null, "DATA-EVER", List.of(ever(1, 1), month(1, 2))))));
        }

        @Test
        void registersACustomerOnce() {
            var again = new EsimCustomerDetails("John@Doe.com", "Johnny", null, "DE", null, null);
            assertThat(orders.given(newEsim(1)).when(new OrderNewEsim(order(2), request(again, plan("MONTH")))))
                    .containsExactly(new NewEsimOrdered(order(2), details(JOHN, item(1, null, month(2, 1)))));
        }

        @Test
        void isRefusedIfAProductIsNotInTheTenantsCatalog() {
            orders.whenRefused(
                    new OrderNewEsim(order(1), request(JOHN, plan("MONTH"), plan("GLOBAL"))),
                    UNPROCESSABLE,
                    "PRODUCT_NOT_FOUND",
                    "Product GLOBAL was not found.");
        }

        @Test
        void isRefusedWithMoreDataPlansThanAnEsimCanHave() {
            RequestedSubscription[] sixteen =
                    Collections.nCopies(16, plan("MONTH")).toArray(RequestedSubscription[]::new);
            orders.whenRefused(
                    new OrderNewEsim(order(1), request(JOHN, sixteen)),
                    UNPROCESSABLE,
                    "SUBSCRIPTION_LIMIT_REACHED",
                    "An eSIM can have at most 15 active subscriptions.");
        }

        @Test
        void answersThatItIsAccepted() {
            assertThat(orders.send(newEsim(1))).isEqualTo(new EsimOrderReceipt(order(1), EsimOrderStatus.ACCEPTED, 0));
        }
    }

    @Nested
    class ATopUp {

        @Test
        void addsToTheEsimWithTheOrder() {
            assertThat(orders.givenReady(JOHN, ICCID).when(topUp(1, ICCID)))
                    .containsExactly(
                            new SubscriptionAdded(ICCID, order(1), month(1, 1)),
                            new TopUpOrdered(order(1), details(JOHN, item(1, ICCID, month(1, 1)))));
        }

        @Test
        void isDoneWithoutTheSmdp() {
            orders.givenReady(JOHN, ICCID).given(topUp(1, ICCID));

            assertThat(orders.when(new ContinueFulfilment(order(1))))
                    .containsExactly(
                            new FulfilmentStarted(order(1)),
                            new ItemFulfilled(order(1), 1, ICCID, null, SMDP),
                            new EsimOrderCompleted(order(1)));
            assertThat(orders.send(new ContinueFulfilment(order(1)))).isEqualTo(new FulfilmentStep.Ended());
        }

        @Test
        void isRefusedIfTheCustomerIsUnknown() {
            orders.givenReady(JANE, ICCID);
            orders.whenRefused(
                    topUp(1, ICCID), UNPROCESSABLE, "CUSTOMER_MUST_EXIST", "There is no customer with this email.");
        }

        @Test
        void isRefusedIfTheEsimIsUnknownOrNotTheCustomers() {
            orders.givenReady(JANE, ICCID).given(newEsim(1));
            for (Iccid iccid : List.of(ICCID, new Iccid("123456789"), BLANK)) {
                orders.whenRefused(
                        topUp(2, iccid),
                        UNPROCESSABLE,
                        "EMAIL_AND_ICCID_DO_NOT_MATCH",
                        "Email and ICCID " + iccid.value() + " do not match each other.");
            }
        }

        @Test
        void isRefusedForACustomerOfAnotherTenantWithTheSameEmail() {
            orders.givenReady(JOHN, ICCID);
            var globex = new EsimOrderRequest(
                    "globex",
                    NOW,
                    "PT",
                    EsimCustomerId.withoutKey("globex", JOHN.email()),
                    JOHN,
                    DEVICE,
                    List.of(plan("GLOBAL")));
            orders.whenRefused(
                    new TopUpEsim(order(1), globex, ICCID),
                    UNPROCESSABLE,
                    "CUSTOMER_MUST_EXIST",
                    "There is no customer with this email.");
        }

        @Test
        void isRefusedIfAProductIsNotInTheTenantsCatalog() {
            orders.givenReady(JOHN, ICCID);
            orders.whenRefused(
                    new TopUpEsim(order(1), request(JOHN, plan("A"), plan("B"), plan("A")), ICCID),
                    UNPROCESSABLE,
                    "PRODUCT_NOT_FOUND",
                    "Products A, B were not found.");
        }

        @Test
        void isRefusedWithTheSixteenthActiveDataPlan() {
            orders.givenReady(JOHN, ICCID);
            for (int number = 1; number <= 14; number++) {
                orders.given(topUp(number, ICCID));
            }
            orders.whenRefused(
                    topUp(15, ICCID),
                    UNPROCESSABLE,
                    "SUBSCRIPTION_LIMIT_REACHED",
                    "ICCID 8944474600000200019 can have at most 15 active subscriptions.");
        }

        @Test
        void countsNoDataPlanThatHasEnded() {
            orders.givenReady(JOHN, ICCID);
            for (int number = 1; number <= 14; number++) {
                orders.given(topUp(number, ICCID));
            }
            Instant end = NOW.plus(Duration.ofDays(30));
            orders.whenRefused(
                    new TopUpEsim(order(15), requestAt(end.minusMillis(1), JOHN, plan("MONTH")), ICCID),
                    UNPROCESSABLE,
                    "SUBSCRIPTION_LIMIT_REACHED",
                    "ICCID 8944474600000200019 can have at most 15 active subscriptions.");
            assertThat(orders.when(new TopUpEsim(order(15), requestAt(end, JOHN, plan("MONTH")), ICCID)))
                    .hasSize(2);
        }
    }

    @Nested
    class ABulkActivation {

        @Test
        void givesBlankEsimsToTheCustomerWithTheirDataPlans() {
            assertThat(orders.when(bulk(1, plan("MONTH", OTHER_BLANK, BLANK), plan("EVER", BLANK))))
                    .containsExactly(
                            new EsimCustomerRegistered(idOf(JOHN), TENANT, JOHN),
                            new ProfileAssigned(BLANK, TENANT, idOf(JOHN), order(1)),
                            new SubscriptionAdded(BLANK, order(1), month(1, 2)),
                            new SubscriptionAdded(BLANK, order(1), ever(1, 3)),
                            new ProfileAssigned(OTHER_BLANK, TENANT, idOf(JOHN), order(1)),
                            new SubscriptionAdded(OTHER_BLANK, order(1), month(1, 1)),
                            new BulkActivationOrdered(
                                    order(1),
                                    details(
                                            JOHN,
                                            item(1, OTHER_BLANK, month(1, 1)),
                                            item(2, BLANK, month(1, 2), ever(1, 3)))));
        }

        @Test
        void takesEsimsThatTheCustomerHas() {
            assertThat(orders.givenReady(JOHN, ICCID).when(bulk(1, plan("MONTH", ICCID))))
                    .containsExactly(
                            new SubscriptionAdded(ICCID, order(1), month(1, 1)),
                            new BulkActivationOrdered(order(1), details(JOHN, item(1, ICCID, month(1, 1)))));
        }

        @Test
        void isRefusedAsAWholeIfAnEsimIsAnotherCustomers() {
            orders.givenReady(JANE, ICCID);
            orders.whenRefused(
                    bulk(1, plan("MONTH", BLANK, ICCID), plan("EVER", BLANK)),
                    UNPROCESSABLE,
                    "EMAIL_AND_ICCID_DO_NOT_MATCH",
                    "Email and ICCID 8944474600000200019 do not match each other.");
        }

        @ParameterizedTest
        @ValueSource(strings = {"8944474600000101837", "1"})
        void isInvalidAsAWholeIfAnEsimIsNotTheTenants(String iccid) {
            orders.givenReady(JANE, ICCID);
            assertThat(orders.whenInvalid(bulk(1, plan("MONTH", BLANK, ICCID), plan("EVER", BLANK, new Iccid(iccid)))))
                    .containsExactly(new FieldError(
                            "input.subscriptions[1].iccid",
                            ErrorLiteral.NOT_ON_LIST,
                            "input.subscriptions[1].iccid names an eSIM that the tenant does not have."));
        }

        @Test
        void isRefusedAsAWholeIfAProductIsNotInTheTenantsCatalog() {
            orders.whenRefused(
                    bulk(1, plan("MONTH", BLANK), plan("GLOBAL", BLANK)),
                    UNPROCESSABLE,
                    "PRODUCT_NOT_FOUND",
                    "Product GLOBAL was not found.");
        }

        @Test
        void isRefusedAsAWholeIfAnEsimHasTooManyDataPlans() {
            RequestedSubscription[] sixteen =
                    Collections.nCopies(16, plan("MONTH", OTHER_BLANK)).toArray(RequestedSubscription[]::new);
            sixteen[0] = plan("MONTH", BLANK, OTHER_BLANK);
            orders.whenRefused(
                    bulk(1, sixteen),
                    UNPROCESSABLE,
                    "SUBSCRIPTION_LIMIT_REACHED",
                    "ICCID 8944474600000101829 can have at most 15 active subscriptions.");
        }
    }

    @Nested
    class Fulfilment {

        @Test
        void asksTheSmdpForAProfileOfTheProductsType() {
            orders.given(newEsim(1));
            assertThat(orders.when(new ContinueFulfilment(order(1)))).containsExactly(new FulfilmentStarted(order(1)));
            assertThat(orders.send(new ContinueFulfilment(order(1))))
                    .isEqualTo(new FulfilmentStep.Allocate(1, "DATA", null, EID));
            assertThat(orders.newEvents()).isEmpty();
        }

        @Test
        void givesTheReservedProfileToTheCustomerOnce() {
            orders.given(newEsim(1)).given(new ContinueFulfilment(order(1)));
            assertThat(orders.when(new RecordAllocation(order(1), 1, ICCID)))
                    .containsExactly(
                            new ProfileAssigned(ICCID, TENANT, idOf(JOHN), order(1)),
                            new SubscriptionAdded(ICCID, order(1), month(1, 1)),
                            new ItemAllocated(order(1), 1, ICCID));
            assertThat(orders.when(new RecordAllocation(order(1), 1, ICCID))).isEmpty();
            assertThat(orders.when(new RecordAllocation(order(1), 1, OTHER_ICCID)))
                    .isEmpty();
            assertThat(orders.send(new ContinueFulfilment(order(1))))
                    .isEqualTo(new FulfilmentStep.Confirm(1, ICCID, EID));
        }

        @Test
        void endsWithTheLastItemAndChangesNothingAfterwards() {
            orders.given(newEsim(1))
                    .given(new ContinueFulfilment(order(1)))
                    .given(new RecordAllocation(order(1), 1, ICCID));
            var fulfilment = new RecordFulfilment(order(1), 1, "M-1", SMDP);
            assertThat(orders.when(fulfilment))
                    .containsExactly(
                            new ProfileReleased(ICCID, order(1), "M-1", SMDP),
                            new ItemFulfilled(order(1), 1, ICCID, "M-1", SMDP),
                            new EsimOrderCompleted(order(1)));
            assertThat(orders.when(fulfilment)).isEmpty();
            assertThat(orders.when(new RecordItemFailure(order(1), 1, "No."))).isEmpty();
            assertThat(orders.when(new RecordAllocation(order(1), 1, ICCID))).isEmpty();
            assertThat(orders.send(new ContinueFulfilment(order(1)))).isEqualTo(new FulfilmentStep.Ended());
        }

        @Test
        void failsTheOrderIfNoProfileIsReserved() {
            orders.given(newEsim(1)).given(new ContinueFulfilment(order(1)));
            assertThat(orders.when(new RecordItemFailure(order(1), 1, "None left.")))
                    .containsExactly(
                            new ItemFailed(order(1), 1, "None left."), new EsimOrderFailed(order(1), "None left."));
        }

        @Test
        void takesAReservedProfileBackIfItIsNotReleased() {
            orders.given(newEsim(1))
                    .given(new ContinueFulfilment(order(1)))
                    .given(new RecordAllocation(order(1), 1, ICCID));
            assertThat(orders.when(new RecordItemFailure(order(1), 1, "No.")))
                    .containsExactly(
                            new SubscriptionWithdrawn(ICCID, order(1), order(1) + "-1"),
                            new ProfileCanceled(ICCID, order(1)),
                            new ItemFailed(order(1), 1, "No."),
                            new EsimOrderFailed(order(1), "No."));
            orders.whenRefused(
                    topUp(2, ICCID),
                    UNPROCESSABLE,
                    "EMAIL_AND_ICCID_DO_NOT_MATCH",
                    "Email and ICCID 8944474600000200019 do not match each other.");
        }

        @Test
        void waitsIfTheSmdpReservesAProfileThatAnotherOrderIsAboutToGiveBack() {
            orders.given(newEsim(1))
                    .given(new ContinueFulfilment(order(1)))
                    .given(new RecordAllocation(order(1), 1, ICCID))
                    .given(newEsim(2))
                    .given(new ContinueFulfilment(order(2)));
            var reservedForTheSecond = new RecordAllocation(order(2), 1, ICCID);
            assertThatThrownBy(() -> orders.send(reservedForTheSecond)).isInstanceOf(PartnerUnavailableException.class);

            orders.given(new RecordItemFailure(order(1), 1, "No."));
            assertThat(orders.when(reservedForTheSecond)).contains(new ItemAllocated(order(2), 1, ICCID));
        }

        @Test
        void failsIfTheSmdpReservesAProfileThatIsInUse() {
            orders.givenReady(JANE, ICCID).given(newEsim(1)).given(new ContinueFulfilment(order(1)));
            assertThat(orders.when(new RecordAllocation(order(1), 1, ICCID)))
                    .containsExactly(
                            new ItemFailed(order(1), 1, "The SM-DP+ has reserved a profile that is in use."),
                            new EsimOrderFailed(order(1), "The SM-DP+ has reserved a profile that is in use."));
        }

        @Test
        void takesAProfileThatWasGivenBack() {
            orders.given(newEsim(1))
                    .given(new ContinueFulfilment(order(1)))
                    .given(new RecordAllocation(order(1), 1, ICCID))
                    .given(new RecordItemFailure(order(1), 1, "No."))
                    .given(new OrderNewEsim(order(2), request(JANE, plan("MONTH"))))
                    .given(new ContinueFulfilment(order(2)));
            assertThat(orders.when(new RecordAllocation(order(2), 1, ICCID)))
                    .containsExactly(
                            new ProfileAssigned(ICCID, TENANT, idOf(JANE), order(2)),
                            new SubscriptionAdded(ICCID, order(2), month(2, 1)),
                            new ItemAllocated(order(2), 1, ICCID));
        }

        @Test
        void goesThroughABulkActivationItemByItemAndSaysHowManyFailed() {
            orders.given(bulk(1, plan("MONTH", BLANK, OTHER_BLANK)));
            assertThat(orders.send(new ContinueFulfilment(order(1))))
                    .isEqualTo(new FulfilmentStep.Allocate(1, null, BLANK, EID));
            orders.given(new RecordAllocation(order(1), 1, BLANK))
                    .given(new RecordFulfilment(order(1), 1, "M-1", SMDP));
            assertThat(orders.send(new ContinueFulfilment(order(1))))
                    .isEqualTo(new FulfilmentStep.Allocate(2, null, OTHER_BLANK, EID));
            assertThat(orders.when(new RecordItemFailure(order(1), 2, "No.")))
                    .containsExactly(
                            new SubscriptionWithdrawn(OTHER_BLANK, order(1), order(1) + "-2"),
                            new ProfileCanceled(OTHER_BLANK, order(1)),
                            new ItemFailed(order(1), 2, "No."),
                            new EsimOrderFailed(order(1), "1 of 2 eSIMs could not be made ready."));
        }

        @Test
        void failsIfTheSmdpReservesAnotherProfileThanTheOneAskedFor() {
            orders.given(bulk(1, plan("MONTH", BLANK))).given(new ContinueFulfilment(order(1)));
            assertThat(orders.when(new RecordAllocation(order(1), 1, OTHER_BLANK)))
                    .contains(new ItemFailed(order(1), 1, "The SM-DP+ has reserved a profile that is in use."));
        }

        @Test
        void waitsForTheOrderThatMakesTheSameEsimReady() {
            orders.given(bulk(1, plan("MONTH", BLANK)))
                    .given(bulk(2, plan("MONTH", BLANK, OTHER_BLANK)))
                    .given(new ContinueFulfilment(order(1)));

            assertThat(orders.send(new ContinueFulfilment(order(2))))
                    .as("first what can be done")
                    .isEqualTo(new FulfilmentStep.Allocate(2, null, OTHER_BLANK, EID));
            orders.given(new RecordAllocation(order(2), 2, OTHER_BLANK))
                    .given(new RecordFulfilment(order(2), 2, "M-2", SMDP));
            assertThat(orders.send(new ContinueFulfilment(order(2))))
                    .isEqualTo(new FulfilmentStep.Wait(List.of(BLANK)));

            orders.given(new RecordAllocation(order(1), 1, BLANK))
                    .given(new RecordFulfilment(order(1), 1, "M-1", SMDP));
            assertThat(orders.when(new ContinueFulfilment(order(2))))
                    .containsExactly(
                            new ItemFulfilled(order(2), 1, BLANK, null, SMDP), new EsimOrderCompleted(order(2)));
        }

        @Test
        void makesAnEsimReadyInPlaceOfAnOrderThatFailed() {
            orders.given(bulk(1, plan("MONTH", BLANK)))
                    .given(bulk(2, plan("MONTH", BLANK)))
                    .given(new ContinueFulfilment(order(1)))
                    .given(new RecordItemFailure(order(1), 1, "No."));

            assertThat(orders.when(new ContinueFulfilment(order(2))))
                    .containsExactly(
                            new FulfilmentStarted(order(2)), new ProfileAssigned(BLANK, TENANT, idOf(JOHN), order(2)));
            assertThat(orders.send(new ContinueFulfilment(order(2))))
                    .isEqualTo(new FulfilmentStep.Allocate(1, null, BLANK, EID));
        }

        @Test
        void failsIfTheEsimHasBecomeAnotherCustomersMeanwhile() {
            orders.given(bulk(1, plan("MONTH", BLANK)))
                    .given(bulk(2, plan("MONTH", BLANK)))
                    .given(new ContinueFulfilment(order(1)))
                    .given(new RecordItemFailure(order(1), 1, "No."))
                    .given(new ActivateEsims(order(3), request(JANE, plan("MONTH", BLANK))));

            assertThat(orders.when(new ContinueFulfilment(order(2))))
                    .containsExactly(
                            new FulfilmentStarted(order(2)),
                            new SubscriptionWithdrawn(BLANK, order(2), order(2) + "-1"),
                            new ItemFailed(order(2), 1, "The eSIM has become another customer's."),
                            new EsimOrderFailed(order(2), "The eSIM has become another customer's."));
        }
    }

    @Nested
    class TheWayToTheDevice {

        private static final DownloadProgress INSTALLED =
                new DownloadProgress(4, "Executed-Success", NOW, EID, null, null, null);

        @Test
        void isNotedStepByStepAndEachStepOnce() {
            orders.givenReady(JOHN, ICCID);
            assertThat(orders.when(new RecordDownloadProgress(ICCID, INSTALLED)))
                    .containsExactly(new ProfileDownloadProgressed(ICCID, INSTALLED));
            assertThat(orders.when(new RecordDownloadProgress(ICCID, INSTALLED)))
                    .isEmpty();
        }

        @Test
        void isNotNotedOfAProfileThatWeDoNotHave() {
            assertThatExceptionOfType(AggregateNotFoundException.class)
                    .isThrownBy(() -> orders.send(new RecordDownloadProgress(ICCID, INSTALLED)));
        }
    }
}
