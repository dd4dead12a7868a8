package io.docket.cardorders;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cardorders.api.CardStatus;
import io.docket.cardorders.api.OrderKind;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * For {@code customer-migr} the orders, cards and arrangements of {@code BRVU00002} do not exist: what is answered is, but
 * for the correlation id, exactly what an unknown id gets, and no event is written.
 */
class ForeignCardOrdersIntegrationTest extends RunningCardOrders {

    private static final String UNKNOWN = "WI0123456789";
    private static final Set<String> OF_EVERY_ANSWER = Set.of("date", "x-correlation-id", "connection");

    private ApiClient migr() {
        return as("customer-migr");
    }

    private static Map<String, List<String>> headers(Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeIf(OF_EVERY_ANSWER::contains);
        return headers;
    }

    private static void assertSame(Answer answer, Answer asUnknown) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(asUnknown.status());
        assertThat(answer.text()).isEqualTo(asUnknown.text());
        assertThat(headers(answer)).isEqualTo(headers(asUnknown));
    }

    private void assertSame(String method, String order, String rest, Map<String, String> headers, String json) {
        String collection = order.substring(0, order.lastIndexOf('/') + 1);
        assertSame(send(method, order + rest, headers, json), send(method, collection + UNKNOWN + rest, headers, json));
    }

    private Answer send(String method, String path, Map<String, String> headers, String json) {
        var request = migr().request(method, path);
        headers.forEach(request::header);
        return json.isEmpty() ? request.send() : request.json(json).send();
    }

    @ParameterizedTest
    @EnumSource(OrderKind.class)
    void anOrderIsLikeAnUnknownOne(OrderKind kind) {
        String order = place(newRequest(kind));
        if (!newRequestWaits(kind)) {
            awaitStatus(order, "external-processing-succeded", "complete");
        }
        String present = channel().get(order).header("ETag");
        String token = String.valueOf(head());
        long before = head();

        for (String tag : List.of("*", present, "\"7\"")) {
            assertSame("GET", order, "", Map.of("If-None-Match", tag), "");
            assertSame("PUT", order, "/cancel", Map.of("If-Match", tag), "");
            assertSame("PUT", order, "/approve", Map.of("If-Match", tag), "");
            assertSame("PUT", order, "/reject", Map.of("If-Match", tag), "{\"reason\":\"No.\"}");
        }
        assertSame("GET", order, "", Map.of("Consistency-Token", token), "");
        assertSame("GET", order, "/history", Map.of(), "");
        assertSame("GET", order, "/history", Map.of("Consistency-Token", token), "");
        assertSame("GET", order, "/history?page-number=9&page-size=1", Map.of(), "");
        assertSame("PUT", order, "/cancel", Map.of(), "{\"cancelation-reason\":\"no-longer-needed\"}");
        assertSame("PUT", order, "/reject", Map.of(), "{}");
        assertNotFound(migr().get(order));
        assertNotFound(migr().get(order + "/history"));
        assertNotFound(migr().request("PUT", order + "/cancel").send());
        assertThat(migr().request("PUT", order + "/approve").send().status()).isEqualTo(403);
        assertThat(head()).isEqualTo(before);
        assertThat(as("customer-brvu").get(order).status()).isEqualTo(200);
    }

    private static boolean newRequestWaits(OrderKind kind) {
        return kind == OrderKind.ADDITIONAL_CARD_ISSUANCE || kind == OrderKind.CARD_REPLACEMENT;
    }

    static Stream<String> lists() {
        return Stream.concat(Stream.of("orders"), Stream.of(OrderKind.values()).map(OrderKind::collection));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void noListShowsOrCountsAnOrder(String list) {
        String own = BankOfTests.card("MIGR00002", CardStatus.TERMINATED, 1);
        OrderKind kind = OrderKind.ofCollection(list).orElse(OrderKind.CARD_REPLACEMENT);
        Answer before = getCurrent(migr(), ROOT + list);
        Asked asked = newRequest(kind);
        String order = place(asked);
        awaitStatus(
                order,
                newRequestWaits(kind) ? "proposed" : "external-processing-succeded",
                newRequestWaits(kind) ? "active" : "complete");

        assertSame(getCurrent(migr(), ROOT + list), before);
        assertThat(before.items().stream().map(JsonNode::toString)).noneMatch(item -> item.contains("BRVU00002"));
        for (String query : List.of("page-size=1&page-number=1000000", "sort-by=status", "created-from=2000-01-01")) {
            assertThat(total(list, query))
                    .isEqualTo(before.json().get("total-count").asInt());
        }
        assertThat(total(list, "card-id=" + asked.subject())).isZero();
        assertThat(total(list, "customer-number=MIGR00002"))
                .isEqualTo(before.json().get("total-count").asInt());
        assertThat(total(list, "card-id=" + own)).isZero();
        for (String foreign : List.of("BRVU00002", "NOBODY")) {
            assertProblem(
                    migr().get(ROOT + list + "?customer-number=" + foreign),
                    403,
                    "Forbidden",
                    "The token does not allow to act for this customer.");
        }
        assertThat(getCurrent(as("customer-brvu"), ROOT + list + "?page-size=200")
                        .text())
                .contains(idIn(order).value());
    }

    private int total(String list, String query) {
        return getCurrent(migr(), ROOT + list + "?" + query)
                .json()
                .get("total-count")
                .asInt();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ADDITIONAL_CARD_ISSUANCE")
    void aCardIsLikeAnUnknownOneWhateverItsStatusAndItsOrders(OrderKind kind) {
        Answer unknown = post(request(kind, "NOCARD"));
        assertConflict(unknown, "unknown-card", "There is no such card.");

        for (CardStatus status : CardStatus.values()) {
            assertSame(post(request(kind, BankOfTests.card("BRVU00002", status, BankOfTests.CARDS))), unknown);
        }
        assertNoNewEvents();
        Asked ordered = newRequest(kind);
        place(ordered);
        assertSame(post(ordered), unknown);
    }

    private Answer post(Asked asked) {
        return migr().post(ROOT + asked.kind().collection(), asked.json());
    }

    @Test
    void anArrangementIsLikeAnUnknownOneWhoeverIsToHaveTheCard() {
        String template = "{\"authorized-customer-number\":\"%s\",\"arrangement-number\":\"%s\"}";
        for (String person : List.of("P-01", "NOBODY", "BRVU00002", "MIGR00002")) {
            Answer unknown = migr().post(ROOT + "additional-card-issuances", template.formatted(person, "A-NOBODY"));
            assertConflict(unknown, "unknown-arrangement", "There is no such arrangement.");
            assertSame(
                    migr().post(
                                    ROOT + "additional-card-issuances",
                                    template.formatted(person, BankOfTests.arrangement("BRVU00002"))),
                    unknown);
        }
        assertNoNewEvents();
    }

    /** Whoever is to have a card on a customer's arrangement, that customer does not learn whether the bank knows the person. */
    @Test
    void anOrderForAStrangerIsLikeOneForACustomer() {
        List<String> seen = new ArrayList<>();
        for (String person : List.of("STRANGER", newPerson())) {
            String json = issuance(person).json().replace(BankOfTests.OWNER, "MIGR00002");
            Answer placed = migr().post(ROOT + "additional-card-issuances", json);
            assertStatus(placed, 202);
            String order = placed.header("Location");
            Answer again = migr().post(ROOT + "additional-card-issuances", json);
            Answer list = getCurrent(migr(), ROOT + "additional-card-issuances?page-size=1");
            Answer history = migr().get(order + "/history");
            assertThat(migr().get(order).json().get("authorized-customer-name").isNull())
                    .isTrue();
            seen.add(String.join(
                            "\n",
                            placed.text(),
                            String.valueOf(again.status()),
                            again.text(),
                            migr().get(order).text(),
                            list.json().get("Items").toString(),
                            history.json().get("Items").toString())
                    .replace(idIn(order).value(), "ID")
                    .replace(person, "PERSON")
                    .replaceAll("\\d{4}-\\d\\d-\\d\\dT[^\"]*", "TIME")
                    .replaceAll("\"version-num\":\"\\d+\"", "POSITION"));
            String approval = order + "/approve";
            if (person.equals("STRANGER")) {
                assertConflict(
                        as("bank-agent").request("PUT", approval).send(),
                        "unknown-customer",
                        "There is no such customer.");
            } else {
                assertThat(as("bank-agent").get(order).text("authorized-customer-name"))
                        .isEqualTo("Name of " + person);
                assertStatus(as("bank-agent").request("PUT", approval).send(), 204);
            }
        }
        assertThat(seen.get(0)).isEqualTo(seen.get(1));
    }

    @Test
    void itsOwnOrdersAreThere() {
        String card = BankOfTests.card("MIGR00002", CardStatus.ACTIVE, 1);
        Answer placed = post(request(OrderKind.CARD_REPLACEMENT, card));
        assertStatus(placed, 202);
        String order = placed.header("Location");

        assertStatus(migr().get(order), 200);
        assertStatus(migr().get(order + "/history"), 200);
        assertThat(total("orders", "card-id=" + card)).isEqualTo(1);
        assertNotFound(as("customer-brvu").get(order));
        assertStatus(migr().request("PUT", order + "/cancel").send(), 204);
    }
}
