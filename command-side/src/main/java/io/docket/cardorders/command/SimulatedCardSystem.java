package io.docket.cardorders.command;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.CardStatus;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.WorkItemId;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stands for the bank's card management system: keeps its cards, makes new ones, and can be told to misbehave.
 *
 * <p>What it keeps lies in the database, so that it answers the same after a restart and to every process. It works in
 * transactions of its own, as a system elsewhere would: what it has done stays done if its caller fails. A card that it
 * has not heard of is taken to be one that the bank made before. A terminated card is refused everything but a suspension,
 * which changes nothing then.
 */
@Component
@ConditionalOnProperty(name = "docket.card-system.adapter", havingValue = "simulated", matchIfMissing = true)
final class SimulatedCardSystem implements CardSystem {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedCardSystem.class);

    /** How often a request is begun anew because another with the same key, or for the same card, was quicker. */
    private static final int ATTEMPTS = 5;

    private final JdbcClient jdbc;
    private final TransactionTemplate ownTransaction;
    private final Clock clock;

    /** Behaves as configured from now on; where nothing is configured, as it was last told to. */
    SimulatedCardSystem(
            JdbcClient jdbc,
            PlatformTransactionManager transactionManager,
            Clock clock,
            CardSystemProperties properties) {
        this.jdbc = jdbc;
        this.clock = clock;
        ownTransaction = new TransactionTemplate(transactionManager);
        ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        if (!properties.simulated().equals(CardSystemBehaviour.NORMAL)) {
            behave(properties.simulated());
        }
    }

    @Override
    public Outcome issue(WorkItemId idempotencyKey, AdditionalCard additionalCard) {
        return answer(new Request(
                idempotencyKey.value(), idempotencyKey, CardRequestKind.ADDITIONAL_CARD_ISSUANCE, null, ""));
    }

    @Override
    public Outcome process(WorkItemId idempotencyKey, CardOrder order) {
        return answer(new Request(
                idempotencyKey.value(),
                idempotencyKey,
                CardRequestKind.of(order.kind()),
                order.cardId(),
                order.serialNumber()));
    }

    @Override
    public Outcome suspend(LostCard lostCard) {
        return answer(new Request(
                lostCard.idempotencyKey(),
                lostCard.replacement(),
                CardRequestKind.CARD_SUSPENSION,
                lostCard.cardId(),
                lostCard.serialNumber()));
    }

    /** Behaves so from now on, in all processes. */
    void behave(CardSystemBehaviour behaviour) {
        ownTransaction.executeWithoutResult(transaction -> jdbc.sql("""
                        update simulated_card_system_behaviour
                           set delay_millis = :delay, refusal = :refusal, down = :down, fail_next = :failNext,
                               answer_lost_next = :answerLostNext, answer_twice = :answerTwice""")
                .param("delay", behaviour.delay().toMillis())
                .param("refusal", behaviour.refusal())
                .param("down", behaviour.down())
                .param("failNext", behaviour.failNext())
                .param("answerLostNext", behaviour.answerLostNext())
                .param("answerTwice", behaviour.answerTwice())
                .update());
        LOG.info("The simulated card system was told how to behave: {}", behaviour);
    }

    /** How it behaves now; calls that were to fail and have failed are no longer counted. */
    CardSystemBehaviour behaviour() {
        return inOwnTransaction(() -> jdbc.sql("select * from simulated_card_system_behaviour")
                .query((row, number) -> new CardSystemBehaviour(
                        Duration.ofMillis(row.getLong("delay_millis")),
                        row.getString("refusal"),
                        row.getBoolean("down"),
                        row.getInt("fail_next"),
                        row.getInt("answer_lost_next"),
                        row.getBoolean("answer_twice")))
                .single());
    }

    /** What it has processed, in that order. */
    Page<ProcessedCardRequest> processed(Paging paging) {
        return inOwnTransaction(() -> {
            long total = jdbc.sql("select count(*) from simulated_card_request")
                    .query(Long.class)
                    .single();
            List<ProcessedCardRequest> requests = jdbc.sql(
                            "select * from simulated_card_request order by request_number "
                                    + (paging.ascending() ? "asc" : "desc") + " limit :size offset :offset")
                    .param("size", paging.size())
                    .param("offset", paging.offset())
                    .query((row, number) -> processedRequest(row))
                    .list();
            return Page.of(requests, total, paging);
        });
    }

    private Outcome answer(Request request) {
        try {
            pause(behaviour().delay());
            CardSystemBehaviour now = behaviour();
            if (now.down() || countsDown("fail_next")) {
                throw new CardSystemUnavailableException("The simulated card system is down");
            }
            Outcome outcome = answerAlone(request, now);
            if (now.answerTwice()) {
                outcome = answerAlone(request, now);
            }
            if (countsDown("answer_lost_next")) {
                throw new CardSystemUnavailableException("The answer of the simulated card system was lost");
            }
            return outcome;
        } catch (DataAccessException | TransactionException e) {
            throw new CardSystemUnavailableException("The simulated card system cannot reach its cards", e);
        }
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CardSystemUnavailableException("The wait for the simulated card system was interrupted", e);
        }
    }

    private boolean countsDown(String counter) {
        return inOwnTransaction(() -> jdbc.sql("update simulated_card_system_behaviour set " + counter + " = " + counter
                                + " - 1 where " + counter + " > 0")
                        .update()
                == 1);
    }

    private Outcome answerAlone(Request request, CardSystemBehaviour now) {
        for (int attempt = 1; ; attempt++) {
            try {
                return inOwnTransaction(
                        () -> earlierAnswer(request.key).orElseGet(() -> firstAnswer(request, now.refusal())));
            } catch (DuplicateKeyException quicker) {
                if (attempt == ATTEMPTS) {
                    throw quicker;
                }
            }
        }
    }

    private Optional<Outcome> earlierAnswer(String key) {
        int found = jdbc.sql("update simulated_card_request set asked = asked + 1 where idempotency_key = ?")
                .param(key)
                .update();
        return found == 0
                ? Optional.empty()
                : Optional.of(jdbc.sql("select * from simulated_card_request where idempotency_key = ?")
                        .param(key)
                        .query((row, number) -> outcome(processedRequest(row)))
                        .single());
    }

    private static Outcome outcome(ProcessedCardRequest request) {
        return request.refusal() == null ? new Outcome.Done(request.newCard()) : new Outcome.Refused(request.refusal());
    }

    private Outcome firstAnswer(Request request, @Nullable String ordered) {
        boolean terminated = isTerminated(request);
        boolean needless = terminated && request.kind == CardRequestKind.CARD_SUSPENSION;
        String refusal = ordered == null && terminated && !needless ? "The card is terminated" : ordered;
        if (refusal != null) {
            keep(request, refusal, null);
            return new Outcome.Refused(refusal);
        }
        NewCard newCard =
                switch (request.kind) {
                    case ADDITIONAL_CARD_ISSUANCE, CARD_REPLACEMENT -> drawCard();
                    case CARD_ACTIVATION, CARD_BLOCKADE, CARD_DEBLOCKADE, CARD_TERMINATION, CARD_SUSPENSION -> null;
                };
        keep(request, null, newCard);
        if (!needless) {
            takeEffect(request, newCard);
        }
        return new Outcome.Done(newCard);
    }

    private boolean isTerminated(Request request) {
        return request.cardId != null
                && jdbc.sql("select status from simulated_card where card_id = ? for update")
                        .param(request.cardId.value())
                        .query(String.class)
                        .optional()
                        .map(CardStatus::of)
                        .filter(CardStatus.TERMINATED::equals)
                        .isPresent();
    }

    private NewCard drawCard() {
        long number = jdbc.sql("select nextval('simulated_card_number')")
                .query(Long.class)
                .single();
        return new NewCard(new CardId("CARD-" + number), "%010d".formatted(number));
    }

    private void keep(Request request, @Nullable String refusal, @Nullable NewCard newCard) {
        jdbc.sql("""
                        insert into simulated_card_request
                            (idempotency_key, work_item_id, request_number, kind, card_id, refusal, new_card_id,
                             new_serial_number, asked, effects, processed_at)
                        values (:key, :workItemId, nextval('simulated_card_request_number'), :kind, :cardId, :refusal,
                                :newCardId, :newSerialNumber, 1, 0, :now)""")
                .param("key", request.key)
                .param("workItemId", request.workItemId.value())
                .param("kind", request.kind.literal())
                .param("cardId", request.cardId == null ? null : request.cardId.value())
                .param("refusal", refusal)
                .param("newCardId", newCard == null ? null : newCard.cardId().value())
                .param("newSerialNumber", newCard == null ? null : newCard.serialNumber())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private void takeEffect(Request request, @Nullable NewCard newCard) {
        if (request.cardId != null) {
            setStatus(
                    request.cardId,
                    request.serialNumber,
                    switch (request.kind) {
                        case CARD_ACTIVATION, CARD_DEBLOCKADE -> CardStatus.ACTIVE;
                        case CARD_BLOCKADE, CARD_SUSPENSION -> CardStatus.SUSPENDED;
                        case CARD_TERMINATION, CARD_REPLACEMENT -> CardStatus.TERMINATED;
                        case ADDITIONAL_CARD_ISSUANCE -> throw new IllegalArgumentException("Issued for a card");
                    });
        }
        if (newCard != null) {
            add(newCard.cardId(), newCard.serialNumber(), CardStatus.ISSUED);
        }
        jdbc.sql("update simulated_card_request set effects = effects + 1 where idempotency_key = ?")
                .param(request.key)
                .update();
    }

    private void setStatus(CardId cardId, String serialNumber, CardStatus status) {
        int known = jdbc.sql("update simulated_card set status = :status where card_id = :cardId")
                .param("status", status.literal())
                .param("cardId", cardId.value())
                .update();
        if (known == 0) {
            add(cardId, serialNumber, status);
        }
    }

    private void add(CardId cardId, String serialNumber, CardStatus status) {
        jdbc.sql("insert into simulated_card (card_id, serial_number, status) values (:cardId, :serialNumber, :status)")
                .param("cardId", cardId.value())
                .param("serialNumber", serialNumber)
                .param("status", status.literal())
                .update();
    }

    private static ProcessedCardRequest processedRequest(ResultSet row) throws SQLException {
        String cardId = row.getString("card_id");
        String newCardId = row.getString("new_card_id");
        return new ProcessedCardRequest(
                row.getLong("request_number"),
                new WorkItemId(row.getString("work_item_id")),
                CardRequestKind.of(row.getString("kind")),
                cardId == null ? null : new CardId(cardId),
                row.getString("refusal"),
                newCardId == null ? null : new NewCard(new CardId(newCardId), row.getString("new_serial_number")),
                row.getInt("asked"),
                row.getInt("effects"),
                row.getObject("processed_at", OffsetDateTime.class).toInstant());
    }

    private <T> T inOwnTransaction(Supplier<T> work) {
        return Objects.requireNonNull(ownTransaction.execute(transaction -> work.get()));
    }

    private record Request(
            String key,
            WorkItemId workItemId,
            CardRequestKind kind,
            @Nullable CardId cardId,
            String serialNumber) {}
}
