package io.docket.cardorders.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.CustomerFriendlyStatus;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.OrderStatus;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.api.event.workitem.AdditionalCardRequested;
import io.docket.cardorders.api.event.workitem.CardOrderRequested;
import io.docket.cardorders.api.event.workitem.OrderApproved;
import io.docket.cardorders.api.event.workitem.OrderCanceled;
import io.docket.cardorders.api.event.workitem.OrderExpired;
import io.docket.cardorders.api.event.workitem.OrderRejected;
import io.docket.cardorders.api.event.workitem.ProcessingStarted;
import io.docket.cardorders.api.event.workitem.ProcessingSucceeded;
import io.docket.cardorders.api.event.workitem.ProcessingSuspended;
import io.docket.cardorders.api.event.workitem.WorkItemEvent;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.common.api.Version;
import io.docket.platform.testing.RunningProjection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seven orders, placed a minute after each other, asked for in all ways. */
class OrderProjectionIntegrationTest extends RunningProjection {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final int ORDERS = 7;

    OrderProjectionIntegrationTest() {
        super(OrderProjection.class, OrderProjection.NAME, "order_history", "order_list");
    }

    @Override
    protected void given() {
        publish(issuance(1, "C-1"));
        publish(issuance(2, "C-2"), new OrderRejected(id(2), "Overdrawn"));
        publish(
                order(3, OrderKind.CARD_BLOCKADE, "C-1", "CARD-B"),
                new OrderApproved(id(3)),
                new ProcessingStarted(id(3)),
                new ProcessingSuspended(id(3)),
                new ProcessingSucceeded(id(3), null));
        publish(
                order(4, OrderKind.CARD_ACTIVATION, "C-3", "CARD-C"),
                new OrderApproved(id(4)),
                new ProcessingStarted(id(4)),
                new ProcessingSuspended(id(4)));
        publish(order(5, OrderKind.CARD_REPLACEMENT, "C-1", "CARD-A"), new OrderCanceled(id(5), null));
        publish(order(6, OrderKind.CARD_REPLACEMENT, "C-1", "CARD-B"), new OrderExpired(id(6)));
        publish(order(7, OrderKind.CARD_TERMINATION, "C-1", "CARD-A"), new OrderApproved(id(7)));
    }

    private static WorkItemId id(int number) {
        return new WorkItemId("WI%010d".formatted(number));
    }

    private static AdditionalCardRequested issuance(int number, String owner) {
        return new AdditionalCardRequested(
                id(number),
                new AdditionalCard("C-9", "Other", owner, "Owner", new ArrangementNumber("ARR-1"), "MasterCard"),
                null);
    }

    private static CardOrderRequested order(int number, OrderKind kind, String customer, String card) {
        return new CardOrderRequested(
                id(number), new CardOrder(kind, new CardId(card), "S-1", customer, null, null, null, null));
    }

    private void publish(WorkItemEvent... events) {
        WorkItemId id = events[0].workItemId();
        int number = Integer.parseInt(id.value().substring(2));
        application().publish("WorkItem", id.value(), 0, START.plus(Duration.ofMinutes(number)), (Object[]) events);
    }

    private Optional<OrderView> find(int number) {
        return application().find(new FindOrder(id(number)), OrderView.class);
    }

    private Page<OrderView> list(ListOrders query) {
        return application().ask(query, OrderList.class).orders();
    }

    private Page<Version<OrderView>> history(int number, Paging paging) {
        long last = find(number).orElseThrow().version();
        return application()
                .ask(new FindOrderHistory(id(number), last, paging), OrderHistory.class)
                .versions();
    }

    private static List<Integer> numbers(Page<OrderView> page) {
        return page.items().stream()
                .map(view -> Integer.valueOf(view.workItemId().value().substring(2)))
                .toList();
    }

    /** The question for all orders, with some of its conditions replaced. */
    private static final class Asking {

        private Set<OrderKind> kinds = Set.of();
        private Set<OrderStatus> statuses = Set.of();
        private @Nullable String customer;
        private @Nullable String owner;
        private @Nullable String card;
        private @Nullable Instant from;
        private @Nullable Instant before;

        Asking kinds(OrderKind... wanted) {
            kinds = Set.of(wanted);
            return this;
        }

        Asking statuses(OrderStatus... wanted) {
            statuses = Set.of(wanted);
            return this;
        }

        Asking customer(String wanted) {
            customer = wanted;
            return this;
        }

        Asking owner(String wanted) {
            owner = wanted;
            return this;
        }

        Asking card(String wanted) {
            card = wanted;
            return this;
        }

        Asking from(int minute) {
            from = START.plus(Duration.ofMinutes(minute));
            return this;
        }

        Asking before(int minute) {
            before = START.plus(Duration.ofMinutes(minute));
            return this;
        }

        ListOrders query(Paging paging) {
            return new ListOrders(kinds, statuses, customer, owner, card, from, before, paging, false);
        }
    }

    private List<Integer> found(Asking asking) {
        return numbers(list(asking.query(by("id", true))));
    }

    @Override
    protected Object everything() {
        return List.of(
                list(new Asking().query(by("id", true))),
                IntStream.rangeClosed(1, ORDERS)
                        .mapToObj(number -> history(number, by("version-num", true)))
                        .toList());
    }

    @Nested
    class OneOrder {

