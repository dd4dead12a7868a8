package io.docket.esim.command.automation;

import io.docket.esim.api.EsimOrderId;
import io.docket.esim.api.Iccid;
import io.docket.esim.api.event.order.BulkActivationOrdered;
import io.docket.esim.api.event.order.NewEsimOrdered;
import io.docket.esim.api.event.order.TopUpOrdered;
import io.docket.esim.api.event.profile.ProfileCanceled;
import io.docket.esim.api.event.profile.ProfileReleased;
import io.docket.esim.command.RecordItemFailure;
import io.docket.esim.command.partner.Smdp;
import io.docket.esim.command.reference.EsimProperties;
import io.docket.platform.automation.Automation;
import io.docket.platform.automation.Backoff;
import io.docket.platform.automation.FollowUpCommands;
import io.docket.platform.automation.Task;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.automation.TaskQueues;
import io.docket.platform.correlation.Correlation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.annotation.MetaDataValue;

/**
 * Has eSIM orders fulfilled. An order becomes a task in the transaction that notes its event, so that none is lost; what the
 * task does can be broken off by a crash and begun again.
 *
 * <p>An order that waits for another one's eSIMs has no task: it gets a new one when one of them is ready, or given up.
 */
@Automation(processingGroup = FulfilEsimOrders.NAME)
class FulfilEsimOrders {

    static final String NAME = "fulfil-esim-orders";

    private final WaitingEsimOrders waiting;
    private final Smdp smdp;
    private final FollowUpCommands commands;
    private final TaskQueue<OrderToFulfil> queue;

    FulfilEsimOrders(
            WaitingEsimOrders waiting,
            Smdp smdp,
            FollowUpCommands commands,
            TaskQueues queues,
            EsimProperties properties) {
        this.waiting = waiting;
        this.smdp = smdp;
        this.commands = commands;
        var backoff = new Backoff(properties.firstRetry(), properties.lastRetry());
        queue = queues.queue(
                "fulfil_esim_order", OrderToFulfil.class, properties.concurrentOrders(), backoff::after, this::fulfil);
        queue.canBeGivenUp(this::giveUp);
    }

    private record OrderToFulfil(EsimOrderId orderId) {}

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
        queue.add(orderId.toString(), new OrderToFulfil(orderId), correlationId);
    }

    @EventHandler
    void on(ProfileReleased event, TrackingToken token) {
        wake(event.iccid(), token);
    }

    @EventHandler
    void on(ProfileCanceled event, TrackingToken token) {
        wake(event.iccid(), token);
    }

    /** By a task of another name than that in which the order began to wait, which may not have ended yet. */
    private void wake(Iccid iccid, TrackingToken token) {
        long position = token.position().orElseThrow();
        waiting.take(iccid)
                .forEach(order -> queue.add(
                        order.orderId() + "-" + position, new OrderToFulfil(order.orderId()), order.correlationId()));
    }

    private Optional<Instant> fulfil(Task<OrderToFulfil> task) {
        EsimOrderId orderId = task.data().orderId();
        var fulfilment = new EsimFulfilment(smdp, command -> commands.send(command, NAME, task.correlationId()));
        List<Iccid> awaited = fulfilment.carryOut(orderId);
        if (!awaited.isEmpty()) {
            waiting.add(orderId, awaited, task.correlationId());
            // What they wait for may have happened before that was noted.
            awaited = fulfilment.carryOut(orderId);
        }
        if (awaited.isEmpty()) {
            waiting.remove(orderId);
        }
        return Optional.empty();
    }

    private boolean giveUp(Task<OrderToFulfil> task, TaskQueue.Decision decision) {
        EsimOrderId orderId = task.data().orderId();
        var ended = new AtomicBoolean();
        var fulfilment = new EsimFulfilment(smdp, command -> {
            decision.nextStep().run();
            if (command instanceof RecordItemFailure) {
                ended.set(true);
            }
            return commands.send(command, decision.operator(), task.correlationId());
        });
        List<Iccid> awaited = fulfilment.giveUp(orderId, decision.reason());
        if (!awaited.isEmpty()) {
            waiting.add(orderId, awaited, task.correlationId());
            // As when it is fulfilled.
            awaited = fulfilment.giveUp(orderId, decision.reason());
        }
        if (awaited.isEmpty()) {
            waiting.remove(orderId);
        }
        return ended.get();
    }
}
