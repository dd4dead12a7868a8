package io.docket.cardorders.command.automation;

import static io.docket.platform.testing.TestDatabase.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.command.SuspendProcessing;
import io.docket.cardorders.command.partner.LostCard;
import io.docket.cardorders.command.reference.OrderProperties;
import io.docket.platform.automation.FollowUpCommands;
import io.docket.platform.automation.Task;
import io.docket.platform.automation.TaskQueues;
import io.docket.platform.eventstore.EventTypes;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.partner.PartnerUnavailableException;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.support.JdbcTransactionManager;

@ParameterizedClass
@EnumSource(Database.class)
class CardLanesIntegrationTest {

    private static final CardId CARD = new CardId("CARD-1");
    private static final String LANE = CARD.toString();
    private static final WorkItemId A = new WorkItemId("WI0000000001");
    private static final WorkItemId B = new WorkItemId("WI0000000002");
    private static final WorkItemId C = new WorkItemId("WI0000000003");
    private static final WorkItemId LOST = new WorkItemId("WI0000000009");
    private static final LostCard LOST_CARD = new LostCard(LOST, CARD, "S-1", "OWNER", "card-losses", 1);
    private static final Duration NOT_IN_THIS_TEST = Duration.ofHours(1);

    /** Even where the database rounds times up. */
    private static final Duration TOLD_AT_ONCE = Duration.ofMillis(-1);

    private final TestDatabase database;
    private final TaskQueues queues;
    private final CardLanes lanes;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<WorkItemId> told = new CopyOnWriteArrayList<>();
    private final Map<WorkItemId, CountDownLatch> held = new ConcurrentHashMap<>();
    private final Set<WorkItemId> failing = ConcurrentHashMap.newKeySet();

    /** For how many more suspensions the card is at risk, and when it is to be suspended again. */
    private final AtomicInteger atRisk = new AtomicInteger();

    private volatile Duration again = Duration.ZERO;

    CardLanesIntegrationTest(Database kind) {
        database = TestDatabase.create(kind);
        queues = new TaskQueues(
                database.dataSource(), Clock.systemUTC(), StoredJson.of(EventTypes.scan("io.docket.cardorders")));
        var bus = SimpleCommandBus.builder().build();
        bus.subscribe(SuspendProcessing.class.getName(), command -> {
            assertThat(command.getMetaData()).containsEntry("correlation-id", "c-1");
            return told.add(((SuspendProcessing) command.getPayload()).workItemId());
        });
        var nothing = new ByteArrayResource(new byte[0]);
        lanes = new CardLanes(
                new CardLaneRows(database.jdbc()),
                new JdbcTransactionManager(database.dataSource()),
                queues,
                new FollowUpCommands(
                        DefaultCommandGateway.builder().commandBus(bus).build()),
                new OrderProperties(
                        Set.of(),
                        Duration.ofDays(30),
                        2,
                        NOT_IN_THIS_TEST,
                        NOT_IN_THIS_TEST,
                        TOLD_AT_ONCE,
                        nothing,
                        nothing,
                        nothing),
                Clock.systemUTC());
        lanes.serve(CardLaneRows.Kind.ORDER, "send_to_card_system", 2, this::carryOut);
        lanes.serve(CardLaneRows.Kind.SUSPENSION, "suspend_lost_card", 2, this::suspend);
    }

    @AfterEach
    void stop() {
        held.values().forEach(CountDownLatch::countDown);
        queues.stop();
        database.close();
    }

    private Optional<Instant> carryOut(Task<CardLanes.Turn> task) {
        assertThat(task.correlationId()).isEqualTo("c-1");
        lanes.inTurn(task.data(), () -> {
            call(task.data().workItemId(), task.data().workItemId().value());
            return false;
        });
        return Optional.empty();
    }

    private Optional<Instant> suspend(Task<CardLanes.Turn> task) {
        boolean isAtRisk = lanes.inTurn(task.data(), () -> {
            LostCard card = lanes.lostCard(LOST).orElseThrow();
            call(LOST, "suspension " + card.suspension());
            return atRisk.getAndDecrement() > 0;
        });
        return isAtRisk ? Optional.of(Instant.now().plus(again)) : Optional.empty();
    }

    private void call(WorkItemId workItemId, String name) {
        calls.add(name);
        CountDownLatch end = held.get(workItemId);
        if (end != null) {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (failing.contains(workItemId)) {
            throw new PartnerUnavailableException("The card system is to be down");
        }
    }

    private void approve(WorkItemId... orders) {
        for (int i = 0; i < orders.length; i++) {
            lanes.enter(orders[i], LANE, "c-1");
        }
        for (int i = 0; i < orders.length; i++) {
            lanes.approve(orders[i], i);
        }
    }

    private void hold(WorkItemId workItemId) {
        held.put(workItemId, new CountDownLatch(1));
    }

    private void release(WorkItemId workItemId) {
        held.remove(workItemId).countDown();
    }

    private void awaitCalls(String... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(calls).containsExactly(expected));
    }

