package io.docket.cardorders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.RunningDocket;
import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.CardStatus;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.api.event.card.AdditionalCardOrderClosed;
import io.docket.cardorders.api.event.card.AdditionalCardOrderOpened;
import io.docket.cardorders.api.event.card.CardOrderClosed;
import io.docket.cardorders.api.event.card.CardOrderOpened;
import io.docket.cardorders.api.event.card.CardRegistered;
import io.docket.cardorders.api.event.workitem.AdditionalCardRequested;
import io.docket.cardorders.api.event.workitem.CardOrderRequested;
import io.docket.cardorders.api.event.workitem.OrderApproved;
import io.docket.platform.testing.RunningClock;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** The whole application with the {@link BankOfTests}, and what tests of card orders do with it. */
@ContextConfiguration(initializers = BankOfTests.class)
abstract class RunningCardOrders extends RunningDocket {

    static final String ROOT = "/customer-order/";

    private static final String CARD_SYSTEM = "card-system";

    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<CardStatus, AtomicInteger> USED_CARDS = new EnumMap<>(CardStatus.class);
    private static final AtomicInteger USED_PERSONS = new AtomicInteger();

    @Autowired
    private RunningClock clock;

    /**
     * A request for an order that nothing forbids.
     *
     * @param subject the card, or the person who is to have one
     */
    record Asked(OrderKind kind, String subject, String json) {

        boolean isForACard() {
            return kind != OrderKind.ADDITIONAL_CARD_ISSUANCE;
        }

        boolean waitsForApproval() {
            return kind == OrderKind.ADDITIONAL_CARD_ISSUANCE || kind == OrderKind.CARD_REPLACEMENT;
        }

        /** The events of the request alone. */
        List<Object> events(WorkItemId id) {
            List<Object> events = new ArrayList<>();
            if (isForACard()) {
                String serialNumber = BankOfTests.serialNumber(subject);
                events.add(new CardRegistered(
                        card(), serialNumber, BankOfTests.OWNER, ARRANGEMENT, statusNeededFor(kind)));
                events.add(new CardOrderOpened(card(), id, kind));
                events.add(new CardOrderRequested(
                        id,
                        new CardOrder(
                                kind,
                                card(),
                                serialNumber,
                                BankOfTests.OWNER,
                                "As she said:\non the phone",
                                kind == OrderKind.CARD_BLOCKADE ? "temporary-blockage" : null,
                                kind == OrderKind.CARD_REPLACEMENT ? "damaged-card" : null,
                                kind == OrderKind.CARD_REPLACEMENT ? "B VUKOVIC" : null)));
            } else {
                events.add(new AdditionalCardOrderOpened(ARRANGEMENT, id, subject));
                events.add(new AdditionalCardRequested(
                        id,
                        new AdditionalCard(
                                subject,
                                "Name of " + subject,
                                BankOfTests.OWNER,
                                "Name of " + BankOfTests.OWNER,
                                ARRANGEMENT,
                                "MasterCard"),
                        null));
            }
            if (!waitsForApproval()) {
                events.add(new OrderApproved(id));
            }
            return events;
        }

        /** The event by which the order is no longer an open one of its card or arrangement. */
        Object closed(WorkItemId id) {
            return isForACard() ? new CardOrderClosed(card(), id) : new AdditionalCardOrderClosed(ARRANGEMENT, id);
        }

        CardId card() {
            return new CardId(subject);
        }

        @Override
        public String toString() {
            return kind.literal();
        }
    }

    static final ArrangementNumber ARRANGEMENT = new ArrangementNumber(BankOfTests.arrangement(BankOfTests.OWNER));

    static CardStatus statusNeededFor(OrderKind kind) {
        return switch (kind) {
            case CARD_ACTIVATION -> CardStatus.ISSUED;
            case CARD_DEBLOCKADE -> CardStatus.SUSPENDED;
            case ADDITIONAL_CARD_ISSUANCE, CARD_BLOCKADE, CARD_TERMINATION, CARD_REPLACEMENT -> CardStatus.ACTIVE;
        };
    }

