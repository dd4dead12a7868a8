package io.docket.cardorders.command.automation;

import static java.util.Objects.requireNonNull;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.command.SuspendProcessing;
import io.docket.cardorders.command.automation.CardLaneRows.Entry;
import io.docket.cardorders.command.automation.CardLaneRows.Kind;
import io.docket.cardorders.command.automation.CardLaneRows.Lane;
import io.docket.cardorders.command.partner.LostCard;
import io.docket.cardorders.command.reference.OrderProperties;
import io.docket.platform.automation.FollowUpCommands;
import io.docket.platform.automation.Task;
import io.docket.platform.automation.TaskQueue;
import io.docket.platform.automation.TaskQueues;
import io.docket.platform.partner.PartnerUnavailableException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The lanes in which calls to the card management system go one after the other: one for each card, and one for each
 * arrangement that additional cards are asked for on. Orders keep the order of their approval. The suspension of a lost
 * card, when it is due, goes before them; but not into a call that is under way.
 *
 * <p>The first of a lane has the turn, and a task. What waits behind it costs nothing: what ends a turn gives the next its
 * task, in the same transaction. No number of a turn is given twice, so that a process that was thought dead cannot end
 * another's turn. Who changes a lane has locked its row.
 */
@Component
class CardLanes {

    private final CardLaneRows rows;
    private final TransactionTemplate transaction;
    private final TaskQueues queues;
    private final FollowUpCommands commands;
    private final OrderProperties properties;
    private final Clock clock;
    private final Map<Kind, TaskQueue<Turn>> queueOf = new EnumMap<>(Kind.class);

    CardLanes(
            CardLaneRows rows,
            PlatformTransactionManager transactions,
            TaskQueues queues,
            FollowUpCommands commands,
            OrderProperties properties,
            Clock clock) {
        this.rows = rows;
        this.transaction = new TransactionTemplate(transactions);
        this.queues = queues;
        this.commands = commands;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * That it is somebody's turn in a lane.
     *
     * @param workItemId the order; for a suspension, the one for the replacement of the card
     */
    record Turn(String lane, WorkItemId workItemId, long number) {}

    /**
     * Says who makes the calls of a kind.
     *
     * @param queue the name of the queue that it has for them
     * @param concurrency how many are made at the same time
     */
    TaskQueue<Turn> serve(Kind kind, String queue, int concurrency, Function<Task<Turn>, Optional<Instant>> work) {
        TaskQueue<Turn> served = queues.queue(queue, Turn.class, concurrency, properties::retryAfter, work);
        queueOf.put(kind, served);
        return served;
    }

    /** Notes an order, for when it is approved. */
    void enter(WorkItemId workItemId, String lane, String correlationId) {
        rows.addOrder(workItemId, lane, correlationId);
    }

    /** Puts an order at the end of its lane. */
    void approve(WorkItemId workItemId, long position) {
        rows.laneOf(workItemId).ifPresent(lane -> change(lane, () -> rows.approve(workItemId, position)));
    }

    /** Takes an order that has ended out of its lane. */
    void leave(WorkItemId workItemId) {
        rows.laneOf(workItemId).ifPresent(lane -> change(lane, () -> rows.remove(new Entry(Kind.ORDER, workItemId))));
    }

    /** Has a lost card suspended. */
    void suspend(LostCard card, String correlationId) {
        change(card.lane(), () -> rows.addSuspension(card, correlationId));
    }

    /** Has a lost card that is suspended for now suspended again at once. */
    void suspendAgain(CardId cardId) {
        String lane = cardId.toString();
        change(lane, () -> rows.due(lane));
    }

    /** The card that is to be suspended, by the order for its replacement. */
    Optional<LostCard> lostCard(WorkItemId replacement) {
        return rows.lostCard(replacement);
    }

    /**
     * Makes a call whose turn it is. If the card management system does not answer, the orders in the lane are held up;
     * their customers are told when that lasts.
     *
     * @param call answers whether it has to be made again; then the same task is to be done again later
     * @return that answer; also false if it is not its turn
     */
    boolean inTurn(Turn turn, BooleanSupplier call) {
        if (!begin(turn)) {
            return false;
        }
        boolean again;
        try {
            again = call.getAsBoolean();
        } catch (PartnerUnavailableException outage) {
            changeInTurn(turn, lane -> lane.calling(false));
            holdUp(turn.lane());
            throw outage;
        } catch (RuntimeException | Error failure) {
            changeInTurn(turn, lane -> lane.calling(false));
            throw failure;
        }
        changeInTurn(turn, lane -> end(lane, again));
        return again;
    }

    private boolean begin(Turn turn) {
        Optional<Lane> begun = changeInTurn(
                turn, lane -> lane.calling(rows.first(lane.name()).equals(Optional.ofNullable(lane.holder()))));
        if (begun.isEmpty()) {
            // Perhaps the time has come to suspend a card again. That waits for a turn, like all others.
            change(turn.lane(), () -> rows.due(turn.workItemId(), turn.number()));
        }
        return begun.filter(Lane::calling).isPresent();
    }

    private Lane end(Lane lane, boolean again) {
        Entry holder = requireNonNull(lane.holder());
        if (again) {
            rows.suspended(holder.workItemId(), lane.turn());
        } else {
            rows.remove(holder);
        }
        rows.recovered(lane.name());
        return lane.withoutTurn();
    }

    private void holdUp(String lane) {
        Instant now = clock.instant();
        rows.holdUp(lane, now);
        rows.heldUp(lane, now.minus(properties.suspendedAfter())).forEach(order -> {
            commands.<Object>send(
                    new SuspendProcessing(order.workItemId()),
                    SendApprovedOrdersToCardSystem.NAME,
                    order.correlationId());
            rows.told(order.workItemId());
        });
    }

    /** Changes what is in a lane. */
    private void change(String name, Runnable change) {
        transaction.executeWithoutResult(status -> {
            Lane lane = rows.lock(name).orElseGet(() -> rows.newLane(name));
            change.run();
            settle(lane);
        });
    }

    /** Changes a lane, if it is still that turn. */
    private Optional<Lane> changeInTurn(Turn turn, UnaryOperator<Lane> change) {
        return requireNonNull(transaction.execute(status -> rows.lock(turn.lane())
                .filter(lane -> lane.holder() != null && lane.turn() == turn.number())
                .map(lane -> settle(change.apply(lane)))));
    }

    /** Sees to it that the first of a lane has the turn, unless there is a call under way. */
    private Lane settle(Lane lane) {
        Lane settled = lane;
        if (!lane.calling()) {
            Optional<Entry> first = rows.first(lane.name());
            if (first.isEmpty()) {
                settled = lane.withoutTurn();
            } else if (!first.get().equals(lane.holder())) {
                settled = give(lane.name(), first.get());
            }
        }
        rows.keep(settled);
        return settled;
    }

    private Lane give(String lane, Entry first) {
        long turn = rows.nextTurn();
        requireNonNull(queueOf.get(first.kind()))
                .add(
                        first.workItemId() + "-" + turn,
                        new Turn(lane, first.workItemId(), turn),
                        rows.correlationId(first));
        return new Lane(lane, turn, first, false);
    }
}
