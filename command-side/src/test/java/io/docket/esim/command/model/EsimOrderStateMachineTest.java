package io.docket.esim.command.model;

import static io.docket.esim.command.model.EsimOrders.BLANK;
import static io.docket.esim.command.model.EsimOrders.JOHN;
import static io.docket.esim.command.model.EsimOrders.OTHER_BLANK;
import static io.docket.esim.command.model.EsimOrders.order;
import static io.docket.esim.command.model.EsimOrders.plan;
import static io.docket.esim.command.model.EsimOrders.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.esim.api.EsimOrderStatus;
import io.docket.esim.api.Iccid;
import io.docket.esim.api.event.order.BulkActivationOrdered;
import io.docket.esim.api.event.order.EsimOrderCompleted;
import io.docket.esim.api.event.order.EsimOrderEvent;
import io.docket.esim.api.event.order.EsimOrderFailed;
import io.docket.esim.api.event.order.FulfilmentStarted;
import io.docket.esim.api.event.order.ItemAllocated;
import io.docket.esim.api.event.order.ItemFailed;
import io.docket.esim.api.event.order.ItemFulfilled;
import io.docket.esim.api.event.order.NewEsimOrdered;
import io.docket.esim.api.event.profile.ProfileAssigned;
import io.docket.esim.api.event.profile.ProfileCanceled;
import io.docket.esim.api.event.profile.ProfileReleased;
import io.docket.esim.api.event.profile.SubscriptionAdded;
import io.docket.esim.api.event.profile.SubscriptionWithdrawn;
import io.docket.esim.command.ActivateEsims;
import io.docket.esim.command.ContinueFulfilment;
import io.docket.esim.command.EsimOrderCommand;
import io.docket.esim.command.OrderNewEsim;
import io.docket.esim.command.RecordAllocation;
import io.docket.esim.command.RecordFulfilment;
import io.docket.esim.command.RecordItemFailure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** No sequence of words from the SM-DP+ leads an order astray. The state is derived from the events alone, by a model. */
class EsimOrderStateMachineTest {

    private static final Iccid NEW = new Iccid("8944474600000200019");

    @Property(tries = 100, seed = "42")
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void noSequenceOfCommandsLeadsAnOrderAstray(
            @ForAll("placings") EsimOrderCommand placing, @ForAll("sequences") List<EsimOrderCommand> sequence) {
        var orders = new EsimOrders();
        orders.send(placing);
        var model = new Model();
        orders.newEvents().forEach(model::take);
        for (EsimOrderCommand command : sequence) {
            boolean wasOpen = model.status.isOpen();
            orders.send(command);
            List<Object> events = orders.newEvents();
            if (!wasOpen) {
                assertThat(events).as("events of %s after the end", command).isEmpty();
            }
            events.forEach(model::take);
        }
        model.check();
        Statistics.label("status").collect(model.status);
        Statistics.label("status").coverage(coverage -> {
            for (EsimOrderStatus status : EsimOrderStatus.values()) {
                coverage.check(status).percentage(percentage -> percentage > 1);
            }
        });
    }

    @Provide
    Arbitrary<EsimOrderCommand> placings() {
        return Arbitraries.of(
                new OrderNewEsim(order(1), request(JOHN, plan("MONTH"))),
                new ActivateEsims(order(1), request(JOHN, plan("MONTH", BLANK))),
                new ActivateEsims(order(1), request(JOHN, plan("MONTH", BLANK, OTHER_BLANK), plan("EVER", BLANK))));
    }

