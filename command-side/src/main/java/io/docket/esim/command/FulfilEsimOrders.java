package io.docket.esim.command;

import io.docket.esim.api.BulkActivationOrdered;
import io.docket.esim.api.ContinueFulfilment;
import io.docket.esim.api.EsimOrderCommand;
import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.FulfilmentStep;
import io.docket.esim.api.Iccid;
import io.docket.esim.api.NewEsimOrdered;
import io.docket.esim.api.RecordAllocation;
import io.docket.esim.api.RecordFulfilment;
import io.docket.esim.api.RecordItemFailure;
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
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Has the SM-DP+ make eSIMs ready, and carries its word back.
 *
 * <p>No profile is provisioned twice: an order becomes a task in the transaction that notes its event; the order says what
 * is to be done next; every call to the SM-DP+ carries an identifier, and a matching id, made of the order and the item, so
 * that a call that is repeated after an outage or a crash is done once; and what came of it comes back as a command that
 * changes nothing when it comes again.
 */
@Component
@ProcessingGroup("fulfil-esim-orders")
class FulfilEsimOrders implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FulfilEsimOrders.class);

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
        try {
            return fulfil(orderId, correlationId);
        } finally {
            MDC.remove(Correlation.ID);
        }
    }

    private Optional<Instant> fulfil(EsimOrderId orderId, String correlationId) {
        while (true) {
            FulfilmentStep step = commands.send(new ContinueFulfilment(orderId), ACTOR, correlationId);
            if (step instanceof FulfilmentStep.Allocate allocate) {
                commands.<Object>send(allocate(orderId, allocate), ACTOR, correlationId);
            } else if (step instanceof FulfilmentStep.Confirm confirm) {
                commands.<Object>send(confirm(orderId, confirm), ACTOR, correlationId);
            } else if (step instanceof FulfilmentStep.Wait) {
                return Optional.of(clock.instant().plus(TURN));
            } else {
                fulfilments.remove(orderId);
                return Optional.empty();
            }
        }
    }

    private EsimOrderCommand allocate(EsimOrderId orderId, FulfilmentStep.Allocate step) {
        try {
            Iccid iccid = smdp.downloadOrder(
                    call(orderId, step.item(), "download"),
                    new Smdp.ProfileRequest(step.profileType(), step.iccid(), step.eid()));
            return new RecordAllocation(orderId, step.item(), iccid);
        } catch (SmdpRefusedException refused) {
            return new RecordItemFailure(orderId, step.item(), refused.getMessage());
        }
    }

    private EsimOrderCommand confirm(EsimOrderId orderId, FulfilmentStep.Confirm step) {
        String matchingId = MatchingIds.of(orderId, step.item());
        try {
            Smdp.Confirmation confirmation =
                    smdp.confirmOrder(call(orderId, step.item(), "confirm"), step.iccid(), step.eid(), matchingId);
            return new RecordFulfilment(orderId, step.item(), confirmation.matchingId(), confirmation.smdpAddress());
        } catch (SmdpRefusedException refused) {
            cancel(orderId, step);
            return new RecordItemFailure(orderId, step.item(), refused.getMessage());
        }
    }

    private void cancel(EsimOrderId orderId, FulfilmentStep.Confirm step) {
        try {
            smdp.cancelOrder(call(orderId, step.item(), "cancel"), step.iccid(), step.eid(), null);
        } catch (SmdpRefusedException refused) {
            LOG.warn(
                    "The SM-DP+ does not take the profile of item {} of order {} back: {}",
                    step.item(),
                    orderId,
                    refused.getMessage());
        }
    }

    private static FunctionCallId call(EsimOrderId orderId, int item, String function) {
        return new FunctionCallId(orderId + "-" + item + "-" + function);
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
