package io.docket.cardorders;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cardorders.api.CardStatus;
import io.docket.cardorders.api.OrderKind;
import io.docket.platform.testing.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Six orders of one customer, placed a day after each other, asked for in all ways. */
class CardOrderListsIntegrationTest extends RunningCardOrders {

    private static final String CUSTOMER = "customer-number=" + BankOfTests.LISTED_OWNER;

    /** When each of the orders 1 to 6 was placed; they are the same for all tests. */
    private static @Nullable Map<String, Instant> placed;

    private static @Nullable String ids;

    @BeforeEach
    void placeTheOrders() {
        if (placed != null) {
            return;
        }
        String one = on(OrderKind.CARD_ACTIVATION, CardStatus.ISSUED);
        awaitStatus(one, "external-processing-succeded", "complete");
        String two = on(OrderKind.CARD_REPLACEMENT, CardStatus.ACTIVE);
        assertStatus(channel().request("PUT", two + "/cancel").send(), 204);
        String three = onTheArrangement();
        assertStatus(agent().put(three + "/reject", "{\"reason\":\"No.\"}"), 204);
        String four = on(OrderKind.CARD_BLOCKADE, CardStatus.ACTIVE);
        awaitStatus(four, "external-processing-succeded", "complete");
        String five = on(OrderKind.CARD_DEBLOCKADE, CardStatus.SUSPENDED);
        awaitStatus(five, "external-processing-succeded", "complete");
        String six = on(OrderKind.CARD_TERMINATION, CardStatus.ISSUED);
        awaitStatus(six, "external-processing-succeded", "complete");
        ids = List.of(one, two, three, four, five, six).stream()
                .map(order -> idIn(order).value())
                .reduce("", (all, id) -> all + id + " ");
        placed = Map.of(
                "1", createdAt(one),
                "2", createdAt(two),
                "3", createdAt(three),
                "4", createdAt(four),
                "5", createdAt(five),
                "6", createdAt(six));
    }

    private String on(OrderKind kind, CardStatus status) {
        return placeOnNextDay(request(kind, BankOfTests.card(BankOfTests.LISTED_OWNER, status, 1)));
    }

    private String onTheArrangement() {
        return placeOnNextDay(new Asked(
                OrderKind.ADDITIONAL_CARD_ISSUANCE,
                "P-01",
                "{\"authorized-customer-number\":\"P-01\",\"arrangement-number\":\""
                        + BankOfTests.arrangement(BankOfTests.LISTED_OWNER) + "\"}"));
    }

    private String placeOnNextDay(Asked asked) {
        advance(Duration.ofDays(1));
        return place(asked);
    }

    private Instant createdAt(String order) {
        return java.time.LocalDateTime.parse(read(order).get("creation-date").asString())
                .toInstant(ZoneOffset.UTC);
    }

    private static Instant at(String number) {
        return requireNonNull(requireNonNull(placed).get(number));
    }

    private static String day(String number) {
        return LocalDate.ofInstant(at(number), ZoneOffset.UTC).toString();
    }

    private Answer list(String query) {
        Answer answer = getCurrent(channel(), ROOT + query);
        assertStatus(answer, 200);
        return answer;
    }

    /** The numbers of the orders on a page, in its order. */
    private static String numbers(Answer answer) {
        List<String> all = List.of(requireNonNull(ids).split(" ", 0));
        StringBuilder numbers = new StringBuilder();
        for (JsonNode order : answer.json().get("Items")) {
            numbers.append(all.indexOf(order.get("id").asString()) + 1);
        }
        return numbers.toString();
    }

