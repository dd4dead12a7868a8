package io.docket.salesleads.command;

import io.docket.platform.automation.TaskQueue;
import io.docket.platform.partner.PartnerUnavailableException;
import io.docket.salesleads.command.CommunicationOperator.CoOrderEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads the communication operator's list of order events, and tells who wants to know which orders have changed.
 *
 * <p>One process reads at a time. What was told is noted behind it: after a crash, or if a listener fails, it is told
 * again.
 */
@Component
class FollowCoOrders implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FollowCoOrders.class);

    private static final String THE_LIST = "order-events";

    private final CommunicationOperator operator;
    private final ObjectProvider<CoOrderListener> listeners;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration interval;
    private final TaskQueue queue;

    FollowCoOrders(
            CommunicationOperator operator,
            ObjectProvider<CoOrderListener> listeners,
            JdbcClient jdbc,
            DataSource dataSource,
            Clock clock,
            CoProperties properties) {
        this.operator = operator;
        this.listeners = listeners;
        this.jdbc = jdbc;
        this.clock = clock;
        interval = properties.orderEventsEvery();
        queue = new TaskQueue("follow_co_orders", dataSource, clock, 1, failures -> interval, this::follow);
    }

    private Optional<Instant> follow(String list) {
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

    @Override
    public void start() {
        queue.start();
        queue.add(THE_LIST, clock.instant());
    }

    @Override
    public void stop() {
        queue.stop();
    }

    @Override
    public boolean isRunning() {
        return queue.isRunning();
    }
}
