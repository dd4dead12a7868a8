package io.docket.salesleads.command;

import static io.docket.salesleads.command.FirstAttempt.FIRST_ATTEMPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.MutableClock;
import io.docket.platform.testing.TestDatabase;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.command.CommunicationOperator.CoOrder;
import io.docket.salesleads.command.CommunicationOperator.CoOrderEvent;
import io.docket.salesleads.command.CommunicationOperator.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ParameterizedClass
@EnumSource(Database.class)
class SimulatedCommunicationOperatorIntegrationTest {

    private static final Paging ALL = new Paging(1, 200, "number", true);

    private static final LeadId FIRST = new LeadId("d02925f0-083b-4f64-993b-365accfbb1ac");
    private static final LeadId SECOND = new LeadId("35738e19-ab53-4dff-9f9b-ecb3a064a7d5");
    private static final LeadId THIRD = new LeadId("THIRD");

    private static final Map<Database, TestDatabase> DATABASES = new EnumMap<>(Database.class);

    private final MutableClock clock = new MutableClock();
    private final Instant start = clock.instant();
    private final TestDatabase database;
    private final SimulatedCommunicationOperator operator;

    SimulatedCommunicationOperatorIntegrationTest(Database kind) {
        database = DATABASES.computeIfAbsent(kind, TestDatabase::create);
        operator = process(CoBehaviour.NORMAL);
    }

    @AfterEach
    void forget() {
        operator.behave(CoBehaviour.NORMAL);
        for (String table : List.of("simulated_co_order", "simulated_co_order_event")) {
            database.jdbc().sql("delete from " + table).update();
            database.jdbc()
                    .sql("alter sequence " + table + "_number restart with 1")
                    .update();
        }
    }

    @AfterAll
    static void stop() {
        DATABASES.values().forEach(TestDatabase::close);
        DATABASES.clear();
    }

    @Nested
    class Delivery {

        @Test
        void isDoneAtOnceByDefault() {
            CoOrder delivered = new CoOrder("CO0000000001", State.DONE_SUCCESS, null);

            assertThat(operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT)).isEqualTo(delivered);
            assertThat(operator.find("CO0000000001")).isEqualTo(delivered);
        }

        @Test
        void takesItsTimeIfToldTo() {
            operator.behave(delivering(Duration.ofSeconds(30)));

            assertFollows(at("ACCESS-1"), Duration.ofSeconds(10), Duration.ofSeconds(20), State.DONE_SUCCESS, null);
        }

        @Test
        void takesItsTimeAtTheSlowAccess() {
            assertFollows(at("co-slow"), Duration.ofSeconds(10), Duration.ofSeconds(20), State.DONE_SUCCESS, null);
        }

        @Test
        void failsInTheEndIfToldTo() {
            operator.behave(
                    new CoBehaviour(Duration.ZERO, Duration.ofSeconds(3), false, null, "No free port", false, 0, 0));

            assertFollows(
                    at("ACCESS-1"), Duration.ofSeconds(1), Duration.ofSeconds(2), State.DONE_FAILED, "No free port");
        }

        @Test
        void failsAtTheFailingAccess() {
            assertThat(operator.place(FIRST, at("co-fails"), FIRST_ATTEMPT))
                    .isEqualTo(new CoOrder("CO0000000001", State.DONE_FAILED, "The access cannot be connected"));
        }

        @Test
        void waitsForTheRequestedTime() {
            CoOrder order =
                    operator.place(FIRST, new CoOrderRequest("ACCESS-1", "BB", start.plusSeconds(60)), FIRST_ATTEMPT);
            assertThat(order.state()).isEqualTo(State.RECEIVED);

            clock.advance(Duration.ofSeconds(60).minusMillis(1));
            assertThat(state()).isEqualTo(State.RECEIVED);
            clock.advance(Duration.ofMillis(1));
            assertThat(state()).isEqualTo(State.DONE_SUCCESS);
        }

        @Test
        void waitsUntilToldOtherwise() {
            operator.behave(new CoBehaviour(Duration.ZERO, Duration.ZERO, true, null, null, false, 0, 0));
            operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT);
            clock.advance(Duration.ofDays(1));
            assertThat(state()).isEqualTo(State.RECEIVED);

