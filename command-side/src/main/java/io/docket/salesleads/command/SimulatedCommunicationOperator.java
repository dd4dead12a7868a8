package io.docket.salesleads.command;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.salesleads.api.LeadId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stands for a communication operator: keeps its orders, delivers them, and can be told to misbehave.
 *
 * <p>What it keeps lies in the database, so that it answers the same after a restart and to every process. It works in
 * transactions of its own, as a system elsewhere would: what it has done stays done if its caller fails. It takes one call
 * after the other. Orders move on with the clock, whenever it is called. Three accesses give trouble of their own, as
 * {@code docs/how-to/connect-a-co.md} tells.
 */
@Component
@ConditionalOnProperty(name = "docket.co.adapter", havingValue = "simulated", matchIfMissing = true)
final class SimulatedCommunicationOperator implements CommunicationOperator {

    /** An access where an order takes {@link #SLOW} at least. */
    static final String SLOW_ACCESS = "co-slow";

    /** An access where every order is refused. */
    static final String REFUSING_ACCESS = "co-refuses";

    /** An access where every order fails. */
    static final String FAILING_ACCESS = "co-fails";

    static final Duration SLOW = Duration.ofSeconds(30);

    private static final String REFUSAL = "The access takes no orders";
    private static final String FAILURE = "The access cannot be connected";

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedCommunicationOperator.class);

    private static final int MAX_EVENTS = 1000;

    private final JdbcClient jdbc;
    private final TransactionTemplate ownTransaction;
    private final Clock clock;

    /** Behaves as configured from now on; where nothing is configured, as it was last told to. */
    SimulatedCommunicationOperator(
            JdbcClient jdbc, PlatformTransactionManager transactionManager, Clock clock, CoProperties properties) {
        this.jdbc = jdbc;
        this.clock = clock;
        ownTransaction = new TransactionTemplate(transactionManager);
        ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        if (!properties.simulated().equals(CoBehaviour.NORMAL)) {
            behave(properties.simulated());
        }
    }

    /** Knows a repeated order by its reference. */
    @Override
    public CoOrder place(LeadId reference, CoOrderRequest request, Placing placing) {
        return answer(true, behaviour -> {
            if (isPlacedAgain(reference)) {
                return order(reference);
            }
            keep(reference, request, behaviour);
            moveOn();
            return order(reference);
        });
    }

    @Override
    public CoOrder find(String coOrderId) {
        return answer(true, behaviour -> jdbc.sql("select * from simulated_co_order where co_order_id = ?")
                        .param(coOrderId)
                        .query((row, number) -> simulatedOrder(row).order())
                        .optional())
                .orElseThrow(() -> new CoUnavailableException("The simulated CO knows no order " + coOrderId));
    }

    @Override
    public List<CoOrderEvent> eventsAfter(@Nullable String event) {
        return answer(false, behaviour -> jdbc.sql(
                        "select event_number, co_order_id from simulated_co_order_event where event_number > :event "
                                + "order by event_number limit :limit")
                .param("event", event == null ? 0 : Long.parseLong(event))
                .param("limit", MAX_EVENTS)
                .query((row, number) -> new CoOrderEvent(row.getString("event_number"), row.getString("co_order_id")))
                .list());
    }

    /** Behaves so from now on, in all processes. Orders that were held are done at once if new ones are not held. */
    void behave(CoBehaviour behaviour) {
        inOwnTransaction(() -> {
            lock();
            jdbc.sql("""
                            update simulated_co_behaviour
                               set delay_millis = :delay, delivery_millis = :deliveryTime, held = :held,
                                   refusal = :refusal, failure = :failure, down = :down, fail_next = :failNext,
                                   answer_lost_next = :answerLostNext""")
                    .param("delay", behaviour.delay().toMillis())
                    .param("deliveryTime", behaviour.deliveryTime().toMillis())
                    .param("held", behaviour.held())
                    .param("refusal", behaviour.refusal())
                    .param("failure", behaviour.failure())
                    .param("down", behaviour.down())
                    .param("failNext", behaviour.failNext())
                    .param("answerLostNext", behaviour.answerLostNext())
                    .update();
            return behaviour.held() ? 0 : release();
        });
        LOG.info("The simulated CO was told how to behave: {}", behaviour);
    }

    /** How it behaves now; calls that were to fail and have failed are no longer counted. */
    CoBehaviour behaviour() {
        return inOwnTransaction(() -> readBehaviour(""));
    }

    /** What was ordered, in that order, and how it stands now. */
    Page<SimulatedCoOrder> orders(Paging paging) {
        return inOwnTransaction(() -> {
            lock();
            moveOn();
            long total = jdbc.sql("select count(*) from simulated_co_order")
                    .query(Long.class)
                    .single();
            List<SimulatedCoOrder> orders = jdbc.sql("select * from simulated_co_order order by order_number "
                            + (paging.ascending() ? "asc" : "desc") + " limit :size offset :offset")
                    .param("size", paging.size())
                    .param("offset", paging.offset())
                    .query((row, number) -> simulatedOrder(row))
                    .list();
            return Page.of(orders, total, paging);
        });
    }

    /** A call; the reading of order events does not use up the calls that are to fail, since it comes all the time. */
    private <T> T answer(boolean counted, Function<CoBehaviour, T> work) {
        try {
            pause(behaviour().delay());
            Answer<T> answer = inOwnTransaction(() -> {
                CoBehaviour behaviour = lock();
                moveOn();
                if (behaviour.down() || (counted && countsDown("fail_next"))) {
                    return new Answer<>(null, "The simulated CO is down");
                }
                T result = work.apply(behaviour);
                return counted && countsDown("answer_lost_next")
                        ? new Answer<>(null, "The answer of the simulated CO was lost")
                        : new Answer<>(result, null);
            });
            return answer.orThrow();
        } catch (DataAccessException | TransactionException e) {
            throw new CoUnavailableException("The simulated CO cannot reach its orders", e);
        }
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CoUnavailableException("The wait for the simulated CO was interrupted", e);
        }
    }

    /** Lets other calls wait for the end of the transaction. */
    private CoBehaviour lock() {
        return readBehaviour(" for update");
    }

    private CoBehaviour readBehaviour(String locking) {
        return jdbc.sql("select * from simulated_co_behaviour" + locking)
                .query((row, number) -> new CoBehaviour(
                        Duration.ofMillis(row.getLong("delay_millis")),
                        Duration.ofMillis(row.getLong("delivery_millis")),
                        row.getBoolean("held"),
                        row.getString("refusal"),
                        row.getString("failure"),
                        row.getBoolean("down"),
                        row.getInt("fail_next"),
                        row.getInt("answer_lost_next")))
                .single();
    }

    private boolean countsDown(String counter) {
        return jdbc.sql("update simulated_co_behaviour set " + counter + " = " + counter + " - 1 where " + counter
                                + " > 0")
                        .update()
                == 1;
    }

    private boolean isPlacedAgain(LeadId reference) {
        return jdbc.sql("update simulated_co_order set asked = asked + 1 where reference = ?")
                        .param(reference.value())
                        .update()
                == 1;
    }

    private CoOrder order(LeadId reference) {
        return jdbc.sql("select * from simulated_co_order where reference = ?")
                .param(reference.value())
                .query((row, number) -> simulatedOrder(row).order())
                .single();
    }

    private void keep(LeadId reference, CoOrderRequest request, CoBehaviour behaviour) {
        Instant now = now();
        String refusal = firstOf(behaviour.refusal(), request, REFUSING_ACCESS, REFUSAL);
        String failure = firstOf(behaviour.failure(), request, FAILING_ACCESS, FAILURE);
        long number = jdbc.sql("select nextval('simulated_co_order_number')")
                .query(Long.class)
                .single();
        boolean moves = refusal == null && !behaviour.held();
        Duration deliveryTime = deliveryTime(request, behaviour);
        Instant begin = request.requestedDateTime().isAfter(now) ? request.requestedDateTime() : now;
        jdbc.sql("""
                        insert into simulated_co_order
                            (reference, order_number, co_order_id, access_id, service, requested_at, state, reason,
                             failure, moves_on_at, done_at, asked, placed_at)
                        values (:reference, :number, :coOrderId, :accessId, :service, :requestedAt, :state, :reason,
                                :failure, :movesOnAt, :doneAt, 1, :now)""")
                .param("reference", reference.value())
                .param("number", number)
                .param("coOrderId", refusal == null ? "CO%010d".formatted(number) : null)
                .param("accessId", request.accessId())
                .param("service", request.service())
                .param("requestedAt", stored(request.requestedDateTime()))
                .param("state", (refusal == null ? State.RECEIVED : State.REFUSED).name())
                .param("reason", refusal)
                .param("failure", failure)
                .param("movesOnAt", moves ? stored(begin.plus(deliveryTime.dividedBy(3))) : null)
                .param("doneAt", stored(begin.plus(deliveryTime)))
                .param("now", stored(now))
                .update();
    }

    private static @Nullable String firstOf(
            @Nullable String told, CoOrderRequest request, String access, String reasonThere) {
        return told == null && request.accessId().equals(access) ? reasonThere : told;
    }

    private static Duration deliveryTime(CoOrderRequest request, CoBehaviour behaviour) {
        return request.accessId().equals(SLOW_ACCESS)
                        && behaviour.deliveryTime().compareTo(SLOW) < 0
                ? SLOW
                : behaviour.deliveryTime();
    }

    private int release() {
        return jdbc.sql("""
                        update simulated_co_order set moves_on_at = :now, done_at = :now
                         where state = 'RECEIVED' and moves_on_at is null""").param("now", stored(now())).update();
    }

    /** Lets orders begin and end whose time has come. */
    private void moveOn() {
        Instant now = now();
        jdbc.sql("""
                        select * from simulated_co_order where moves_on_at <= :now
                         order by moves_on_at, order_number""")
                .param("now", stored(now))
                .query((row, number) -> new Moving(
                        row.getString("reference"),
                        row.getString("co_order_id"),
                        State.valueOf(row.getString("state")),
                        row.getString("failure"),
                        instant(row, "done_at")))
                .list()
                .forEach(order -> moveOn(order, now));
    }

    private void moveOn(Moving order, Instant now) {
        if (order.state == State.RECEIVED) {
            enter(order, State.IN_PROGRESS, null, order.doneAt);
        }
        if (!order.doneAt.isAfter(now)) {
            enter(order, order.failure == null ? State.DONE_SUCCESS : State.DONE_FAILED, order.failure, null);
        }
    }

    private void enter(Moving order, State state, @Nullable String reason, @Nullable Instant movesOnAt) {
        jdbc.sql("""
                        update simulated_co_order set state = :state, reason = :reason, moves_on_at = :movesOnAt
                         where reference = :reference""")
                .param("state", state.name())
                .param("reason", reason)
                .param("movesOnAt", movesOnAt == null ? null : stored(movesOnAt))
                .param("reference", order.reference)
                .update();
        jdbc.sql("insert into simulated_co_order_event (event_number, co_order_id, state) "
                        + "values (nextval('simulated_co_order_event_number'), :coOrderId, :state)")
                .param("coOrderId", order.coOrderId)
                .param("state", state.name())
                .update();
    }

    /** As exact as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static SimulatedCoOrder simulatedOrder(ResultSet row) throws SQLException {
        return new SimulatedCoOrder(
                row.getLong("order_number"),
                new LeadId(row.getString("reference")),
                new CoOrder(
                        row.getString("co_order_id"), State.valueOf(row.getString("state")), row.getString("reason")),
                new CoOrderRequest(row.getString("access_id"), row.getString("service"), instant(row, "requested_at")),
                row.getInt("asked"),
                instant(row, "placed_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime stored(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private <T> T inOwnTransaction(Supplier<T> work) {
        return Objects.requireNonNull(ownTransaction.execute(transaction -> work.get()));
    }

    private record Answer<T>(@Nullable T result, @Nullable String trouble) {

        T orThrow() {
            if (result == null) {
                throw new CoUnavailableException(Objects.requireNonNull(trouble));
            }
            return result;
        }
    }

    private record Moving(
            String reference,
            String coOrderId,
            State state,
            @Nullable String failure,
            Instant doneAt) {}
}
