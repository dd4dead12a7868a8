package io.docket.cardorders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.cardorders.api.CardStatus;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.api.event.card.AdditionalCardIssued;
import io.docket.cardorders.api.event.card.CardActivated;
import io.docket.cardorders.api.event.card.CardOrderAnsweredLate;
import io.docket.cardorders.api.event.card.CardRegistered;
import io.docket.cardorders.api.event.card.CardSuspended;
import io.docket.cardorders.api.event.card.CardTerminated;
import io.docket.cardorders.api.event.workitem.OrderApproved;
import io.docket.cardorders.api.event.workitem.OrderCanceled;
import io.docket.cardorders.api.event.workitem.OrderExpired;
import io.docket.cardorders.api.event.workitem.OrderRejected;
import io.docket.cardorders.api.event.workitem.ProcessingStarted;
import io.docket.cardorders.api.event.workitem.ProcessingSucceeded;
import io.docket.cardorders.api.event.workitem.ProcessingSuspended;
import io.docket.simulators.Simulators;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Each kind of order from its request to each of its ends: its statuses, its history, its events and its card. */
class CardOrderLivesIntegrationTest extends RunningCardOrders {

    private static final Duration PROPOSAL_LIFETIME = Duration.ofDays(30);
    private static final Duration SUSPENDED_AFTER = Duration.ofMinutes(15);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);

    private static final Duration LONGEST_RISK = Duration.ofHours(1);

    private static final String DOWN = "\"down\":true";

    @Autowired
    private Simulators simulators;

    /** The versions of an order up to its approval. */
    private static List<String> approved(Asked asked) {
        return asked.waitsForApproval()
                ? List.of(
                        asked.isForACard()
                                ? "card-order-requested proposed active bank-channel"
                                : "additional-card-requested proposed active bank-channel",
                        "order-approved approved active A-1001")
                : List.of(
                        "card-order-requested proposed active bank-channel",
                        "order-approved approved active bank-channel");
    }

    private static List<String> approvedAnd(Asked asked, String... more) {
        List<String> versions = new ArrayList<>(approved(asked));
        versions.addAll(List.of(more));
        return versions;
    }

    private static final String STARTED =
            "processing-started external-processing-in-progress active send-approved-orders-to-card-system";
    private static final String SUSPENDED =
            "processing-suspended external-processing-in-progress suspended send-approved-orders-to-card-system";
    private static final String SUCCEEDED =
            "processing-succeeded external-processing-succeded complete send-approved-orders-to-card-system";

    private static List<Object> approvedEvents(Asked asked, WorkItemId id) {
        List<Object> events = new ArrayList<>(asked.events(id));
        if (asked.waitsForApproval()) {
            events.add(new OrderApproved(id));
        }
        return events;
    }

    private static List<Object> effects(Asked asked, @Nullable NewCard newCard) {
        return switch (asked.kind()) {
            case CARD_ACTIVATION, CARD_DEBLOCKADE -> List.of(new CardActivated(asked.card()));
            case CARD_BLOCKADE -> List.of(new CardSuspended(asked.card()));
            case CARD_TERMINATION -> List.of(new CardTerminated(asked.card()));
            case CARD_REPLACEMENT -> List.of(new CardTerminated(asked.card()), registered(newCard, BankOfTests.OWNER));
            case ADDITIONAL_CARD_ISSUANCE ->
                List.of(
                        registered(newCard, asked.subject()),
                        new AdditionalCardIssued(
                                ARRANGEMENT,
                                asked.subject(),
                                Optional.ofNullable(newCard).orElseThrow().cardId()));
        };
    }

    private static CardRegistered registered(@Nullable NewCard newCard, String customer) {
        NewCard made = Optional.ofNullable(newCard).orElseThrow();
        return new CardRegistered(made.cardId(), made.serialNumber(), customer, ARRANGEMENT, CardStatus.ISSUED);
    }

    private static Instant time(JsonNode order, String field) {
        return LocalDateTime.parse(order.get(field).asString()).toInstant(ZoneOffset.UTC);
    }

    /** The card that was made, as the events tell. */
    private @Nullable NewCard newCard() {
        return newEvents().stream()
                .map(Stored::event)
                .filter(ProcessingSucceeded.class::isInstance)
                .map(event -> Optional.ofNullable(((ProcessingSucceeded) event).newCard()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    @ParameterizedTest
    @EnumSource(OrderKind.class)
    void isCarriedOut(OrderKind kind) {
        Asked asked = newRequest(kind);
        String order = place(asked);
        WorkItemId id = idIn(order);
        if (asked.waitsForApproval()) {
            JsonNode proposed = read(order);
            assertThat(proposed.get("status").asString()).isEqualTo("proposed");
            assertThat(proposed.get("customer-friendly-status").asString()).isEqualTo("active");
            assertNewEvents(asked.events(id).toArray());
            approve(order);
        }

        JsonNode done = awaitStatus(order, "external-processing-succeded", "complete");

        assertThat(done.get("cancelation-reason").isNull()).isTrue();
        assertThat(done.get("rejection-reason").isNull()).isTrue();
        assertThat(time(done, "status-date")).isAfterOrEqualTo(time(done, "creation-date"));
        assertThat(versions(order)).isEqualTo(approvedAnd(asked, STARTED, SUCCEEDED));
        NewCard newCard = newCard();
        assertThat(done.get("new-card-id").asString(null))
                .isEqualTo(newCard == null ? null : newCard.cardId().value());
        List<Object> events = approvedEvents(asked, id);
        events.add(new ProcessingStarted(id));
        events.add(new ProcessingSucceeded(id, newCard));
        events.addAll(effects(asked, newCard));
        events.add(asked.closed(id));
        assertNewEvents(events.toArray());
        assertThat(processed(order)).hasValueSatisfying(request -> {
            assertThat(request.get("kind").asString()).isEqualTo(kind.literal());
            assertThat(request.get("outcome").asString()).isEqualTo("done");
            assertThat(request.get("asked").asInt()).isEqualTo(1);
            assertThat(request.get("effects").asInt()).isEqualTo(1);
            assertThat(request.get("new-card-id").asString(null))
                    .isEqualTo(newCard == null ? null : newCard.cardId().value());
        });
        if (newCard != null) {
            assertCardStatus(newCard.cardId().value(), CardStatus.ISSUED);
        }
        if (asked.isForACard()) {
            assertCardStatus(
                    asked.subject(),
                    switch (kind) {
                        case CARD_ACTIVATION, CARD_DEBLOCKADE -> CardStatus.ACTIVE;
                        case CARD_BLOCKADE -> CardStatus.SUSPENDED;
                        case CARD_TERMINATION, CARD_REPLACEMENT, ADDITIONAL_CARD_ISSUANCE -> CardStatus.TERMINATED;
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(OrderKind.class)
    void isRefusedByTheCardSystem(OrderKind kind) {
        tellCardSystem("\"refusal\":\"Not on a Saturday.\"");
        Asked asked = newRequest(kind);
        String order = placeApproved(asked);
        WorkItemId id = idIn(order);

        JsonNode rejected = awaitStatus(order, "rejected", "rejected");

        assertThat(rejected.get("rejection-reason").asString()).isEqualTo("Not on a Saturday.");
        assertThat(rejected.get("cancelation-reason").isNull()).isTrue();
        assertThat(versions(order))
                .isEqualTo(approvedAnd(
                        asked, STARTED, "order-rejected rejected rejected send-approved-orders-to-card-system"));
        List<Object> events = approvedEvents(asked, id);
        events.add(new ProcessingStarted(id));
        events.add(new OrderRejected(id, "Not on a Saturday."));
        events.add(asked.closed(id));
        assertNewEvents(events.toArray());
        assertThat(processed(order).orElseThrow().get("outcome").asString()).isEqualTo("refused");
        if (asked.isForACard()) {
            assertCardStatus(asked.subject(), statusNeededFor(kind));
        }
        place(asked);
    }

    @ParameterizedTest
    @EnumSource(names = {"ADDITIONAL_CARD_ISSUANCE", "CARD_REPLACEMENT"})
    void isCanceledWhileItIsProposed(OrderKind kind) {
        Asked asked = newRequest(kind);
        String order = place(asked);
        WorkItemId id = idIn(order);

        assertStatus(channel().put(order + "/cancel", "{\"cancelation-reason\":\"no-longer-needed\"}"), 204);

        JsonNode canceled = read(order);
        assertThat(canceled.get("status").asString()).isEqualTo("canceled");
        assertThat(canceled.get("customer-friendly-status").asString()).isEqualTo("abandoned");
        assertThat(canceled.get("cancelation-reason").asString()).isEqualTo("no-longer-needed");
        assertThat(versions(order))
                .containsExactly(approved(asked).get(0), "order-canceled canceled abandoned bank-channel");
        List<Object> events = new ArrayList<>(asked.events(id));
        events.add(new OrderCanceled(id, "no-longer-needed"));
        events.add(asked.closed(id));
        assertNewEvents(events.toArray());
        assertThat(processed(order)).isEmpty();
        place(asked);
    }

    /** It stays approved behind another order for the same card, which an outage holds up. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ADDITIONAL_CARD_ISSUANCE")
    void isCanceledWhileItIsApproved(OrderKind kind) {
        tellCardSystem(DOWN);
        Asked asked = newRequest(kind);
        OrderKind otherKind = kind == OrderKind.CARD_TERMINATION ? OrderKind.CARD_BLOCKADE : OrderKind.CARD_TERMINATION;
        String inWork = place(request(otherKind, asked.subject()));
        awaitStatus(inWork, "external-processing-in-progress", "active");
        String order = placeApproved(asked);
        WorkItemId id = idIn(order);

        assertConflict(
                channel().request("PUT", inWork + "/cancel").send(),
                "request-status-not-eligible-for-cancelation",
                "Only proposed and approved orders can be cancelled.");
        assertStatus(channel().request("PUT", order + "/cancel").send(), 204);

        JsonNode canceled = read(order);
        assertThat(canceled.get("status").asString()).isEqualTo("canceled");
        assertThat(canceled.get("customer-friendly-status").asString()).isEqualTo("abandoned");
        assertThat(canceled.get("cancelation-reason").isNull()).isTrue();
        assertThat(versions(order)).isEqualTo(approvedAnd(asked, "order-canceled canceled abandoned bank-channel"));
        assertThat(newEvents()).extracting(Stored::event).endsWith(new OrderCanceled(id, null), asked.closed(id));
        tellCardSystem("");
        advance(LAST_RETRY);
        awaitStatus(inWork, "external-processing-succeded", "complete");
        assertThat(processed(order)).isEmpty();
        assertThat(read(order)).isEqualTo(canceled);
    }

    @ParameterizedTest
    @EnumSource(names = {"ADDITIONAL_CARD_ISSUANCE", "CARD_REPLACEMENT"})
    void isRejectedByTheBank(OrderKind kind) {
        Asked asked = newRequest(kind);
        String order = place(asked);
        WorkItemId id = idIn(order);

        assertStatus(agent().put(order + "/reject", "{\"reason\":\"Overdrawn.\\nAsk again.\"}"), 204);

        JsonNode rejected = read(order);
        assertThat(rejected.get("status").asString()).isEqualTo("rejected");
        assertThat(rejected.get("customer-friendly-status").asString()).isEqualTo("rejected");
        assertThat(rejected.get("rejection-reason").asString()).isEqualTo("Overdrawn.\nAsk again.");
        assertThat(versions(order)).containsExactly(approved(asked).get(0), "order-rejected rejected rejected A-1001");
        assertThat(history(order).get(1).get("updated-by-name").asString()).isEqualTo("Stevan.Kostoski");
        List<Object> events = new ArrayList<>(asked.events(id));
        events.add(new OrderRejected(id, "Overdrawn.\nAsk again."));
        events.add(asked.closed(id));
        assertNewEvents(events.toArray());
        assertThat(processed(order)).isEmpty();
        place(asked);
    }

    @ParameterizedTest
    @EnumSource(names = {"ADDITIONAL_CARD_ISSUANCE", "CARD_REPLACEMENT"})
    void expiresWhenNobodyApprovesItInTime(OrderKind kind) {
        Asked approved = newRequest(kind);
        String done = placeApproved(approved);
        awaitStatus(done, "external-processing-succeded", "complete");
        long eventsBefore = newEvents().size();
        Asked asked = newRequest(kind);
        String order = place(asked);
        WorkItemId id = idIn(order);
        assertThat(awaitDeadline(order))
                .isEqualTo(time(read(order), "creation-date").plus(PROPOSAL_LIFETIME));

        advance(PROPOSAL_LIFETIME);
        JsonNode expired = awaitStatus(order, "expired", "expired");

        assertThat(time(expired, "status-date"))
                .isAfterOrEqualTo(time(expired, "creation-date").plus(PROPOSAL_LIFETIME));
        assertThat(versions(order))
                .containsExactly(approved(asked).get(0), "order-expired expired expired expire-proposals");
        List<Object> events = new ArrayList<>(asked.events(id));
        events.add(new OrderExpired(id));
        events.add(asked.closed(id));
        assertThat(newEvents().stream().skip(eventsBefore).map(Stored::event)).containsExactlyElementsOf(events);
        assertThat(read(done).get("status").asString()).isEqualTo("external-processing-succeded");
        assertConflict(
                agent().request("PUT", order + "/approve").send(),
                "request-status-not-eligible",
                "Only proposed orders can be approved and rejected.");
        place(asked);
    }

    @Test
    void isRejectedWhenAnOperatorGivesItsCallUpAndTheNextOneOfTheCardGoesOn() {
        tellCardSystem(DOWN);
        Asked asked = newRequest(OrderKind.CARD_BLOCKADE);
        String order = placeApproved(asked);
        String id = idIn(order).value();
        awaitOutageFor(order);
        String next = place(request(OrderKind.CARD_TERMINATION, asked.subject()));
        String tasks = "/operations/queues/send_to_card_system/tasks";
        JsonNode task = as("operator").get(tasks + "?failing=true&page-size=200").expect(200).items().stream()
                .filter(found -> found.get("id").asString().startsWith(id))
                .findFirst()
                .orElseThrow();
        assertThat(task.get("attempts").asInt()).isPositive();
        assertThat(task.at("/last-error/cause").asString()).isNotEmpty().doesNotContain(asked.subject());
        assertThat(as("operator").get("/operations/queues").expect(200).items()).anySatisfy(queue -> {
            assertThat(queue.get("name").asString()).isEqualTo("send_to_card_system");
            assertThat(queue.get("failing").asInt()).isPositive();
        });
        String path = tasks + "/" + task.get("id").asString();
        as("operator").request("POST", path + "/retry").send().expect(202);

        await().atMost(PATIENCE)
                .until(() -> as("operator")
                                .delete(path + "?reason=The%20system%20is%20gone")
                                .status()
                        == 204);

        awaitStatus(order, "rejected", "rejected");
        assertThat(newEvents())
                .extracting(Stored::event)
                .contains(new OrderRejected(idIn(order), "The system is gone"));
        assertThat(newEvents())
                .filteredOn(stored -> stored.event() instanceof OrderRejected)
                .allSatisfy(stored ->
                        assertThat(stored.metaData().get("actor").asString()).isEqualTo("operator"));
        as("operator").delete(path + "?reason=Again").expect(404);
        tellCardSystem("");
        advance(LAST_RETRY);
        awaitStatus(next, "external-processing-succeded", "complete");
        assertConflict(
                as("operator").delete("/operations/queues/expire_proposal/tasks/" + id + "?reason=None"),
                "not-to-be-given-up",
                "Tasks of this queue have to be done, sooner or later.");
    }

    @ParameterizedTest
    @EnumSource(OrderKind.class)
    void isShownAsSuspendedWhileALongOutageHoldsItUp(OrderKind kind) {
        tellCardSystem(DOWN);
        Asked asked = newRequest(kind);
        String order = placeApproved(asked);
        WorkItemId id = idIn(order);
        awaitStatus(order, "external-processing-in-progress", "active");
        awaitOutageFor(order);

        advance(SUSPENDED_AFTER.plus(LAST_RETRY));
        awaitStatus(order, "external-processing-in-progress", "suspended");
        assertConflict(
                channel().request("PUT", order + "/cancel").send(),
                "request-status-not-eligible-for-cancelation",
                "Only proposed and approved orders can be cancelled.");
        tellCardSystem("");
        advance(LAST_RETRY);
        awaitStatus(order, "external-processing-succeded", "complete");

        assertThat(versions(order)).isEqualTo(approvedAnd(asked, STARTED, SUSPENDED, SUCCEEDED));
        NewCard newCard = newCard();
        List<Object> events = approvedEvents(asked, id);
        events.add(new ProcessingStarted(id));
        events.add(new ProcessingSuspended(id));
        events.add(new ProcessingSucceeded(id, newCard));
        events.addAll(effects(asked, newCard));
        events.add(asked.closed(id));
        assertNewEvents(events.toArray());
        assertThat(processed(order).orElseThrow().get("effects").asInt()).isEqualTo(1);
    }

    @Test
    void isShownAsSuspendedWhileTheOutageHoldsUpTheOneBeforeIt() {
        tellCardSystem(DOWN);
        Asked asked = newRequest(OrderKind.CARD_BLOCKADE);
        String first = place(asked);
        awaitOutageFor(first);
        String second = place(request(OrderKind.CARD_TERMINATION, asked.subject()));
        advance(LAST_RETRY);
        awaitOutageFor(second);
        advance(SUSPENDED_AFTER);
        awaitStatus(first, "external-processing-in-progress", "suspended");
        awaitStatus(second, "approved", "suspended");

        tellCardSystem("");
        advance(LAST_RETRY);
        awaitStatus(first, "external-processing-succeded", "complete");
        awaitStatus(second, "external-processing-succeded", "complete");

        assertThat(versions(second))
                .isEqualTo(approvedAnd(
                        asked,
                        "processing-suspended approved suspended send-approved-orders-to-card-system",
                        STARTED,
                        SUCCEEDED));
        assertCardStatus(asked.subject(), CardStatus.TERMINATED);
    }

    @Test
    void aShortOutageIsNotShown() {
        tellCardSystem("\"fail-next\":2");
        Asked asked = newRequest(OrderKind.CARD_DEBLOCKADE);
        String order = place(asked);
        awaitOutageFor(order);

        advance(LAST_RETRY);
        advance(LAST_RETRY);
        awaitStatus(order, "external-processing-succeded", "complete");

        assertThat(versions(order)).isEqualTo(approvedAnd(asked, STARTED, SUCCEEDED));
    }

    @Nested
    @ExtendWith(OutputCaptureExtension.class)
    class AStolenCard {

        @Test
        void isSuspendedAtOnceAndNotMadeActiveByAnOrderThatAnOutageHeldUp() {
            tellCardSystem(DOWN);
            Asked asked = newRequest(OrderKind.CARD_ACTIVATION);
            String card = asked.subject();
            String activation = place(asked);
            awaitOutageFor(activation);
            String replacement = place(lost(card, "stolen-card"));
            awaitSuspensionInVain(replacement);

            tellCardSystem("");
            advance(LAST_RETRY);
            JsonNode rejected = awaitStatus(activation, "rejected", "rejected");

            assertThat(rejected.get("rejection-reason").asString())
                    .isEqualTo("The card has been reported lost or stolen.");
            assertThat(versions(activation))
                    .isEqualTo(approvedAnd(
                            asked, STARTED, "order-rejected rejected rejected send-approved-orders-to-card-system"));
            assertThat(read(replacement).get("status").asString()).isEqualTo("proposed");
            assertThat(processedFor(card)).containsOnly("card-suspension done");
            assertCardSystemHas(card, CardStatus.SUSPENDED);

            assertStatus(channel().request("PUT", replacement + "/cancel").send(), 204);
            assertCardStatus(card, CardStatus.SUSPENDED);
            awaitStatus(place(request(OrderKind.CARD_DEBLOCKADE, card)), "external-processing-succeded", "complete");
            assertCardStatus(card, CardStatus.ACTIVE);
            advance(LONGEST_RISK);
            awaitNoSuspensionToCome(replacement);
            assertThat(processedFor(card)).endsWith("card-deblockade done");
            assertCardSystemHas(card, CardStatus.ACTIVE);
        }

        @Test
        void isSuspendedAgainAfterAnOlderOrderThatTheCardSystemCarriesOutWithoutAWord() throws Exception {
            tellCardSystem(DOWN);
            Asked asked = newRequest(OrderKind.CARD_ACTIVATION);
            String card = asked.subject();
            String activation = place(asked);
            awaitOutageFor(activation);
            String replacement = place(lost(card, "card-losses"));
            tellCardSystem("");
            advance(LAST_RETRY);
            awaitStatus(activation, "rejected", "rejected");

            carryOutLate(asked, activation);
            advance(LONGEST_RISK);

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(processedFor(card))
                    .containsSubsequence("card-activation done", "card-suspension done"));
            assertCardSystemHas(card, CardStatus.SUSPENDED);

            approve(replacement);
            awaitStatus(replacement, "external-processing-succeded", "complete");
            advance(LONGEST_RISK);
            awaitNoSuspensionToCome(replacement);
            assertCardSystemHas(card, CardStatus.TERMINATED);
        }

        @Test
        void isSuspendedAgainWhenAnOlderOrderIsCarriedOutByAProcessThatWasThoughtDead(CapturedOutput output) {
            tellCardSystem("\"delay-millis\":8000");
            Asked asked = newRequest(OrderKind.CARD_ACTIVATION);
            String card = asked.subject();
            String activation = place(asked);
            awaitStatus(activation, "external-processing-in-progress", "active");
            takeTheTaskAway(activation);
            tellCardSystem("");
            String replacement = place(lost(card, "stolen-card"));
            awaitStatus(activation, "rejected", "rejected");
            assertCardSystemHas(card, CardStatus.SUSPENDED);
            assertThat(processedFor(card)).containsOnly("card-suspension done");

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(processedFor(card)).contains("card-activation done"));
            awaitNoSuspensionToCome(replacement);

            assertCardSystemHas(card, CardStatus.SUSPENDED);
            assertThat(processedFor(card)).endsWith("card-activation done", "card-suspension done");
            assertThat(newEvents())
                    .extracting(Stored::event)
                    .contains(new CardOrderAnsweredLate(asked.card(), idIn(activation), true));
            assertThat(output.getOut())
                    .contains(
                            "has carried out order " + idIn(activation).value() + " after its card was reported lost");
        }

        /** As a call that was long on its way. */
        private void carryOutLate(Asked asked, String order) throws Exception {
            String key = idIn(order).value();
            HttpRequest late = HttpRequest.newBuilder(simulators.address().resolve("/card-requests"))
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(HttpRequest.BodyPublishers.ofString("""
                            { "work-item-id": "%s", "kind": "%s", "card-id": "%s", "serial-number": "%s",
                              "customer-number": "%s" }""".formatted(
                                    key,
                                    asked.kind().literal(),
                                    asked.subject(),
                                    BankOfTests.serialNumber(asked.subject()),
                                    BankOfTests.OWNER)))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(late, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }

        /** As another process does that has missed the heartbeats of the one at work. */
        private void takeTheTaskAway(String order) {
            jdbc().sql("""
                            update task
                               set picked = false, picked_by = null, last_heartbeat = null, version = version + 1,
                                   execution_time = :then
                             where task_name = 'send_to_card_system' and task_instance like :order""")
                    .param("then", clock().instant().plusSeconds(1).atOffset(ZoneOffset.UTC))
                    .param("order", idIn(order).value() + "-%")
                    .update();
        }

        private void awaitNoSuspensionToCome(String replacement) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> jdbc().sql("select count(*) from card_suspension where work_item_id = ?")
                                    .param(idIn(replacement).value())
                                    .query(Integer.class)
                                    .single()
                            == 0);
        }

        @Test
        void isSuspendedAfterACallThatIsUnderWay() {
            tellCardSystem("\"delay-millis\":5000");
            Asked asked = newRequest(OrderKind.CARD_DEBLOCKADE);
            String card = asked.subject();
            String deblockade = place(asked);
            awaitStatus(deblockade, "external-processing-in-progress", "active");
            tellCardSystem("");

            place(lost(card, "stolen-card"));

            awaitProcessedFor(card, "card-deblockade done", "card-suspension done");
            assertCardSystemHas(card, CardStatus.SUSPENDED);
            assertCardStatus(card, CardStatus.SUSPENDED);
            assertThat(versions(deblockade)).isEqualTo(approvedAnd(asked, STARTED, SUCCEEDED));
            assertThat(newEvents()).extracting(Stored::event).doesNotContain(new CardActivated(asked.card()));
        }

        @Test
        void isSuspendedBeforeItIsReplaced() {
            tellCardSystem(DOWN);
            String card = newCard(CardStatus.ACTIVE);
            String replacement = place(lost(card, "stolen-card"));
            awaitSuspensionInVain(replacement);
            approve(replacement);
            awaitOutageFor(replacement);
            assertThat(read(replacement).get("status").asString()).isEqualTo("approved");

            tellCardSystem("");
            advance(LAST_RETRY);
            awaitStatus(replacement, "external-processing-succeded", "complete");

            assertThat(processedFor(card)).containsExactly("card-suspension done", "card-replacement done");
        }

        @Test
        void isReplacedAlsoIfTheCardSystemRefusesToSuspendIt(CapturedOutput output) {
            tellCardSystem("\"refusal\":\"Not on a Saturday, Branislav.\"");
            String card = newCard(CardStatus.ACTIVE);
            String replacement = place(lost(card, "card-losses"));
            awaitProcessedFor(card, "card-suspension refused");
            tellCardSystem("");

            approve(replacement);
            awaitStatus(replacement, "external-processing-succeded", "complete");

            assertThat(processedFor(card)).containsExactly("card-suspension refused", "card-replacement done");
            assertThat(output.getOut().lines())
                    .filteredOn(line -> line.contains(" WARN "))
                    .filteredOn(line -> line.contains(idIn(replacement).value()))
                    .singleElement()
                    .asString()
                    .endsWith("it can tell for the request " + idIn(replacement).value() + "-suspension");
            // The simulator says itself what it was told.
            assertThat(output.getAll().lines())
                    .filteredOn(line -> !line.contains("was told how to behave"))
                    .noneMatch(line -> line.contains("Not on a Saturday, Branislav"));
        }

        private void awaitSuspensionInVain(String replacement) {
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> jdbc().sql("select count(*) from task where task_name = 'suspend_lost_card'"
                                            + " and task_instance like ? and consecutive_failures > 0")
                                    .param(idIn(replacement).value() + "-%")
                                    .query(Integer.class)
                                    .single()
                            == 1);
        }
    }
}