            operator.behave(CoBehaviour.NORMAL);

            assertThat(state()).isEqualTo(State.DONE_SUCCESS);
        }

        @Test
        void goesOnAcrossARestart() {
            operator.place(FIRST, at("co-slow"), FIRST_ATTEMPT);
            clock.advance(Duration.ofSeconds(30));

            assertThat(process(CoBehaviour.NORMAL).find("CO0000000001").state()).isEqualTo(State.DONE_SUCCESS);
        }

        private void assertFollows(
                CoOrderRequest request, Duration received, Duration inProgress, State end, @Nullable String reason) {
            CoOrder order = operator.place(FIRST, request, FIRST_ATTEMPT);

            assertThat(order).isEqualTo(new CoOrder("CO0000000001", State.RECEIVED, null));
            clock.advance(received.minusMillis(1));
            assertThat(state()).isEqualTo(State.RECEIVED);
            clock.advance(Duration.ofMillis(1));
            assertThat(state()).isEqualTo(State.IN_PROGRESS);
            clock.advance(inProgress.minusMillis(1));
            assertThat(state()).isEqualTo(State.IN_PROGRESS);
            clock.advance(Duration.ofMillis(1));
            assertThat(operator.find("CO0000000001")).isEqualTo(new CoOrder("CO0000000001", end, reason));
        }

        private State state() {
            return operator.find("CO0000000001").state();
        }
    }

    @Nested
    class Refusal {

        @Test
        void isForTheReasonTold() {
            operator.behave(refusing("No orders today"));

            assertThat(operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT))
                    .isEqualTo(new CoOrder(null, State.REFUSED, "No orders today"));
        }

        @Test
        void isWhatTheRefusingAccessGives() {
            assertThat(operator.place(FIRST, at("co-refuses"), FIRST_ATTEMPT))
                    .isEqualTo(new CoOrder(null, State.REFUSED, "The access takes no orders"));
        }

        @Test
        void staysARefusal() {
            operator.behave(refusing("No orders today"));
            CoOrder refused = operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT);

            operator.behave(CoBehaviour.NORMAL);

            assertThat(operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT)).isEqualTo(refused);
        }

        @ParameterizedTest
        @ValueSource(strings = {"å", "😀"})
        void mayHave255CharactersOfAnyKind(String character) {
            operator.behave(refusing(character.repeat(255)));

            assertThat(operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT).reason())
                    .isEqualTo(character.repeat(255));
        }

        private CoBehaviour refusing(String reason) {
            return new CoBehaviour(Duration.ZERO, Duration.ZERO, false, reason, null, false, 0, 0);
        }
    }

    @Nested
    class Repetition {

        @Test
        void theSameReferenceIsOneOrder() {
            operator.behave(delivering(Duration.ofSeconds(3)));
            CoOrder first = operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT);

            assertThat(operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT)).isEqualTo(first);
            assertThat(process(CoBehaviour.NORMAL).place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT))
                    .isEqualTo(first);
            assertThat(operator.orders(ALL).items())
                    .extracting(SimulatedCoOrder::reference, SimulatedCoOrder::asked)
                    .containsExactly(tuple(FIRST, 3));
        }

        @Test
        void isAnsweredWithHowTheOrderStandsNow() {
            operator.place(FIRST, at("co-slow"), FIRST_ATTEMPT);
            clock.advance(Duration.ofSeconds(30));

            assertThat(operator.place(FIRST, at("co-slow"), FIRST_ATTEMPT).state())
                    .isEqualTo(State.DONE_SUCCESS);
        }

        @Test
        void atTheSameTimeInTwoProcessesIsOneOrder() {
            var other = process(CoBehaviour.NORMAL);
            List<CoOrder> answers = new ArrayList<>();
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<CompletableFuture<CoOrder>> calls = new ArrayList<>();
                for (int i = 0; i < 32; i++) {
                    var reference = new LeadId("LEAD-" + i / 4);
                    var process = i % 2 == 0 ? operator : other;
                    calls.add(CompletableFuture.supplyAsync(
                            () -> process.place(reference, at("ACCESS-1"), FIRST_ATTEMPT), threads));
                }
                calls.forEach(call -> answers.add(call.join()));
            } finally {
                threads.shutdownNow();
            }

            assertThat(answers.stream().distinct()).hasSize(8);
            assertThat(operator.orders(ALL).items()).hasSize(8).allSatisfy(order -> assertThat(order.asked())
                    .isEqualTo(4));
        }

        @Test
        void whatWasOrderedStaysOrderedIfTheCallerRollsBack() {
            var caller = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));

            caller.executeWithoutResult(transaction -> {
                operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT);
                transaction.setRollbackOnly();
            });

            assertThat(operator.orders(ALL).totalCount()).isEqualTo(1);
        }
    }

    @Nested
    class Lists {

        @Test
        void ofOrdersAreInTheOrderOfPlacing() {
            operator.place(SECOND, at("co-slow"), FIRST_ATTEMPT);
            operator.place(FIRST, at("co-refuses"), FIRST_ATTEMPT);
            operator.place(THIRD, at("ACCESS-1"), FIRST_ATTEMPT);
            clock.advance(Duration.ofSeconds(10));

            assertThat(operator.orders(ALL).items())
                    .containsExactly(
                            new SimulatedCoOrder(
                                    1,
                                    SECOND,
                                    new CoOrder("CO0000000001", State.IN_PROGRESS, null),
                                    at("co-slow"),
                                    1,
                                    start),
                            new SimulatedCoOrder(
                                    2,
                                    FIRST,
                                    new CoOrder(null, State.REFUSED, "The access takes no orders"),
                                    at("co-refuses"),
                                    1,
                                    start),
                            new SimulatedCoOrder(
                                    3,
                                    THIRD,
                                    new CoOrder("CO0000000003", State.DONE_SUCCESS, null),
                                    at("ACCESS-1"),
                                    1,
                                    start));
        }

        @Test
        void ofOrdersComeInPages() {
            operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT);
            operator.place(SECOND, at("ACCESS-1"), FIRST_ATTEMPT);
            operator.place(THIRD, at("ACCESS-1"), FIRST_ATTEMPT);

            Page<SimulatedCoOrder> page = operator.orders(new Paging(2, 2, "number", false));

            assertThat(page.totalCount()).isEqualTo(3);
            assertThat(page.items()).extracting(SimulatedCoOrder::reference).containsExactly(FIRST);
        }

        @Test
        void ofEventsHaveEveryChangeOnceAndGoOnAfterTheLast() {
            operator.place(FIRST, at("co-slow"), FIRST_ATTEMPT);
            operator.place(SECOND, at("co-refuses"), FIRST_ATTEMPT);
            assertThat(operator.eventsAfter(null)).isEmpty();

            clock.advance(Duration.ofSeconds(10));
            assertThat(operator.eventsAfter(null)).containsExactly(new CoOrderEvent("1", "CO0000000001"));
            operator.place(THIRD, at("ACCESS-1"), FIRST_ATTEMPT);
            clock.advance(Duration.ofSeconds(20));

            assertThat(operator.eventsAfter("1"))
                    .containsExactly(
                            new CoOrderEvent("2", "CO0000000003"),
                            new CoOrderEvent("3", "CO0000000003"),
                            new CoOrderEvent("4", "CO0000000001"));
            assertThat(operator.eventsAfter("4")).isEmpty();
        }
    }

    @Nested
    class Trouble {

        @Test
        void downItDoesNothingUntilToldOtherwise() {
            operator.behave(new CoBehaviour(Duration.ZERO, Duration.ZERO, false, null, null, true, 0, 0));

            assertUnavailable(() -> operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT));
            assertUnavailable(() -> operator.find("CO0000000001"));
            assertUnavailable(() -> operator.eventsAfter(null));
            assertThat(operator.orders(ALL).items()).isEmpty();

            operator.behave(CoBehaviour.NORMAL);
            assertThat(operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT).state())
                    .isEqualTo(State.DONE_SUCCESS);
        }

        @Test
        void itIsDownForAsManyCallsAsItIsToldNotCountingTheReadingOfEvents() {
            operator.behave(new CoBehaviour(Duration.ZERO, Duration.ZERO, false, null, null, false, 2, 0));

            assertUnavailable(() -> operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT));
            assertThat(operator.eventsAfter(null)).isEmpty();
            assertThat(operator.behaviour().failNext()).isEqualTo(1);
            assertUnavailable(() -> operator.find("CO0000000001"));
            assertThat(operator.orders(ALL).items()).isEmpty();
            assertThat(operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT).state())
                    .isEqualTo(State.DONE_SUCCESS);
        }

        @Test
        void itTakesTheOrderAndFailsToAnswer() {
            operator.behave(new CoBehaviour(Duration.ZERO, Duration.ZERO, false, null, null, false, 0, 1));

            assertUnavailable(() -> operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT));
            assertThat(operator.orders(ALL).totalCount()).isEqualTo(1);
            assertThat(operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT).state())
                    .isEqualTo(State.DONE_SUCCESS);
            assertThat(operator.orders(ALL).items())
                    .extracting(SimulatedCoOrder::asked)
                    .containsExactly(2);
        }

        @Test
        void itTakesItsTimeToAnswer() {
            operator.behave(new CoBehaviour(Duration.ofMillis(150), Duration.ZERO, false, null, null, false, 0, 0));
            long began = System.nanoTime();

            operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
        }

        @Test
        void aCallThatIsInterruptedEndsAtOnceAndHasDoneNothing() {
            operator.behave(new CoBehaviour(Duration.ofMinutes(10), Duration.ZERO, false, null, null, false, 0, 0));

            Thread.currentThread().interrupt();
            assertUnavailable(() -> operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(operator.orders(ALL).items()).isEmpty();
        }

        @Test
        void itDoesNotKnowWhatItWasNotGiven() {
            assertUnavailable(() -> operator.find("CO0000000001"));
        }

        @Test
        void aDatabaseThatFailsIsAnOutage() {
            database.jdbc()
                    .sql("alter table simulated_co_order rename to elsewhere")
                    .update();
            try {
                assertUnavailable(() -> operator.place(FIRST, at("ACCESS-1"), FIRST_ATTEMPT));
            } finally {
                database.jdbc()
                        .sql("alter table elsewhere rename to simulated_co_order")
                        .update();
            }
        }

        private void assertUnavailable(Runnable call) {
            assertThatThrownBy(call::run).isInstanceOf(CoUnavailableException.class);
        }
    }

    @Nested
    class Behaviour {

        @Test
        void whatWasToldHoldsForAllProcessesAndAcrossARestart() {
            var told = new CoBehaviour(Duration.ofMillis(7), Duration.ofMillis(8), true, "No", "Never", true, 3, 4);
            var other = process(CoBehaviour.NORMAL);

            operator.behave(told);

            assertThat(other.behaviour()).isEqualTo(told);
            assertThat(process(CoBehaviour.NORMAL).behaviour()).isEqualTo(told);
        }

        @Test
        void whatIsConfiguredHoldsFromTheStart() {
            operator.behave(new CoBehaviour(Duration.ZERO, Duration.ZERO, false, "No", null, true, 0, 0));
            var configured = new CoBehaviour(Duration.ZERO, Duration.ZERO, false, null, null, false, 1, 0);

            assertThat(process(configured).behaviour()).isEqualTo(configured);
        }
    }

    private static CoBehaviour delivering(Duration deliveryTime) {
        return new CoBehaviour(Duration.ZERO, deliveryTime, false, null, null, false, 0, 0);
    }

    private CoOrderRequest at(String accessId) {
        return new CoOrderRequest(accessId, "BB-1000-100", start.minusSeconds(1));
    }

    private SimulatedCommunicationOperator process(CoBehaviour configured) {
        return new SimulatedCommunicationOperator(
                JdbcClient.create(database.dataSource()),
                new JdbcTransactionManager(database.dataSource()),
                clock,
                new CoProperties(
                        CoProperties.Adapter.SIMULATED,
                        configured,
                        new CoProperties.Http(null, null, null, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                        Duration.ofSeconds(10)));
    }
}