    @Provide
    Arbitrary<List<EsimOrderCommand>> sequences() {
        Arbitrary<Integer> items = Arbitraries.integers().between(1, 3);
        Arbitrary<Iccid> iccids = Arbitraries.of(NEW, BLANK, OTHER_BLANK);
        Arbitrary<EsimOrderCommand> continuing = Arbitraries.just(new ContinueFulfilment(order(1)));
        Arbitrary<EsimOrderCommand> allocating =
                Combinators.combine(items, iccids).as((item, iccid) -> new RecordAllocation(order(1), item, iccid));
        Arbitrary<EsimOrderCommand> fulfilling =
                items.map(item -> new RecordFulfilment(order(1), item, "M-" + item, "smdp.example"));
        Arbitrary<EsimOrderCommand> failing = items.map(item -> new RecordItemFailure(order(1), item, "No."));
        return Arbitraries.frequencyOf(
                        Tuple.of(3, continuing), Tuple.of(4, allocating), Tuple.of(4, fulfilling), Tuple.of(1, failing))
                .list()
                .ofMaxSize(20);
    }

    /** What the events say, and nothing else. */
    private static final class Model {

        private EsimOrderStatus status = EsimOrderStatus.ACCEPTED;
        private final Set<Integer> open = new HashSet<>();
        private final Set<Integer> failed = new HashSet<>();
        private final Map<Integer, Iccid> allocated = new HashMap<>();
        private final Set<Iccid> assigned = new HashSet<>();
        private final Set<Iccid> released = new HashSet<>();
        private final Map<Iccid, Integer> subscriptions = new HashMap<>();

        void take(Object event) {
            if (event instanceof EsimOrderEvent) {
                assertThat(status.isOpen()).as("open before %s", event).isTrue();
            }
            if (event instanceof NewEsimOrdered ordered) {
                ordered.order().items().forEach(item -> open.add(item.number()));
            } else if (event instanceof BulkActivationOrdered ordered) {
                ordered.order().items().forEach(item -> open.add(item.number()));
            } else if (event instanceof FulfilmentStarted) {
                assertThat(status).isEqualTo(EsimOrderStatus.ACCEPTED);
                status = EsimOrderStatus.FULFILLING;
            } else if (event instanceof ItemAllocated item) {
                assertThat(status).isEqualTo(EsimOrderStatus.FULFILLING);
                assertThat(open).contains(item.item());
                assertThat(allocated.put(item.item(), item.iccid()))
                        .as("the first profile")
                        .isNull();
            } else if (event instanceof ItemFulfilled item) {
                assertThat(open.remove(item.item())).as("open before %s", event).isTrue();
                assertThat(allocated.get(item.item())).isEqualTo(item.iccid());
            } else if (event instanceof ItemFailed item) {
                assertThat(status).isEqualTo(EsimOrderStatus.FULFILLING);
                assertThat(open.remove(item.item())).as("open before %s", event).isTrue();
                failed.add(item.item());
            } else if (event instanceof EsimOrderCompleted) {
                assertThat(open).isEmpty();
                assertThat(failed).isEmpty();
                status = EsimOrderStatus.COMPLETED;
            } else if (event instanceof EsimOrderFailed) {
                assertThat(open).isEmpty();
                assertThat(failed).isNotEmpty();
                status = EsimOrderStatus.FAILED;
            } else if (event instanceof ProfileAssigned profile) {
                assertThat(assigned.add(profile.iccid()))
                        .as("nobody's before %s", event)
                        .isTrue();
            } else if (event instanceof ProfileCanceled profile) {
                assertThat(assigned.remove(profile.iccid()))
                        .as("somebody's before %s", event)
                        .isTrue();
                assertThat(released).doesNotContain(profile.iccid());
            } else if (event instanceof ProfileReleased profile) {
                assertThat(released.add(profile.iccid()))
                        .as("not ready before %s", event)
                        .isTrue();
            } else if (event instanceof SubscriptionAdded added) {
                subscriptions.merge(added.iccid(), 1, Integer::sum);
            } else if (event instanceof SubscriptionWithdrawn withdrawn) {
                subscriptions.merge(withdrawn.iccid(), -1, Integer::sum);
            }
        }

        /** In the end each eSIM is somebody's that has data plans, and the other way round. */
        void check() {
            subscriptions.values().removeIf(count -> count == 0);
            assertThat(subscriptions.keySet()).isEqualTo(assigned);
            assertThat(assigned).containsAll(released);
        }
    }
}