    /** A card of the owner that no other test knows. */
    static String newCard(CardStatus status) {
        return BankOfTests.card(
                BankOfTests.OWNER,
                status,
                USED_CARDS
                        .computeIfAbsent(status, unused -> new AtomicInteger())
                        .incrementAndGet());
    }

    static String newPerson() {
        return BankOfTests.person(USED_PERSONS.incrementAndGet());
    }

    static Asked newRequest(OrderKind kind) {
        return kind == OrderKind.ADDITIONAL_CARD_ISSUANCE
                ? issuance(newPerson())
                : request(kind, newCard(statusNeededFor(kind)));
    }

    static Asked issuance(String person) {
        return new Asked(
                OrderKind.ADDITIONAL_CARD_ISSUANCE,
                person,
                "{\"authorized-customer-number\":\"" + person + "\",\"arrangement-number\":\"" + ARRANGEMENT.value()
                        + "\"}");
    }

    static Asked request(OrderKind kind, String cardId) {
        String more =
                switch (kind) {
                    case CARD_BLOCKADE -> ",\"blockade-reason\":\"temporary-blockage\"";
                    case CARD_REPLACEMENT ->
                        ",\"replacement-reason\":\"damaged-card\",\"embossment-line-1\":\"B VUKOVIC\"";
                    case ADDITIONAL_CARD_ISSUANCE, CARD_ACTIVATION, CARD_DEBLOCKADE, CARD_TERMINATION -> "";
                };
        return new Asked(
                kind,
                cardId,
                "{\"card-id\":\"" + cardId + "\",\"description\":\"As she said:\\non the phone\"" + more + "}");
    }

    @AfterEach
    void endAllTroubleAndAllOrders() {
        tellCardSystem("");
        advance(Duration.ofMinutes(2));
        getCurrent(channel(), ROOT + "orders?statuses=proposed&page-size=200")
                .items()
                .forEach(order -> assertStatus(
                        channel()
                                .request(
                                        "PUT",
                                        ROOT + order.get("kind").asString() + "s/"
                                                + order.get("id").asString() + "/cancel")
                                .send(),
                        204));
        await().atMost(PATIENCE)
                .until(() -> jdbc().sql("select (select count(*) from card_system_order where approved_at is not null)"
                                        + " + (select count(*) from card_suspension)")
                                .query(Integer.class)
                                .single()
                        == 0);
    }

    @AfterEach
    void requestsAreAsTheCardSystemDescribesThem() {
        assertThat(partners().shown(CARD_SYSTEM).get("violations")).isEmpty();
    }

    /** A request for the replacement of a card that was lost or stolen. */
    static Asked lost(String cardId, String reason) {
        return new Asked(
                OrderKind.CARD_REPLACEMENT,
                cardId,
                "{\"card-id\":\"" + cardId + "\",\"replacement-reason\":\"" + reason + "\"}");
    }

    final ApiClient channel() {
        return as("bank-channel");
    }

    final ApiClient agent() {
        return as("bank-agent");
    }

    final void advance(Duration duration) {
        clock.advance(duration);
    }

    final RunningClock clock() {
        return clock;
    }

    final void tellCardSystem(String trouble) {
        partners().tell(CARD_SYSTEM, trouble);
    }

    /** Places an order; the answer is its path. */
    final String place(Asked asked) {
        Answer answer = channel().post(ROOT + asked.kind().collection(), asked.json());
        assertStatus(answer, 202);
        assertThat(answer.json().propertyNames()).containsExactly("id", "CreatedRecordStatus");
        assertThat(answer.text("CreatedRecordStatus")).isEqualTo("active");
        String path = answer.header("Location");
        assertThat(path).isEqualTo(ROOT + asked.kind().collection() + "/" + answer.text("id"));
        return path;
    }

    /** Places an order and, where it needs that, approves it. */
    final String placeApproved(Asked asked) {
        String path = place(asked);
        if (asked.waitsForApproval()) {
            approve(path);
        }
        return path;
    }

    final void approve(String path) {
        assertStatus(agent().request("PUT", path + "/approve").send(), 204);
    }

