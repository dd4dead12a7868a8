package io.docket.cardorders.command.automation;

import static java.util.Objects.requireNonNull;

import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.api.event.workitem.AdditionalCardRequested;
import io.docket.cardorders.api.event.workitem.CardOrderRequested;
import io.docket.cardorders.api.event.workitem.OrderApproved;
import io.docket.cardorders.api.event.workitem.OrderCanceled;
import io.docket.cardorders.api.event.workitem.OrderExpired;
import io.docket.cardorders.api.event.workitem.OrderRejected;
import io.docket.cardorders.command.Processing;
import io.docket.cardorders.command.RecordCompletion;
import io.docket.cardorders.command.RecordRefusal;
import io.docket.cardorders.command.StartProcessing;
import io.docket.cardorders.command.partner.CardSystem;
import io.docket.cardorders.command.reference.OrderProperties;
import io.docket.platform.automation.Automation;
import io.docket.platform.automation.FollowUpCommands;
import io.docket.platform.automation.Task;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.correlation.Correlation;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.annotation.MetaDataValue;

/**
 * Carries approved orders to the card management system, and its outcomes back.
 *
 * <p>Exactly once in effect: the order becomes a task in the transaction that notes its event, or that ends the turn of
 * the one before it; the task calls the system with the work item's id, under which the system does its work once; the
 * outcome comes back as a command that changes nothing when it comes again.
 */
@Automation(processingGroup = SendApprovedOrdersToCardSystem.NAME)
class SendApprovedOrdersToCardSystem {

    static final String NAME = "send-approved-orders-to-card-system";

    private final CardLanes lanes;
    private final CardSystem cardSystem;
    private final FollowUpCommands commands;

    SendApprovedOrdersToCardSystem(
            CardLanes lanes, CardSystem cardSystem, FollowUpCommands commands, OrderProperties properties) {
        this.lanes = lanes;
        this.cardSystem = cardSystem;
        this.commands = commands;
        lanes.serve(CardLaneRows.Kind.ORDER, "send_to_card_system", properties.concurrentCalls(), this::carryOut)
                .canBeGivenUp(this::giveUp);
    }

    @EventHandler
    void on(AdditionalCardRequested event, @MetaDataValue(Correlation.ID) String correlationId) {
        lanes.enter(
                event.workItemId(), event.additionalCard().arrangementNumber().toString(), correlationId);
    }

    @EventHandler
    void on(CardOrderRequested event, @MetaDataValue(Correlation.ID) String correlationId) {
        lanes.enter(event.workItemId(), event.order().cardId().toString(), correlationId);
    }

    @EventHandler
    void on(OrderApproved event, TrackingToken token) {
        lanes.approve(event.workItemId(), token.position().orElseThrow());
    }

    @EventHandler
    void on(OrderCanceled event) {
        lanes.leave(event.workItemId());
    }

    @EventHandler
    void on(OrderRejected event) {
        lanes.leave(event.workItemId());
    }

    @EventHandler
    void on(OrderExpired event) {
        lanes.leave(event.workItemId());
    }

    private Optional<Instant> carryOut(Task<CardLanes.Turn> task) {
        CardLanes.Turn turn = task.data();
        lanes.inTurn(turn, () -> {
            carryOut(turn.workItemId(), task.correlationId());
            return false;
        });
        return Optional.empty();
    }

    private void carryOut(WorkItemId workItemId, String correlationId) {
        Processing processing = commands.send(new StartProcessing(workItemId), NAME, correlationId);
        if (processing.additionalCard() == null && processing.order() == null) {
            return;
        }
        CardSystem.Outcome outcome = processing.additionalCard() != null
                ? cardSystem.issue(workItemId, processing.additionalCard())
                : cardSystem.process(workItemId, requireNonNull(processing.order()));
        commands.<Object>send(recording(workItemId, outcome), NAME, correlationId);
    }

    /** As if the card management system had refused it. What it does all the same is news to the card. */
    private boolean giveUp(Task<CardLanes.Turn> task, TaskQueue.Decision decision) {
        CardLanes.Turn turn = task.data();
        var ended = new AtomicBoolean();
        lanes.inTurn(turn, () -> {
            Processing processing =
                    commands.send(new StartProcessing(turn.workItemId()), decision.operator(), task.correlationId());
            if (processing.additionalCard() != null || processing.order() != null) {
                decision.nextStep().run();
                commands.<Object>send(
                        new RecordRefusal(turn.workItemId(), decision.reason()),
                        decision.operator(),
                        task.correlationId());
                ended.set(true);
            }
            return false;
        });
        return ended.get();
    }

    private static Object recording(WorkItemId workItemId, CardSystem.Outcome outcome) {
        return outcome instanceof CardSystem.Outcome.Refused refused
                ? new RecordRefusal(workItemId, refused.reason())
                : new RecordCompletion(workItemId, ((CardSystem.Outcome.Done) outcome).newCard());
    }
}
