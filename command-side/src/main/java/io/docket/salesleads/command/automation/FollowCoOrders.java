package io.docket.salesleads.command.automation;

import io.docket.platform.automation.Task;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.automation.TaskQueues;
import io.docket.platform.partner.PartnerUnavailableException;
import io.docket.salesleads.command.partner.CoProperties;
import io.docket.salesleads.command.partner.CommunicationOperator;
import io.docket.salesleads.command.partner.CommunicationOperator.CoOrderEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads the communication operator's list of order events, and tells who wants to know which orders have changed.
 *
 * <p>One process reads at a time. What was told is noted behind it: after a crash, or if a listener fails, it is told
 * again.
 */
@Component
class FollowCoOrders implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(FollowCoOrders.class);

    private static final String NAME = "follow-co-orders";

    private final CommunicationOperator operator;
    private final ObjectProvider<CoOrderListener> listeners;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration interval;
    private final TaskQueue<TheList> queue;

    FollowCoOrders(
            CommunicationOperator operator,
            ObjectProvider<CoOrderListener> listeners,
            JdbcClient jdbc,
            TaskQueues queues,
            Clock clock,
            CoProperties properties) {
        this.operator = operator;
        this.listeners = listeners;
        this.jdbc = jdbc;
        this.clock = clock;
        interval = properties.orderEventsEvery();
        queue = queues.queue("follow_co_orders", TheList.class, 1, failures -> interval, this::follow);
    }

    /** There is one. */
    private record TheList() {}

    @Override
    public void afterSingletonsInstantiated() {
        queue.add("order-events", new TheList(), NAME);
    }

    private Optional<Instant> follow(Task<TheList> task) {
        try {
            follow();
        } catch (PartnerUnavailableException outage) {
            LOG.info("The order events of the CO cannot be read: {}", outage.getMessage());
        }
        return Optional.of(clock.instant().plus(interval));
    }

    private void follow() {
        List<CoOrderEvent> events = operator.eventsAfter(lastRead());
        events.stream()
                .flatMap(event -> Optional.ofNullable(event.coOrderId()).stream())
                .distinct()
                .forEach(coOrderId -> listeners.orderedStream().forEach(listener -> listener.changed(coOrderId)));
        if (!events.isEmpty()) {
            jdbc.sql("update co_order_event_read set event = ?")
                    .param(events.get(events.size() - 1).event())
                    .update();
        }
    }

    private @Nullable String lastRead() {
        return jdbc.sql("select event from co_order_event_read where event is not null")
                .query(String.class)
                .optional()
                .orElse(null);
    }
}