    static WorkItemId idIn(String path) {
        return new WorkItemId(path.substring(path.lastIndexOf('/') + 1));
    }

    final JsonNode read(String path) {
        Answer answer = channel().get(path);
        assertStatus(answer, 200);
        return answer.json();
    }

    static void assertStatus(Answer answer, int status) {
        answer.expect(status);
    }

    /** Waits for a status and what the customer is told of it, and answers the order. */
    final JsonNode awaitStatus(String path, String status, String customerFriendly) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            JsonNode order = read(path);
            assertThat(order.get("status").asString()).isEqualTo(status);
            assertThat(order.get("customer-friendly-status").asString()).isEqualTo(customerFriendly);
        });
        return read(path);
    }

    /** Waits until the card system has failed to carry out an order, or one before it in its lane. */
    final void awaitOutageFor(String path) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> jdbc().sql(
                                        "select count(*) from card_system_order where work_item_id = ? and failing_since is not null")
                                .param(idIn(path).value())
                                .query(Integer.class)
                                .single()
                        == 1);
    }

    /** When an order that nobody approves is to expire, as soon as that is noted. */
    final Instant awaitDeadline(String path) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> jdbc().sql(
                                        "select execution_time from task where task_name = 'expire_proposal' and task_instance = ?")
                                .param(idIn(path).value())
                                .query((row, number) -> row.getObject("execution_time", OffsetDateTime.class)
                                        .toInstant())
                                .optional(),
                        Optional::isPresent)
                .orElseThrow();
    }

    final List<JsonNode> history(String path) {
        Answer answer = channel().get(path + "/history");
        assertStatus(answer, 200);
        return answer.items();
    }

    /** Each version as its change, status, customer-friendly status, and who made it. */
    final List<String> versions(String path) {
        return history(path).stream()
                .map(version -> String.join(
                        " ",
                        version.get("change").asString(),
                        version.get("status").asString(),
                        version.get("customer-friendly-status").asString(),
                        version.get("updated-by-id").asString()))
                .toList();
    }

    /** What the card management system has done about an order last, if anything. */
    final Optional<JsonNode> processed(String path) {
        return processed("work-item-id", idIn(path).value()).reduce((before, last) -> last);
    }

    /** What the card management system has done about a card, and the outcomes, in that order. */
    final List<String> processedFor(String cardId) {
        return processed("card-id", cardId)
                .map(request -> request.get("kind").asString() + " "
                        + request.get("outcome").asString())
                .toList();
    }

    private Stream<JsonNode> processed(String field, String value) {
        return partners().done(CARD_SYSTEM, "processed-requests").stream()
                .filter(request -> value.equals(request.get(field).asString(null)));
    }

    /** The status of a card at the card management system. */
    final void assertCardSystemHas(String cardId, CardStatus status) {
        assertThat(processed("card-id", cardId)
                        .map(request -> request.get("card-status").asString()))
                .last()
                .isEqualTo(status.literal());
    }

    /** Waits for what the card management system is to have done about a card, in that order. */
    final void awaitProcessedFor(String cardId, String... requests) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(processedFor(cardId)).containsExactly(requests));
    }

    /** By the orders that the card's status does not allow. */
    final void assertCardStatus(String cardId, CardStatus status) {
        List<OrderKind> refused =
                switch (status) {
                    case ISSUED -> List.of(OrderKind.CARD_BLOCKADE, OrderKind.CARD_DEBLOCKADE);
                    case ACTIVE -> List.of(OrderKind.CARD_ACTIVATION, OrderKind.CARD_DEBLOCKADE);
                    case SUSPENDED -> List.of(OrderKind.CARD_ACTIVATION, OrderKind.CARD_BLOCKADE);
                    case TERMINATED -> List.of(OrderKind.CARD_TERMINATION, OrderKind.CARD_REPLACEMENT);
                };
        for (OrderKind kind : refused) {
            assertConflict(
                    channel()
                            .post(
                                    ROOT + kind.collection(),
                                    request(kind, cardId).json()),
                    "card-status-not-eligible",
                    "The status of the card does not allow this.");
        }
    }
}
