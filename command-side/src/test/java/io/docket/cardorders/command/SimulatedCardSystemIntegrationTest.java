package io.docket.cardorders.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.command.CardSystem.Outcome;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ParameterizedClass
@EnumSource(Database.class)
class SimulatedCardSystemIntegrationTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Paging ALL = new Paging(1, 200, "number", true);

    private static final WorkItemId FIRST = new WorkItemId("WI0000500001");
    private static final WorkItemId SECOND = new WorkItemId("WI0000500002");
    private static final WorkItemId THIRD = new WorkItemId("WI0000500003");

    private final TestDatabase database;
    private final SimulatedCardSystem cardSystem;

    SimulatedCardSystemIntegrationTest(Database kind) {
        database = TestDatabase.create(kind);
        cardSystem = process(database, CardSystemBehaviour.NORMAL);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Nested
    class Work {

        @Test
        void anIssuanceMakesACard() {
            assertThat(cardSystem.issue(FIRST, additionalCard()))
                    .isEqualTo(new Outcome.Done(new NewCard(new CardId("CARD-1000001"), "0001000001")));
            assertThat(statusOf("CARD-1000001")).isEqualTo("issued");
        }

        @Test
        void aReplacementMakesACardAndEndsTheOldOne() {
            assertThat(cardSystem.process(FIRST, order(OrderKind.CARD_REPLACEMENT, "CARD-0002")))
                    .isEqualTo(new Outcome.Done(new NewCard(new CardId("CARD-1000001"), "0001000001")));
            assertThat(statusOf("CARD-1000001")).isEqualTo("issued");
            assertThat(statusOf("CARD-0002")).isEqualTo("terminated");
        }

        @Test
        void theOtherKindsMoveTheCardAndMakeNone() {
            var done = new Outcome.Done(null);

            assertThat(cardSystem.process(FIRST, order(OrderKind.CARD_ACTIVATION, "CARD-0001")))
                    .isEqualTo(done);
            assertThat(statusOf("CARD-0001")).isEqualTo("active");
            assertThat(cardSystem.process(SECOND, order(OrderKind.CARD_BLOCKADE, "CARD-0001")))
                    .isEqualTo(done);
            assertThat(statusOf("CARD-0001")).isEqualTo("suspended");
            assertThat(cardSystem.process(THIRD, order(OrderKind.CARD_DEBLOCKADE, "CARD-0001")))
                    .isEqualTo(done);
            assertThat(statusOf("CARD-0001")).isEqualTo("active");
            assertThat(cardSystem.process(
                            new WorkItemId("WI0000500004"), order(OrderKind.CARD_TERMINATION, "CARD-0001")))
                    .isEqualTo(done);
            assertThat(statusOf("CARD-0001")).isEqualTo("terminated");
        }

        @Test
        void aTerminatedCardIsRefusedEverything() {
            cardSystem.process(FIRST, order(OrderKind.CARD_TERMINATION, "CARD-0001"));

            assertThat(cardSystem.process(SECOND, order(OrderKind.CARD_ACTIVATION, "CARD-0001")))
                    .isEqualTo(new Outcome.Refused("The card is terminated"));
            assertThat(statusOf("CARD-0001")).isEqualTo("terminated");
        }

        @Test
        void aLostCardIsSuspendedAndThenReplacedUnderAKeyOfItsOwnEach() {
            cardSystem.process(FIRST, order(OrderKind.CARD_ACTIVATION, "CARD-0001"));

            assertThat(cardSystem.suspend(lost(SECOND, "CARD-0001"))).isEqualTo(new Outcome.Done(null));
            assertThat(statusOf("CARD-0001")).isEqualTo("suspended");
            assertThat(cardSystem.process(SECOND, order(OrderKind.CARD_REPLACEMENT, "CARD-0001")))
                    .isEqualTo(new Outcome.Done(new NewCard(new CardId("CARD-1000001"), "0001000001")));
            assertThat(statusOf("CARD-0001")).isEqualTo("terminated");
            assertThat(processed())
                    .extracting(ProcessedCardRequest::workItemId, ProcessedCardRequest::kind)
                    .containsExactly(
                            tuple(FIRST, CardRequestKind.CARD_ACTIVATION),
                            tuple(SECOND, CardRequestKind.CARD_SUSPENSION),
                            tuple(SECOND, CardRequestKind.CARD_REPLACEMENT));
        }

        @Test
        void theSuspensionOfATerminatedCardChangesNothing() {
            cardSystem.process(FIRST, order(OrderKind.CARD_TERMINATION, "CARD-0001"));

            assertThat(cardSystem.suspend(lost(SECOND, "CARD-0001"))).isEqualTo(new Outcome.Done(null));
            assertThat(statusOf("CARD-0001")).isEqualTo("terminated");
            assertThat(askedAndEffects()).containsExactly(tuple(FIRST, 1, 1), tuple(SECOND, 1, 0));
        }

        @Test
        void whatWasProcessedIsListedInThatOrder() {
            cardSystem.process(SECOND, order(OrderKind.CARD_TERMINATION, "CARD-0001"));
            cardSystem.issue(FIRST, additionalCard());
            cardSystem.process(THIRD, order(OrderKind.CARD_BLOCKADE, "CARD-0001"));

            assertThat(processed())
                    .extracting(
                            ProcessedCardRequest::workItemId,
                            ProcessedCardRequest::kind,
                            ProcessedCardRequest::cardId,
                            ProcessedCardRequest::refusal,
                            ProcessedCardRequest::newCard,
                            ProcessedCardRequest::effects,
                            ProcessedCardRequest::processedAt)
                    .containsExactly(
                            tuple(
                                    SECOND,
                                    CardRequestKind.CARD_TERMINATION,
                                    new CardId("CARD-0001"),
                                    null,
                                    null,
                                    1,
                                    NOW),
                            tuple(
                                    FIRST,
                                    CardRequestKind.ADDITIONAL_CARD_ISSUANCE,
                                    null,
                                    null,
                                    new NewCard(new CardId("CARD-1000001"), "0001000001"),
                                    1,
                                    NOW),
                            tuple(
                                    THIRD,
                                    CardRequestKind.CARD_BLOCKADE,
                                    new CardId("CARD-0001"),
                                    "The card is terminated",
                                    null,
                                    0,
                                    NOW));
        }

        @Test
        void theListComesInPages() {
            cardSystem.issue(FIRST, additionalCard());
            cardSystem.issue(SECOND, additionalCard());
            cardSystem.issue(THIRD, additionalCard());

            Page<ProcessedCardRequest> page = cardSystem.processed(new Paging(2, 2, "number", false));

            assertThat(page.totalCount()).isEqualTo(3);
            assertThat(page.items())
                    .extracting(ProcessedCardRequest::workItemId)
                    .containsExactly(FIRST);
        }
    }

    @Nested
    class Repetition {

        @Test
        void theSameWorkItemIsDoneOnceAndAnsweredTheSame() {
            Outcome first = cardSystem.issue(FIRST, additionalCard());

            assertThat(cardSystem.issue(FIRST, additionalCard())).isEqualTo(first);
            assertThat(askedAndEffects()).containsExactly(tuple(FIRST, 2, 1));
            assertThat(cards()).isEqualTo(1);
        }

        @Test
        void aSuspensionThatComesAgainDoesNotUndoWhatCameAfterIt() {
            cardSystem.suspend(lost(FIRST, "CARD-0001"));
            cardSystem.process(SECOND, order(OrderKind.CARD_DEBLOCKADE, "CARD-0001"));

            assertThat(cardSystem.suspend(lost(FIRST, "CARD-0001"))).isEqualTo(new Outcome.Done(null));
            assertThat(statusOf("CARD-0001")).isEqualTo("active");
            assertThat(askedAndEffects()).containsExactly(tuple(FIRST, 2, 1), tuple(SECOND, 1, 1));
        }

        @Test
        void soItIsAcrossARestart() {
            Outcome first = cardSystem.process(FIRST, order(OrderKind.CARD_REPLACEMENT, "CARD-0002"));

            var restarted = process(database, CardSystemBehaviour.NORMAL);

            assertThat(restarted.process(FIRST, order(OrderKind.CARD_REPLACEMENT, "CARD-0002")))
                    .isEqualTo(first);
            assertThat(askedAndEffects()).containsExactly(tuple(FIRST, 2, 1));
        }

        @Test
        void soItIsIfTwoProcessesAskAtTheSameTime() {
            var other = process(database, CardSystemBehaviour.NORMAL);
            int requests = 12;
            List<Supplier<Outcome>> calls = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                var id = new WorkItemId("WI%010d".formatted(600_000 + i));
                for (SimulatedCardSystem process : List.of(cardSystem, other, cardSystem, other)) {
                    calls.add(() -> process.process(id, order(OrderKind.CARD_REPLACEMENT, "CARD-" + id.value())));
                }
            }

            List<Outcome> answers = atTheSameTime(calls);

            assertThat(IntStream.range(0, requests).mapToObj(i -> answers.subList(4 * i, 4 * i + 4)))
                    .allSatisfy(same -> assertThat(same).containsOnly(same.get(0)));
            assertThat(answers.stream().distinct()).hasSize(requests);
            assertThat(processed())
                    .hasSize(requests)
                    .allSatisfy(request -> assertThat(request.asked()).isEqualTo(4))
                    .allSatisfy(request -> assertThat(request.effects()).isEqualTo(1));
            assertThat(cards()).isEqualTo(2L * requests);
        }

        @Test
        void ofDifferentRequestsForOneNewCardAtTheSameTimeEachIsAnswered() {
            List<Supplier<Outcome>> calls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                var id = new WorkItemId("WI%010d".formatted(600_000 + i));
                calls.add(() -> cardSystem.process(id, order(OrderKind.CARD_BLOCKADE, "CARD-0001")));
            }

            assertThat(atTheSameTime(calls)).containsOnly(new Outcome.Done(null));
            assertThat(statusOf("CARD-0001")).isEqualTo("suspended");
        }

        @Test
        void aRefusalStaysARefusal() {
            cardSystem.behave(new CardSystemBehaviour(Duration.ZERO, "Closed on Sundays", false, 0, 0, false));
            assertThat(cardSystem.issue(FIRST, additionalCard())).isEqualTo(new Outcome.Refused("Closed on Sundays"));

            cardSystem.behave(CardSystemBehaviour.NORMAL);

            assertThat(cardSystem.issue(FIRST, additionalCard())).isEqualTo(new Outcome.Refused("Closed on Sundays"));
            assertThat(askedAndEffects()).containsExactly(tuple(FIRST, 2, 0));
        }

        @Test
        void whatWasDoneStaysDoneIfTheCallerRollsBack() {
            var caller = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));

            caller.executeWithoutResult(transaction -> {
                cardSystem.issue(FIRST, additionalCard());
                transaction.setRollbackOnly();
            });

            assertThat(askedAndEffects()).containsExactly(tuple(FIRST, 1, 1));
        }
    }

    @Nested
    class Trouble {

        @Test
        void downItDoesNothingUntilToldOtherwise() {
            cardSystem.behave(new CardSystemBehaviour(Duration.ZERO, null, true, 0, 0, false));

            assertUnavailable(FIRST);
            assertUnavailable(FIRST);
            assertThatThrownBy(() -> cardSystem.suspend(lost(FIRST, "CARD-0001")))
                    .isInstanceOf(CardSystemUnavailableException.class);
            assertThat(processed()).isEmpty();

            cardSystem.behave(CardSystemBehaviour.NORMAL);
            assertThat(cardSystem.issue(FIRST, additionalCard())).isInstanceOf(Outcome.Done.class);
        }

        @Test
        void itIsDownForAsManyCallsAsItIsTold() {
            cardSystem.behave(new CardSystemBehaviour(Duration.ZERO, null, false, 2, 0, false));

            assertUnavailable(FIRST);
            assertThat(cardSystem.behaviour().failNext()).isEqualTo(1);
            assertUnavailable(SECOND);
            assertThat(processed()).isEmpty();
            assertThat(cardSystem.issue(FIRST, additionalCard())).isInstanceOf(Outcome.Done.class);
        }

        @Test
        void itDoesTheWorkAndFailsToAnswer() {
            cardSystem.behave(new CardSystemBehaviour(Duration.ZERO, null, false, 0, 2, false));

            assertUnavailable(FIRST);
            assertThat(askedAndEffects()).containsExactly(tuple(FIRST, 1, 1));
            assertUnavailable(FIRST);
            assertThat(cardSystem.issue(FIRST, additionalCard()))
                    .isEqualTo(new Outcome.Done(new NewCard(new CardId("CARD-1000001"), "0001000001")));
            assertThat(askedAndEffects()).containsExactly(tuple(FIRST, 3, 1));
        }

        @Test
        void aRequestThatArrivesTwiceHasOneEffect() {
            cardSystem.behave(new CardSystemBehaviour(Duration.ZERO, null, false, 0, 0, true));

            assertThat(cardSystem.issue(FIRST, additionalCard()))
                    .isEqualTo(new Outcome.Done(new NewCard(new CardId("CARD-1000001"), "0001000001")));
            assertThat(askedAndEffects()).containsExactly(tuple(FIRST, 2, 1));
            assertThat(cards()).isEqualTo(1);
        }

        @Test
        void itTakesItsTime() {
            cardSystem.behave(new CardSystemBehaviour(Duration.ofMillis(150), null, false, 0, 0, false));
            long start = System.nanoTime();

            cardSystem.issue(FIRST, additionalCard());

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
        }

        @Test
        void aCallThatIsInterruptedEndsAtOnceAndHasDoneNothing() {
            cardSystem.behave(new CardSystemBehaviour(Duration.ofMinutes(10), null, false, 0, 0, false));

            Thread.currentThread().interrupt();
            assertUnavailable(FIRST);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(processed()).isEmpty();
        }

        @Test
        void aDatabaseThatFailsIsAnOutage() {
            cardSystem.issue(FIRST, additionalCard());
            database.jdbc().sql("drop table simulated_card_request").update();

            assertUnavailable(SECOND);
        }
    }

    @Nested
    class Behaviour {

        @Test
        void whatWasToldHoldsForAllProcessesAndAcrossARestart() {
            var told = new CardSystemBehaviour(Duration.ofMillis(7), "No", true, 3, 4, true);
            var other = process(database, CardSystemBehaviour.NORMAL);

            cardSystem.behave(told);

            assertThat(other.behaviour()).isEqualTo(told);
            assertThat(process(database, CardSystemBehaviour.NORMAL).behaviour())
                    .isEqualTo(told);
        }

        @Test
        void whatIsConfiguredHoldsFromTheStart() {
            cardSystem.behave(new CardSystemBehaviour(Duration.ZERO, "No", true, 0, 0, false));
            var configured = new CardSystemBehaviour(Duration.ZERO, null, false, 1, 0, false);

            assertThat(process(database, configured).behaviour()).isEqualTo(configured);
        }
    }

    private static SimulatedCardSystem process(TestDatabase database, CardSystemBehaviour configured) {
        return new SimulatedCardSystem(
                JdbcClient.create(database.dataSource()),
                new JdbcTransactionManager(database.dataSource()),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new CardSystemProperties(
                        CardSystemProperties.Adapter.SIMULATED,
                        configured,
                        new CardSystemProperties.Http(
                                URI.create("http://unused"), null, Duration.ofSeconds(1), Duration.ofSeconds(1))));
    }

    private void assertUnavailable(WorkItemId workItemId) {
        assertThatThrownBy(() -> cardSystem.issue(workItemId, additionalCard()))
                .isInstanceOf(CardSystemUnavailableException.class);
    }

    private List<ProcessedCardRequest> processed() {
        return cardSystem.processed(ALL).items();
    }

    private List<Tuple> askedAndEffects() {
        return processed().stream()
                .map(request -> tuple(request.workItemId(), request.asked(), request.effects()))
                .toList();
    }

    private String statusOf(String cardId) {
        return database.jdbc()
                .sql("select status from simulated_card where card_id = ?")
                .param(cardId)
                .query(String.class)
                .single();
    }

    private long cards() {
        return requireNonNull(database.jdbc()
                .sql("select count(*) from simulated_card")
                .query(Long.class)
                .single());
    }

    private static <T> List<T> atTheSameTime(List<Supplier<T>> calls) {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            return calls.stream().map(call -> CompletableFuture.supplyAsync(call, threads)).toList().stream()
                    .map(CompletableFuture::join)
                    .toList();
        } finally {
            threads.shutdown();
        }
    }

    private static AdditionalCard additionalCard() {
        return new AdditionalCard(
                "MIGR00002",
                "Mileva Grujic",
                "BRVU00002",
                "Branislav Vukovic",
                new ArrangementNumber("0064200001930"),
                "MasterCard");
    }

    private static CardOrder order(OrderKind kind, String cardId) {
        return new CardOrder(kind, new CardId(cardId), "0000000001", "BRVU00002", null, null, null, null);
    }

    private static LostCard lost(WorkItemId replacement, String cardId) {
        return new LostCard(replacement, new CardId(cardId), "0000000001", "BRVU00002", "stolen-card", 1);
    }
}