        @Test
        void isFoundAsItStands() {
            assertThat(find(3)).hasValueSatisfying(view -> {
                assertThat(view.version()).isEqualTo(4);
                assertThat(view.kind()).isEqualTo(OrderKind.CARD_BLOCKADE);
                assertThat(view.status()).isEqualTo(OrderStatus.EXTERNAL_PROCESSING_SUCCEDED);
                assertThat(view.customerFriendlyStatus()).isEqualTo(CustomerFriendlyStatus.COMPLETE);
                assertThat(view.createdAt()).isEqualTo(START.plus(Duration.ofMinutes(3)));
                assertThat(view.order())
                        .isEqualTo(order(3, OrderKind.CARD_BLOCKADE, "C-1", "CARD-B")
                                .order());
            });
            assertThat(find(4)).hasValueSatisfying(view -> {
                assertThat(view.status()).isEqualTo(OrderStatus.EXTERNAL_PROCESSING_IN_PROGRESS);
                assertThat(view.customerFriendlyStatus()).isEqualTo(CustomerFriendlyStatus.SUSPENDED);
            });
            assertThat(find(2)).hasValueSatisfying(view -> {
                assertThat(view.additionalCard()).isEqualTo(issuance(2, "C-2").additionalCard());
                assertThat(view.rejectionReason()).isEqualTo("Overdrawn");
            });
        }

        @Test
        void thatDoesNotExistIsNotFound() {
            assertThat(find(99)).isEmpty();
        }
    }

    @Nested
    class TheList {

        @Test
        void holdsAllOrdersOnce() {
            assertThat(found(new Asking())).containsExactly(1, 2, 3, 4, 5, 6, 7);
        }

        @Test
        void isFilteredByKind() {
            assertThat(found(new Asking().kinds(OrderKind.CARD_REPLACEMENT))).containsExactly(5, 6);
            assertThat(found(new Asking().kinds(OrderKind.ADDITIONAL_CARD_ISSUANCE, OrderKind.CARD_BLOCKADE)))
                    .containsExactly(1, 2, 3);
            assertThat(found(new Asking().kinds(OrderKind.CARD_DEBLOCKADE))).isEmpty();
        }

        @Test
        void isFilteredByStatus() {
            assertThat(found(new Asking().statuses(OrderStatus.PROPOSED))).containsExactly(1);
            assertThat(found(new Asking().statuses(OrderStatus.REJECTED, OrderStatus.CANCELED, OrderStatus.EXPIRED)))
                    .containsExactly(2, 5, 6);
            assertThat(found(new Asking().statuses(OrderStatus.APPROVED))).containsExactly(7);
        }

        @Test
        void isFilteredByCustomerWhoOwnsTheArrangementOrTheCardOrIsToHaveOne() {
            assertThat(found(new Asking().customer("C-1"))).containsExactly(1, 3, 5, 6, 7);
            assertThat(found(new Asking().customer("C-2"))).containsExactly(2);
            assertThat(found(new Asking().customer("C-9"))).containsExactly(1, 2);
            assertThat(found(new Asking().customer("C-9").owner("C-1"))).containsExactly(1);
            assertThat(found(new Asking().customer("C-9").owner("C-9"))).isEmpty();
            assertThat(found(new Asking().owner("C-2"))).containsExactly(2);
            assertThat(found(new Asking().customer("c-1"))).isEmpty();
        }

        @Test
        void isFilteredByCard() {
            assertThat(found(new Asking().card("CARD-A"))).containsExactly(5, 7);
            assertThat(found(new Asking().card("CARD"))).isEmpty();
        }

        @Test
        void isFilteredByTheTimeOfCreationFromInclusiveToExclusive() {
            assertThat(found(new Asking().from(3))).containsExactly(3, 4, 5, 6, 7);
            assertThat(found(new Asking().before(3))).containsExactly(1, 2);
            assertThat(found(new Asking().from(3).before(5))).containsExactly(3, 4);
        }

        @Test
        void isFilteredByAllConditionsTogether() {
            assertThat(found(new Asking()
                            .kinds(OrderKind.CARD_REPLACEMENT, OrderKind.CARD_BLOCKADE)
                            .statuses(OrderStatus.EXPIRED, OrderStatus.PROPOSED)
                            .customer("C-1")
                            .card("CARD-B")
                            .from(1)
                            .before(7)))
                    .containsExactly(6);
        }

        @ParameterizedTest
        @CsvSource({
            "creation-date, 1234567, 7654321",
            "id,            1234567, 7654321",
            "kind,          1243756, 6573421",
            "status,        1743526, 6253471",
            "card-id,       5736412, 2146375"
        })
        void isSortedByAFieldAndThenByTheId(String field, String ascending, String descending) {
            assertThat(numbers(list(new Asking().query(by(field, true)))))
                    .map(String::valueOf)
                    .containsExactly(ascending.split("", 0));
            assertThat(numbers(list(new Asking().query(by(field, false)))))
                    .map(String::valueOf)
                    .containsExactly(descending.split("", 0));
        }
    }

    @Nested
    class TheHistory {

        @Test
        void hasAVersionForEachEvent() {
            Page<Version<OrderView>> history = history(3, by("version-num", true));

            assertThat(history.totalCount()).isEqualTo(5);
            assertThat(history.items())
                    .extracting(Version::change)
                    .containsExactly(
                            "card-order-requested",
                            "order-approved",
                            "processing-started",
                            "processing-suspended",
                            "processing-succeeded");
            assertThat(history.items())
                    .extracting(version -> version.view().status())
                    .containsExactly(
                            OrderStatus.PROPOSED,
                            OrderStatus.APPROVED,
                            OrderStatus.EXTERNAL_PROCESSING_IN_PROGRESS,
                            OrderStatus.EXTERNAL_PROCESSING_IN_PROGRESS,
                            OrderStatus.EXTERNAL_PROCESSING_SUCCEDED);
            assertThat(history.items()).extracting(Version::position).containsExactly(4L, 5L, 6L, 7L, 8L);
            assertThat(history.items().get(4).view()).isEqualTo(find(3).orElseThrow());
        }
    }
}
