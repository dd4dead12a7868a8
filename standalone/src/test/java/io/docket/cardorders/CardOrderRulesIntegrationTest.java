package io.docket.cardorders;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardStatus;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.event.card.CardSuspended;
import io.docket.common.api.Literal;
import io.docket.platform.testing.http.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a card order is refused for, and what is left as it was then. */
class CardOrderRulesIntegrationTest extends RunningCardOrders {

    private static final String ISSUANCES = ROOT + "additional-card-issuances";

    private static String issuance(String person, String arrangement) {
        return "{\"authorized-customer-number\":\"" + person + "\",\"arrangement-number\":\"" + arrangement + "\"}";
    }

    private Answer post(Asked asked) {
        return channel().post(ROOT + asked.kind().collection(), asked.json());
    }

    @Nested
    class ARequest {

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ADDITIONAL_CARD_ISSUANCE")
        void isRefusedWhileAnotherOfItsKindForTheCardIsOpen(OrderKind kind) {
            tellCardSystem("\"down\":true");
            Asked asked = newRequest(kind);
            String order = place(asked);
            if (!asked.waitsForApproval()) {
                awaitStatus(order, "external-processing-in-progress", "active");
            }
            long before = head();

            assertConflict(post(asked), "request-already-exists", "There is an open order of this kind for the card.");

            assertThat(head()).isEqualTo(before);
        }

        @Test
        void isRefusedWhileAnotherForThePersonOnTheArrangementIsOpen() {
            Asked asked = newRequest(OrderKind.ADDITIONAL_CARD_ISSUANCE);
            place(asked);
            long before = head();

            assertConflict(
                    post(asked),
                    "request-already-exists",
                    "There is an open order for this person on this arrangement.");

            assertThat(head()).isEqualTo(before);
        }

        @Test
        void isTakenWhileOneForThePersonOnAnotherArrangementIsOpen() {
            String person = newPerson();
            assertStatus(channel().post(ISSUANCES, issuance(person, BankOfTests.arrangement("BRVU00002"))), 202);
            assertStatus(channel().post(ISSUANCES, issuance(person, BankOfTests.arrangement("MIGR00002"))), 202);
        }

        @Test
        void isRefusedToAPersonWhoHasAnAdditionalCardUntilThatCardIsTerminated() {
            Asked asked = newRequest(OrderKind.ADDITIONAL_CARD_ISSUANCE);
            String order = placeApproved(asked);
            awaitStatus(order, "external-processing-succeded", "complete");
            long before = head();

            assertConflict(
                    post(asked),
                    "active-additional-card-already-exists",
                    "The person has an additional card on this arrangement.");

            assertThat(head()).isEqualTo(before);
            String card = processed(order).orElseThrow().get("new-card-id").asString();
            String replacement = placeApproved(request(OrderKind.CARD_REPLACEMENT, card));
            awaitStatus(replacement, "external-processing-succeded", "complete");
            assertConflict(
                    post(asked),
                    "active-additional-card-already-exists",
                    "The person has an additional card on this arrangement.");
            String newCard =
                    processed(replacement).orElseThrow().get("new-card-id").asString();
            awaitStatus(
                    place(request(OrderKind.CARD_TERMINATION, newCard)), "external-processing-succeded", "complete");
            place(asked);
        }

        @Test
        void isRefusedForTheOwnerOfTheArrangement() {
            assertConflict(
                    post(RunningCardOrders.issuance(BankOfTests.OWNER)),
                    "owner-can-not-have-additional-card",
                    "An additional card is for somebody else than the owner of the arrangement.");
            assertNoNewEvents();
        }

        @Test
        void isRefusedForAnArrangementThatNobodyKnows() {
            assertConflict(
                    channel().post(ISSUANCES, issuance("P-01", "A-NOBODY")),
                    "unknown-arrangement",
                    "There is no such arrangement.");
            assertNoNewEvents();
        }

        @Test
        void isRefusedForAPersonWhomNobodyKnows() {
            assertConflict(
                    post(RunningCardOrders.issuance("NOBODY")), "unknown-customer", "There is no such customer.");
            assertNoNewEvents();
        }

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ADDITIONAL_CARD_ISSUANCE")
        void isRefusedForACardThatNobodyKnows(OrderKind kind) {
            assertConflict(post(request(kind, "NOCARD")), "unknown-card", "There is no such card.");
            assertNoNewEvents();
        }

        @Test
        void isRefusedWhereTheStatusOfTheCardDoesNotAllowIt() {
            assertConflict(
                    post(request(OrderKind.CARD_BLOCKADE, newCard(CardStatus.ISSUED))),
                    "card-status-not-eligible",
                    "The status of the card does not allow this.");
            assertNoNewEvents();
        }

