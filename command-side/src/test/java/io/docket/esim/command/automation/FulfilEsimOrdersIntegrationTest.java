package io.docket.esim.command.automation;

import static io.docket.esim.command.model.EsimOrders.BLANK;
import static io.docket.esim.command.model.EsimOrders.JOHN;
import static io.docket.esim.command.model.EsimOrders.OTHER_BLANK;
import static io.docket.esim.command.model.EsimOrders.order;
import static io.docket.esim.command.model.EsimOrders.plan;
import static io.docket.esim.command.model.EsimOrders.request;
import static io.docket.platform.testing.TestDatabase.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.Iccid;
import io.docket.esim.api.event.order.BulkActivationOrdered;
import io.docket.esim.api.event.profile.ProfileCanceled;
import io.docket.esim.api.event.profile.ProfileReleased;
import io.docket.esim.command.ActivateEsims;
import io.docket.esim.command.ContinueFulfilment;
import io.docket.esim.command.FulfilmentStep;
import io.docket.esim.command.RecordAllocation;
import io.docket.esim.command.RecordFulfilment;
import io.docket.esim.command.RecordItemFailure;
import io.docket.esim.command.model.EsimOrders;
import io.docket.esim.command.partner.FunctionCallId;
import io.docket.esim.command.partner.Smdp;
import io.docket.esim.command.reference.EsimProperties;
import io.docket.platform.automation.FollowUpCommands;
import io.docket.platform.automation.QueuedTasks;
import io.docket.platform.automation.TaskQueues;
import io.docket.platform.eventstore.EventTypes;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ByteArrayResource;

/** Order 1 is made ready by hand here; order 2 waits for its eSIMs. */
@ParameterizedClass
@EnumSource(Database.class)
class FulfilEsimOrdersIntegrationTest {

    private final EsimOrders orders = new EsimOrders();
    private final TestDatabase database;
    private final TaskQueues queues;

    private @Nullable Runnable beforeItIsNoted;

    FulfilEsimOrdersIntegrationTest(Database kind) {
        database = TestDatabase.create(kind);
        queues = new TaskQueues(
                database.dataSource(), Clock.systemUTC(), StoredJson.of(EventTypes.scan("io.docket.esim")));
        orders.given(new ActivateEsims(order(1), request(JOHN, plan("MONTH", BLANK), plan("MONTH", OTHER_BLANK))))
                .given(new ContinueFulfilment(order(1)))
                .given(new ActivateEsims(order(2), request(JOHN, plan("MONTH", BLANK), plan("MONTH", OTHER_BLANK))));
    }

    @AfterEach
    void close() {
        queues.stop();
        database.close();
    }

    private FulfilEsimOrders start() {
        FulfilEsimOrders automation = ordered();
        queues.start();
        return automation;
    }

    private FulfilEsimOrders ordered() {
        var waiting = new WaitingEsimOrders(database.jdbc()) {
            @Override
            void add(EsimOrderId orderId, List<Iccid> iccids, String correlationId) {
                if (beforeItIsNoted != null) {
                    beforeItIsNoted.run();
                }
                super.add(orderId, iccids, correlationId);
            }
        };
        var automation = new FulfilEsimOrders(
                waiting,
                new TellingSmdp(),
                new FollowUpCommands(orders.gateway()),
                queues,
                new EsimProperties(new ByteArrayResource(new byte[0]), 2, Duration.ofHours(1), Duration.ofHours(1)));
        automation.on(new BulkActivationOrdered(order(2), EsimOrders.details(JOHN)), "c-2");
        return automation;
    }

    private void release(int item, Iccid iccid) {
        orders.given(new RecordAllocation(order(1), item, iccid))
                .given(new RecordFulfilment(order(1), item, "M-" + item, "smdp.example"));
    }

    private List<String> waiting() {
        return database.jdbc()
                .sql("select iccid from esim_order_waiting where correlation_id = 'c-2' order by iccid")
                .query(String.class)
                .list();
    }

    private void awaitIdle(String... awaited) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(waiting()).containsExactly(awaited);
            assertThat(database.jdbc()
                            .sql("select count(*) from task")
                            .query(Integer.class)
                            .single())
                    .as("tasks")
                    .isZero();
        });
    }

    private void assertEnded() {
        assertThat(orders.send(new ContinueFulfilment(order(2)))).isEqualTo(new FulfilmentStep.Ended());
    }

    @Test
    void anOrderThatWaitsHasNoTaskUntilOneOfItsEsimsIsReady() {
        FulfilEsimOrders automation = start();
        awaitIdle(BLANK.value(), OTHER_BLANK.value());

        release(1, BLANK);
        automation.on(new ProfileReleased(BLANK, order(1), "M-1", "smdp.example"), new GlobalSequenceTrackingToken(7));
        awaitIdle(OTHER_BLANK.value());

        release(2, OTHER_BLANK);
        automation.on(
                new ProfileReleased(OTHER_BLANK, order(1), "M-2", "smdp.example"), new GlobalSequenceTrackingToken(9));
        awaitIdle();
        assertEnded();
    }

    @Test
    void anOrderTakesOverWhatAnotherOneGivesUp() {
        FulfilEsimOrders automation = start();
        awaitIdle(BLANK.value(), OTHER_BLANK.value());

        release(1, BLANK);
        orders.given(new RecordItemFailure(order(1), 2, "No."));
        automation.on(new ProfileCanceled(OTHER_BLANK, order(1)), new GlobalSequenceTrackingToken(7));

        awaitIdle();
        assertEnded();
    }

    @Test
    void nothingIsMissedThatHappensBeforeItIsNotedThatAnOrderWaits() {
        beforeItIsNoted = () -> {
            release(1, BLANK);
            release(2, OTHER_BLANK);
        };
        start();

        awaitIdle();
        assertEnded();
    }

    @Test
    void norBeforeItIsNotedThatAnOrderWaitsThatIsGivenUp() {
        beforeItIsNoted = () -> {
            release(1, BLANK);
            release(2, OTHER_BLANK);
        };
        ordered();
        assertThat(new QueuedTasks(queues, database.jdbc(), Clock.systemUTC())
                        .giveUp("fulfil_esim_order", order(2).toString(), "Enough.", "operator"))
                .isEqualTo(QueuedTasks.GivenUp.NOTHING_TO_END);
        assertThat(waiting()).isEmpty();

        queues.start();
        awaitIdle();
        assertEnded();
    }

    /** Does all that it is asked for. */
    private static final class TellingSmdp implements Smdp {

        @Override
        public Iccid downloadOrder(FunctionCallId call, ProfileRequest request) {
            return request.iccid() == null ? BLANK : request.iccid();
        }

        @Override
        public Confirmation confirmOrder(FunctionCallId call, Iccid iccid, @Nullable String eid, String matchingId) {
            return new Confirmation(matchingId, "smdp.example");
        }

        @Override
        public void cancelOrder(FunctionCallId call, Iccid iccid, @Nullable String eid, @Nullable String matchingId) {}
    }
}
