package io.docket.salesleads.command.automation;

import static io.docket.platform.testing.TestDatabase.PATIENCE;
import static io.docket.salesleads.command.model.FirstAttempt.FIRST_ATTEMPT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.automation.TaskQueues;
import io.docket.platform.eventstore.EventTypes;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import io.docket.platform.testing.partner.Partners;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.command.partner.CoOrderRequest;
import io.docket.salesleads.command.partner.CoProperties;
import io.docket.salesleads.command.partner.CommunicationOperator;
import io.docket.salesleads.command.partner.CommunicationOperator.CoOrder;
import io.docket.salesleads.command.partner.SimulatedOperator;
import io.docket.simulators.Simulators;
import java.io.IOException;
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

@ParameterizedClass
@EnumSource(Database.class)
class FollowCoOrdersIntegrationTest {

    private final TestDatabase database;
    private final Simulators simulators;
    private final CoProperties properties;
    private final CommunicationOperator operator;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    private @Nullable TaskQueues running;

    FollowCoOrdersIntegrationTest(Database kind) throws IOException {
        database = TestDatabase.create(kind);
        simulators = Simulators.start(0, null, Clock.systemUTC(), null);
        properties = new CoProperties(
                simulators.address().resolve("/onapi/2.5"),
                null,
                null,
                null,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofMillis(20));
        operator = SimulatedOperator.at(properties);
    }

    @AfterEach
    void stop() {
        stopFollowing();
        simulators.close();
        database.close();
    }

    @Test
    void whatHasChangedIsToldAndAfterARestartWhatIsNew() {
        String order = place("LEAD-1");
        follow();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly(order));

        awaitNoted("2");
        stopFollowing();
        String other = place("LEAD-2");
        follow();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly(order, other));
    }

    @Test
    void anOutageIsOutlived() {
        tellTheCo("\"down\": true");
        follow();
        await().atMost(PATIENCE).until(() -> attempts() > 0);

        tellTheCo("");
        String order = place("LEAD-1");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly(order));
    }

    @Test
    void whatAListenerFailedOverIsToldAgain() {
        failures.set(2);
        String order = place("LEAD-1");

        follow();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly(order));
        assertThat(failures).hasValue(0);
    }

    private void tellTheCo(String trouble) {
        Partners.at(simulators.address()).tell("co", trouble);
    }

    private String place(String lead) {
        CoOrder order =
                operator.place(new LeadId(lead), new CoOrderRequest("ACCESS-1", "BB", Instant.EPOCH), FIRST_ATTEMPT);
        return requireNonNull(order.coOrderId());
    }

    private void follow() {
        var beans = new DefaultListableBeanFactory();
        beans.registerSingleton("listener", (CoOrderListener) coOrderId -> {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("The listener is to fail");
            }
            heard.add(coOrderId);
        });
        running = new TaskQueues(
                database.dataSource(), Clock.systemUTC(), StoredJson.of(EventTypes.scan("io.docket.salesleads")));
        var follow = new FollowCoOrders(
                operator,
                beans.getBeanProvider(CoOrderListener.class),
                database.jdbc(),
                running,
                Clock.systemUTC(),
                properties);
        running.start();
        follow.afterSingletonsInstantiated();
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
                .sql("select count(*) from task where task_name = 'follow_co_orders' and last_success is not null")
                .query(Integer.class)
                .single();
    }
}