        @ParameterizedTest
        @CsvSource({
            "issued,    CARD_TERMINATION",
            "issued,    CARD_REPLACEMENT",
            "suspended, CARD_TERMINATION",
            "suspended, CARD_REPLACEMENT"
        })
        void isTakenWhereTheStatusOfTheCardAllowsIt(String status, OrderKind kind) {
            place(request(kind, newCard(Literal.of(CardStatus.class, status))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"card-losses", "stolen-card"})
        void suspendsALostOrStolenCardAtOnce(String reason) {
            String card = newCard(CardStatus.ACTIVE);

            String order = place(lost(card, reason));

            assertThat(newEvents()).extracting(Stored::event).contains(new CardSuspended(new CardId(card)));
            assertCardStatus(card, CardStatus.SUSPENDED);
            assertConflict(
                    post(request(OrderKind.CARD_DEBLOCKADE, card)),
                    "card-status-not-eligible",
                    "The card is reported lost or stolen.");
            awaitProcessedFor(card, "card-suspension done");
            assertThat(read(order).get("status").asString()).isEqualTo("proposed");
            assertThat(read(order).get("embossment-line-1").isNull()).isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "card-blockades,    blockade-reason,    card-blockade-reasons",
            "card-replacements, replacement-reason, card-replacement-reasons"
        })
        void isRefusedForAReasonThatIsNotOnTheList(String collection, String field, String schemaId) {
            String card = newCard(CardStatus.ACTIVE);

            assertInvalid(
                    channel()
                            .post(
                                    ROOT + collection,
                                    "{\"card-id\":\"" + card + "\",\"" + field + "\":\"for-no-reason\"}"),
                    field,
                    "not-on-list",
                    field + " is none of the " + schemaId + ".");
            assertNoNewEvents();
        }

        @Test
        void showsWhatItSaid() {
            Asked asked = newRequest(OrderKind.CARD_REPLACEMENT);
            JsonNode order = read(place(asked));

            assertThat(order.get("description").asString()).isEqualTo("As she said:\non the phone");
            assertThat(order.get("replacement-reason").asString()).isEqualTo("damaged-card");
            assertThat(order.get("embossment-line-1").asString()).isEqualTo("B VUKOVIC");
            assertThat(order.get("serial-number").asString()).isEqualTo(BankOfTests.serialNumber(asked.subject()));
        }

        @Test
        void forAnAdditionalCardShowsWhatItSaidToo() {
            String json = newRequest(OrderKind.ADDITIONAL_CARD_ISSUANCE).json();
            Answer placed = channel().post(ISSUANCES, json.replace("}", ",\"description\":\"For my daughter\"}"));

            assertThat(read(placed.expect(202).header("Location"))
                            .get("description")
                            .asString())
                    .isEqualTo("For my daughter");
        }
    }

