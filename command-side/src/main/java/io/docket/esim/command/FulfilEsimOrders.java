package io.docket.esim.command;

import io.docket.esim.api.BulkActivationOrdered;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.NewEsimOrdered;
import io.docket.esim.api.TopUpOrdered;
import io.docket.platform.automation.Backoff;
import io.docket.platform.automation.FollowUpCommands;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.correlation.Correlation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.slf4j.MDC;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Has eSIM orders fulfilled. An order becomes a task in the transaction that notes its event, so that none is lost; what the
 * task does can be broken off by a crash and begun again.
 */
@Component
@ProcessingGroup("fulfil-esim-orders")
@DisallowReplay
class FulfilEsimOrders implements SmartLifecycle {

    private static final String ACTOR = "fulfil-esim-orders";

    /** How soon to look again at an order that waits for another one. */
    private static final Duration TURN = Duration.ofSeconds(1);

    private final EsimFulfilments fulfilments;
    private final Smdp smdp;
    private final FollowUpCommands commands;
    private final Clock clock;
    private final TaskQueue queue;

    FulfilEsimOrders(
            EsimFulfilments fulfilments,
            Smdp smdp,
            FollowUpCommands commands,
            DataSource dataSource,
            Clock clock,
            EsimProperties properties) {
        this.fulfilments = fulfilments;
        this.smdp = smdp;
        this.commands = commands;
        this.clock = clock;
        this.queue = new TaskQueue(
                "fulfil_esim_order",
                dataSource,
                clock,
                properties.concurrentOrders(),
                new Backoff(properties.firstRetry(), properties.lastRetry())::after,
                this::fulfil);
    }

    @EventHandler
    void on(NewEsimOrdered event, @MetaDataValue(Correlation.ID) String correlationId) {
        add(event.orderId(), correlationId);
    }

    @EventHandler
    void on(TopUpOrdered event, @MetaDataValue(Correlation.ID) String correlationId) {
        add(event.orderId(), correlationId);
    }

    @EventHandler
    void on(BulkActivationOrdered event, @MetaDataValue(Correlation.ID) String correlationId) {
        add(event.orderId(), correlationId);
    }

    private void add(EsimOrderId orderId, String correlationId) {
        fulfilments.add(orderId, correlationId);
        queue.add(orderId.toString(), clock.instant());
    }

    private Optional<Instant> fulfil(String instance) {
        var orderId = new EsimOrderId(UUID.fromString(instance));
        String correlationId = fulfilments.correlationId(orderId).orElse(null);
        if (correlationId == null) {
            return Optional.empty();
        }
        MDC.put(Correlation.ID, correlationId);
        var fulfilment = new EsimFulfilment(smdp, command -> commands.send(command, ACTOR, correlationId));
        if (!fulfilment.carryOut(orderId)) {
            return Optional.of(clock.instant().plus(TURN));
        }
        fulfilments.remove(orderId);
        return Optional.empty();
    }

    @Override
    public void start() {
        queue.start();
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
