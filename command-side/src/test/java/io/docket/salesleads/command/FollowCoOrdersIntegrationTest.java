package io.docket.salesleads.command;

import static io.docket.platform.testing.TestDatabase.PATIENCE;
import static io.docket.salesleads.command.FirstAttempt.FIRST_ATTEMPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import io.docket.salesleads.api.LeadId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;

@ParameterizedClass
@EnumSource(Database.class)
class FollowCoOrdersIntegrationTest {

    private static final CoProperties PROPERTIES = new CoProperties(
            CoProperties.Adapter.SIMULATED,
            CoBehaviour.NORMAL,
            new CoProperties.Http(null, null, null, Duration.ofSeconds(1), Duration.ofSeconds(1)),
            Duration.ofMillis(20));

    private final TestDatabase database;
    private final SimulatedCommunicationOperator operator;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    private @Nullable FollowCoOrders running;

    FollowCoOrdersIntegrationTest(Database kind) {
        database = TestDatabase.create(kind);
        operator = new SimulatedCommunicationOperator(
                database.jdbc(), new JdbcTransactionManager(database.dataSource()), Clock.systemUTC(), PROPERTIES);
    }

    @AfterEach
    void stop() {
        stopFollowing();
        database.close();
    }

    @Test
    void whatHasChangedIsToldAndAfterARestartWhatIsNew() {
        place("LEAD-1");
        follow();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly("CO0000000001"));

        awaitNoted("2");
        stopFollowing();
        place("LEAD-2");
        follow();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly("CO0000000001", "CO0000000002"));
    }

    @Test
    void anOutageIsOutlived() {
        operator.behave(new CoBehaviour(Duration.ZERO, Duration.ZERO, false, null, null, true, 0, 0));
        follow();
        await().atMost(PATIENCE).until(() -> attempts() > 0);

        operator.behave(CoBehaviour.NORMAL);
        place("LEAD-1");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly("CO0000000001"));
    }

    @Test
    void whatAListenerFailedOverIsToldAgain() {
        failures.set(2);
        place("LEAD-1");

        follow();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly("CO0000000001"));
        assertThat(failures).hasValue(0);
    }

    private void place(String lead) {
        operator.place(new LeadId(lead), new CoOrderRequest("ACCESS-1", "BB", Instant.EPOCH), FIRST_ATTEMPT);
    }

    private void follow() {
        var beans = new DefaultListableBeanFactory();
        beans.registerSingleton("listener", (CoOrderListener) coOrderId -> {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("The listener is to fail");
            }
            heard.add(coOrderId);
        });
        running = new FollowCoOrders(
                operator,
                beans.getBeanProvider(CoOrderListener.class),
                database.jdbc(),
                database.dataSource(),
                Clock.systemUTC(),
                PROPERTIES);
        running.start();
    }

    private void stopFollowing() {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    private void awaitNoted(String event) {
        await().atMost(PATIENCE).until(() -> database.jdbc()
                .sql("select count(*) from co_order_event_read where event = ?")
                .param(event)
                .query(Integer.class)
                .single()
                .equals(1));
    }

    private int attempts() {
        return database.jdbc()
                .sql("select count(*) from follow_co_orders where last_success is not null")
                .query(Integer.class)
                .single();
    }
}