    @Nested
    class ACancelation {

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"{}", "{\"cancelation-reason\":null}"})
        void needsNoReason(String json) {
            String order = place(newRequest(OrderKind.CARD_REPLACEMENT));

            assertStatus(
                    json == null
                            ? channel().request("PUT", order + "/cancel").send()
                            : channel().put(order + "/cancel", json),
                    204);

            assertThat(read(order).get("status").asString()).isEqualTo("canceled");
            assertThat(read(order).get("cancelation-reason").isNull()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"cancelation-reason", "cancellation-reason"})
        void takesAReasonOfSeveralLinesInEitherSpelling(String field) {
            String order = place(newRequest(OrderKind.CARD_REPLACEMENT));

            assertStatus(
                    channel().put(order + "/cancel", "{\"" + field + "\":\"Found it.\\n\\tUnder the bed.\"}"), 204);

            assertThat(read(order).get("cancelation-reason").asString()).isEqualTo("Found it.\n\tUnder the bed.");
        }

        @Test
        void isRefusedForAnOrderThatHasEnded() {
            String order = place(newRequest(OrderKind.CARD_REPLACEMENT));
            assertStatus(channel().request("PUT", order + "/cancel").send(), 204);
            long before = head();

            assertConflict(
                    channel().request("PUT", order + "/cancel").send(),
                    "request-status-not-eligible-for-cancelation",
                    "Only proposed and approved orders can be cancelled.");

            assertThat(head()).isEqualTo(before);
        }
    }

    @Nested
    class AnApproval {

        @ParameterizedTest
        @ValueSource(strings = {"bank-channel", "customer-brvu", "customer-migr", "operator", "auditor"})
        void isForAgentsOnlyAndSoIsARejection(String client) {
            String order = place(newRequest(OrderKind.CARD_REPLACEMENT));
            long before = head();

            Answer approval = as(client).request("PUT", order + "/approve").send();
            Answer rejection = as(client).put(order + "/reject", "{\"reason\":\"No.\"}");

            assertProblem(approval, 403, "Forbidden", "The token does not allow this.");
            assertProblem(rejection, 403, "Forbidden", "The token does not allow this.");
            assertThat(head()).isEqualTo(before);
        }

        @ParameterizedTest
        @EnumSource(
                mode = EnumSource.Mode.EXCLUDE,
                names = {"ADDITIONAL_CARD_ISSUANCE", "CARD_REPLACEMENT"})
        void isRefusedForWhatIsApprovedAlreadyAndSoIsARejection(OrderKind kind) {
            String order = place(newRequest(kind));

            assertConflict(
                    agent().request("PUT", order + "/approve").send(),
                    "request-status-not-eligible",
                    "Only proposed orders can be approved and rejected.");
            assertConflict(
                    agent().put(order + "/reject", "{\"reason\":\"No.\"}"),
                    "request-status-not-eligible",
                    "Only proposed orders can be approved and rejected.");
        }
    }

    @Nested
    class AnOrderOfAnotherKind {

        static Stream<OrderKind> others() {
            return Arrays.stream(OrderKind.values()).filter(kind -> kind != OrderKind.CARD_REPLACEMENT);
        }

        @ParameterizedTest
        @MethodSource("others")
        void isNotThere(OrderKind kind) {
            String order = place(newRequest(OrderKind.CARD_REPLACEMENT));
            String elsewhere = ROOT + kind.collection() + "/" + idIn(order);
            long before = head();

            assertNotFound(channel().get(elsewhere));
            assertNotFound(channel().get(elsewhere + "/history"));
            assertNotFound(channel().request("PUT", elsewhere + "/cancel").send());
            assertNotFound(agent().request("PUT", elsewhere + "/approve").send());
            assertNotFound(agent().put(elsewhere + "/reject", "{\"reason\":\"No.\"}"));
            assertThat(head()).isEqualTo(before);
        }

        @Test
        void isNoCaseNorACaseAnOrder() {
            String caseId = channel()
                    .post("/v1/case/complaints", "{\"customer-id\":\"BRVU00002\"}")
                    .text("id");
            String orderId = idIn(place(newRequest(OrderKind.CARD_REPLACEMENT))).value();

            assertNotFound(agent().put("/v1/case/cases/" + orderId, "{\"state\":\"Active\"}"));
            assertNotFound(channel().get("/v1/case/cases/" + orderId));
            assertNotFound(agent().put(ROOT + "card-blockades/" + caseId + "/approve", "{}"));
            assertNotFound(channel().get(ROOT + "card-blockades/" + caseId));
        }
    }

    @Nested
    class AnIfMatch {

        static List<String> changes() {
            return List.of("cancel", "approve", "reject");
        }

        private Answer change(String order, String change, String ifMatch) {
            var request = agent().request("PUT", order + "/" + change).header("If-Match", ifMatch);
            return change.equals("reject")
                    ? request.json("{\"reason\":\"No.\"}").send()
                    : request.send();
        }

        @ParameterizedTest
        @MethodSource("changes")
        void ofAnotherVersionChangesNothing(String change) {
            String order = place(newRequest(OrderKind.CARD_REPLACEMENT));
            String etag = channel().get(order).header("ETag");
            assertThat(etag).isEqualTo("\"0\"");
            long before = head();

            for (String stale : List.of("\"1\"", "\"x\"", "W/\"0\"", "\"1\", \"2\"")) {
                assertProblem(
                        change(order, change, stale),
                        412,
                        "Precondition Failed",
                        "The resource has changed since the version in If-Match.");
            }

            assertThat(head()).isEqualTo(before);
        }

        @ParameterizedTest
        @MethodSource("changes")
        void ofThePresentVersionLetsTheChangeThrough(String change) {
            String order = place(newRequest(OrderKind.CARD_REPLACEMENT));

            Answer answer = change(order, change, channel().get(order).header("ETag"));

            assertStatus(answer, 204);
            assertThat(answer.header("ETag")).isEqualTo("\"1\"");
            assertThat(answer.header("Consistency-Token")).isNotEmpty();
            assertThat(history(order)).hasSizeGreaterThanOrEqualTo(2);
        }

        @Test
        void ofAnOrderThatChangedMeanwhileIsStale() {
            String order = place(newRequest(OrderKind.CARD_REPLACEMENT));
            String seen = channel().get(order).header("ETag");
            approve(order);

            assertProblem(
                    change(order, "cancel", seen),
                    412,
                    "Precondition Failed",
                    "The resource has changed since the version in If-Match.");
        }
    }
}