    private void awaitNothingLeft() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(rows("task_instance", "task")).isEmpty();
            assertThat(rows("work_item_id", "card_system_order")).isEmpty();
            assertThat(rows("work_item_id", "card_suspension")).isEmpty();
            assertThat(rows("lane", "card_lane")).isEmpty();
        });
    }

    private List<String> rows(String column, String table) {
        return database.jdbc()
                .sql("select " + column + " from " + table + " order by 1")
                .query(String.class)
                .list();
    }

    @Test
    void ordersKeepTheOrderOfTheirApproval() {
        queues.start();
        approve(B, A, C);

        awaitCalls(B.value(), A.value(), C.value());
        awaitNothingLeft();
    }

    @Test
    void anOrderThatWaitsHasNoTaskUntilItsTurnComes() {
        hold(A);
        queues.start();
        approve(A, B, C);
        awaitCalls(A.value());

        assertThat(rows("task_instance", "task")).hasSize(1).allMatch(task -> task.startsWith(A + "-"));

        release(A);
        awaitCalls(A.value(), B.value(), C.value());
        awaitNothingLeft();
    }

    @Test
    void anOrderThatHasEndedLetsTheNextOnePass() {
        approve(A, B);
        lanes.leave(A);
        queues.start();

        awaitCalls(B.value());
        awaitNothingLeft();
    }

    @Test
    void anOrderThatEndsDuringItsCallLetsNobodyIntoIt() {
        hold(A);
        queues.start();
        approve(A, B);
        awaitCalls(A.value());

        lanes.leave(A);
        assertThat(rows("task_instance", "task")).hasSize(1);

        release(A);
        awaitCalls(A.value(), B.value());
        awaitNothingLeft();
    }

    @Test
    void aSuspensionWaitsForTheCallUnderWayAndGoesBeforeAllOthers() {
        hold(A);
        queues.start();
        approve(A, B);
        awaitCalls(A.value());

        lanes.suspend(LOST_CARD, "c-1");
        assertThat(rows("task_instance", "task")).hasSize(1);

        release(A);
        awaitCalls(A.value(), "suspension 1", B.value());
        awaitNothingLeft();
    }

    @Test
    void aSuspensionDoesNotWaitForAnOrderThatIsTriedAgainLater() {
        failing.add(A);
        queues.start();
        approve(A);
        awaitCalls(A.value());
        await().atMost(PATIENCE)
                .until(() -> rows("calling", "card_lane").equals(List.of("f"))
                        || rows("calling", "card_lane").equals(List.of("FALSE")));

        failing.clear();
        lanes.suspend(LOST_CARD, "c-1");

        awaitCalls(A.value(), "suspension 1", A.value());
    }

    @Test
    void anOutageHoldsUpAllOrdersOfALaneAndTheirCustomersAreToldOnce() {
        failing.add(A);
        queues.start();
        approve(A, B);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).containsExactlyInAnyOrder(A, B));

        failing.clear();
        hold(B);
        lanes.suspend(LOST_CARD, "c-1");
        awaitCalls(A.value(), "suspension 1", A.value(), B.value());
        assertThat(database.jdbc()
                        .sql("select count(*) from card_system_order where suspended or failing_since is not null")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(told).hasSize(2);
    }

    @Test
    void aSuspensionThatTheSystemDoesNotAnswerHoldsUpTheOrdersBehindIt() {
        hold(A);
        failing.add(LOST);
        queues.start();
        approve(A, B);
        awaitCalls(A.value());
        lanes.suspend(LOST_CARD, "c-1");
        release(A);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).containsExactly(B));
    }

    @Test
    void aCardAtRiskIsSuspendedAgainInTurn() {
        atRisk.set(2);
        queues.start();
        lanes.suspend(LOST_CARD, "c-1");

        awaitCalls("suspension 1", "suspension 2", "suspension 3");
        awaitNothingLeft();
    }

    @Test
    void aCardAtRiskIsSuspendedAtOnceWhenThatIsAskedForAndHoldsUpNoOrderMeanwhile() {
        atRisk.set(1);
        again = NOT_IN_THIS_TEST;
        queues.start();
        lanes.suspend(LOST_CARD, "c-1");
        approve(A);
        awaitCalls("suspension 1", A.value());

        lanes.suspendAgain(CARD);

        awaitCalls("suspension 1", A.value(), "suspension 2");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows("lane", "card_lane")).isEmpty());
        assertThat(rows("task_instance", "task"))
                .as("the time that was set before")
                .hasSize(1);
        database.jdbc().sql("update task set execution_time = last_success").update();
        awaitNothingLeft();
        assertThat(calls).hasSize(3);
    }

    @Test
    void aProcessThatWasThoughtDeadDoesNotEndTheTurnOfAnother() {
        hold(A);
        queues.start();
        approve(A, B, C);
        awaitCalls(A.value());
        CountDownLatch frozen = held.remove(A);
        hold(B);

        takeTheTaskAway();
        awaitCalls(A.value(), A.value(), B.value());
        frozen.countDown();
        lanes.suspend(LOST_CARD, "c-1");
        lanes.leave(A);

        assertThat(rows("task_instance", "task"))
                .filteredOn(task -> !task.startsWith(A.value()))
                .hasSize(1);
        release(B);
        awaitCalls(A.value(), A.value(), B.value(), "suspension 1", C.value());
        awaitNothingLeft();
    }

    /** As a process does that takes another one for dead. */
    private void takeTheTaskAway() {
        database.jdbc()
                .sql("update task set picked = false, picked_by = null, last_heartbeat = null, version = version + 1")
                .update();
    }
}