    private void assertFound(String query, String expected) {
        Answer answer = list("orders?" + CUSTOMER + "&sort-order=asc" + query);

        assertThat(numbers(answer)).as(query).isEqualTo(expected);
        assertThat(answer.json().get("total-count").asInt()).isEqualTo(expected.length());
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                                                123456",
        "&statuses=external-processing-succeded,                            1456",
        "'&statuses=canceled,rejected',                                     23",
        "&statuses=canceled&statuses=rejected,                              23",
        "&statuses=expired,                                                 ''",
        "&kinds=card-blockade,                                              4",
        "'&kinds=card-blockade,additional-card-issuance',                   34",
        "&kinds=card-blockade&kinds=card-termination,                       46",
        "&card-id=LISTED-active-01,                                         24",
        "&card-id=LISTED-issued-01,                                         16",
        "&card-id=LISTED,                                                   ''",
        "&card-id=listed-active-01,                                         ''",
        "&card-id=LISTED-active-01&kinds=card-replacement&statuses=canceled, 2",
        "&card-id=LISTED-active-01&kinds=card-activation,                   ''"
    })
    void aFilterLetsThroughWhatMeetsIt(String query, String expected) {
        assertFound(query, expected);
    }

    @Test
    void aDateCountsAsAWholeDayAndATimeAsItIs() {
        assertFound("&created-from=" + day("3"), "3456");
        assertFound("&created-to=" + day("3"), "123");
        assertFound("&created-from=" + day("2") + "&created-to=" + day("4"), "234");
        assertFound("&created-from=" + at("3"), "3456");
        assertFound("&created-from=" + at("3").plusMillis(1), "456");
        assertFound("&created-to=" + at("3"), "123");
        assertFound("&created-to=" + at("3").minusMillis(1), "12");
        assertFound("&created-from=" + day("4") + "&created-to=" + day("2"), "");
        assertFound(
                "&created-from=" + day("2") + "&statuses=external-processing-succeded&card-id=LISTED-issued-01", "6");
    }

    @ParameterizedTest
    @CsvSource({
        "additional-card-issuances, 3",
        "card-activations, 1",
        "card-blockades, 4",
        "card-deblockades, 5",
        "card-terminations, 6",
        "card-replacements, 2"
    })
    void aCollectionHasTheOrdersOfItsKind(String collection, String expected) {
        Answer answer = list(collection + "?" + CUSTOMER);
        assertThat(numbers(answer)).isEqualTo(expected);
        assertThat(answer.json().get("page-size").asInt()).isEqualTo(20);
        JsonNode order = answer.json().get("Items").get(0);
        assertThat(order)
                .isEqualTo(read(ROOT + collection + "/" + order.get("id").asString()));
        assertThat(numbers(list(collection + "?" + CUSTOMER + "&created-to=" + day(expected))))
                .isEqualTo(expected);
        assertThat(numbers(list(collection + "?" + CUSTOMER + "&created-from="
                        + at(expected).plusMillis(1))))
                .isEmpty();
        assertThat(numbers(list(collection + "?" + CUSTOMER + "&statuses=proposed,approved")))
                .isEmpty();
        assertThat(numbers(list(collection + "?" + CUSTOMER + "&card-id=NOCARD")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "creation-date, 123456, 654321",
        "id,            123456, 654321",
        "kind,          314562, 265413",
        "card-id,       241653, 356142",
    })
    void aListIsSortedByAFieldAndThenByTheId(String field, String ascending, String descending) {
        assertThat(numbers(list("orders?" + CUSTOMER + "&sort-order=asc&sort-by=" + field)))
                .isEqualTo(ascending);
        assertThat(numbers(list("orders?" + CUSTOMER + "&sort-order=desc&sort-by=" + field)))
                .isEqualTo(descending);
    }

    @Test
    void aListHasTheNewestFirstUnlessAskedOtherwise() {
        assertThat(numbers(list("orders?" + CUSTOMER))).isEqualTo("654321");
        assertThat(numbers(list("orders?" + CUSTOMER + "&sort-by=status&sort-order=asc")))
                .isEqualTo("145623");
    }

    @Test
    void listsAndHistoriesComeInPages() {
        assertThat(numbers(list("orders?" + CUSTOMER + "&sort-order=asc&page-size=4&page-number=2")))
                .isEqualTo("56");
        assertThat(list("card-blockades?page-number=2147483647&page-size=200").items())
                .isEmpty();
        String history = ROOT + "card-activations/" + requireNonNull(ids).split(" ", 0)[0] + "/history";
        assertThat(getCurrent(channel(), history + "?page-size=3&page-number=2&sort-order=desc")
                        .items())
                .singleElement()
                .satisfies(
                        version -> assertThat(version.get("change").asString()).isEqualTo("card-order-requested"));
        assertThat(getCurrent(channel(), history).json().get("page-size").asInt())
                .isEqualTo(100);
    }

    @Test
    void aVersionIsTheOrderAsItStoodWithWhatChanged() {
        String order = ROOT + "card-activations/" + requireNonNull(ids).split(" ", 0)[0];
        JsonNode version = history(order).get(3);

        read(order).properties().forEach(field -> assertThat(version.get(field.getKey()))
                .as(field.getKey())
                .isEqualTo(field.getValue()));
        assertThat(version.get("change").asString()).isEqualTo("processing-succeeded");
        assertThat(version.get("version-num").asString()).containsOnlyDigits();
    }
}
