package io.docket;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.AdditionalCardRequested;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.WorkItemId;
import io.docket.platform.testing.http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The same as {@link BadRequestsIntegrationTest} of the Customer Order API. */
class CardOrderBadRequestsIntegrationTest extends BadRequests {

    private static final String ROOT = "/customer-order/";
    private static final String ISSUANCES = ROOT + "additional-card-issuances";
    private static final String ACTIVATIONS = ROOT + "card-activations";
    private static final String BLOCKADES = ROOT + "card-blockades";
    private static final String REPLACEMENTS = ROOT + "card-replacements";
    private static final String ORDER = ISSUANCES + "/WI0000000088";
    private static final String LIST = ROOT + "orders";

    private static final String CARD = "{\"card-id\":\"NOCARD\"}";
    private static final String REASON = "{\"reason\":\"No.\"}";

    private static final List<String> CARD_COLLECTIONS =
            List.of("card-activations", "card-blockades", "card-deblockades", "card-terminations", "card-replacements");

    /** With every field that any of the card kinds requires. */
    private static String card(String field, String jsonValue) {
        return "{\"card-id\":\"NOCARD\",\"blockade-reason\":\"temporary-blockage\",\"replacement-reason\":\"card-losses\"}"
                .replaceFirst(
                        "\"" + field + "\":\"[^\"]*\"", Matcher.quoteReplacement("\"" + field + "\":" + jsonValue));
    }

    private static String beside(String field, String jsonValue) {
        return "{\"" + field + "\":" + jsonValue
                + ",\"card-id\":\"NOCARD\",\"blockade-reason\":\"temporary-blockage\",\"replacement-reason\":\"card-losses\"}";
    }

    static List<Row> bodies() {
        List<Row> rows = new ArrayList<>();
        for (String path : Stream.concat(Stream.of("additional-card-issuances"), CARD_COLLECTIONS.stream())
                .map(ROOT::concat)
                .toList()) {
            rows.addAll(List.of(
                    body(path, "{", NOT_JSON),
                    body(path, "{\"card-id\":\"c\",\"card-id\":\"d\"}", NOT_JSON),
                    body(path, "{\"x\":" + "[".repeat(60) + "]".repeat(60) + "}", NOT_JSON),
                    body(path, "[]", NOT_AN_OBJECT),
                    body(path, "null", NOT_AN_OBJECT),
                    body(path, "", NO_BODY),
                    new Row("POST", path, request -> request, 400, "", NO_BODY),
                    type("POST", path, "text/plain"),
                    type("POST", path, "application/json;charset=UTF-16")));
        }
        for (String collection : CARD_COLLECTIONS) {
            String path = ROOT + collection;
            rows.addAll(List.of(
                    field("POST", path, card("card-id", "null"), "card-id", "required"),
                    field("POST", path, card("card-id", "5"), "card-id", "invalid-format"),
                    field("POST", path, card("card-id", "[\"c\"]"), "card-id", "invalid-format"),
                    field("POST", path, card("card-id", "\"\""), "card-id", "min-length"),
                    field("POST", path, card("card-id", "\"a\\nb\""), "card-id", "invalid-format"),
                    field("POST", path, card("card-id", "\"a\\u0000\""), "card-id", "invalid-format"),
                    field("POST", path, card("card-id", "\"\\ud800\""), "card-id", "invalid-format"),
                    field("POST", path, beside("description", "5"), "description", "invalid-format"),
                    field("POST", path, beside("description", "\"a\\u0000\""), "description", "invalid-format"),
                    field("POST", path, beside("description", "\"a\\u000b\""), "description", "invalid-format")));
        }
        rows.addAll(List.of(
                field("POST", BLOCKADES, CARD, "blockade-reason", "required"),
                field("POST", BLOCKADES, card("blockade-reason", "null"), "blockade-reason", "required"),
                field("POST", BLOCKADES, card("blockade-reason", "1"), "blockade-reason", "invalid-format"),
                field("POST", BLOCKADES, card("blockade-reason", "\"\""), "blockade-reason", "not-on-list"),
                field("POST", BLOCKADES, card("blockade-reason", "\"card-losses\""), "blockade-reason", "not-on-list"),
                field("POST", BLOCKADES, card("blockade-reason", "\"00001\""), "blockade-reason", "not-on-list"),
                field("POST", REPLACEMENTS, CARD, "replacement-reason", "required"),
                field("POST", REPLACEMENTS, card("replacement-reason", "null"), "replacement-reason", "required"),
                field("POST", REPLACEMENTS, card("replacement-reason", "{}"), "replacement-reason", "invalid-format"),
                field(
                        "POST",
                        REPLACEMENTS,
                        card("replacement-reason", "\"Card-Losses\""),
                        "replacement-reason",
                        "not-on-list"),
                field(
                        "POST",
                        REPLACEMENTS,
                        beside("embossment-line-1", "\"a\\nb\""),
                        "embossment-line-1",
                        "invalid-format"),
                field("POST", REPLACEMENTS, beside("embossment-line-1", "7"), "embossment-line-1", "invalid-format"),
                issuance("null", "\"A\"", "authorized-customer-number", "required"),
                issuance("\"\"", "\"A\"", "authorized-customer-number", "min-length"),
                issuance("1400054", "\"A\"", "authorized-customer-number", "invalid-format"),
                issuance("\"a\\tb\"", "\"A\"", "authorized-customer-number", "invalid-format"),
                issuance("\"P\"", "null", "arrangement-number", "required"),
                issuance("\"P\"", "\"\"", "arrangement-number", "min-length"),
                issuance("\"P\"", "64200001930", "arrangement-number", "invalid-format"),
                issuance("\"P\"", "\"\\u007f\"", "arrangement-number", "invalid-format"),
                field("POST", ISSUANCES, "{\"arrangement-number\":\"A\"}", "authorized-customer-number", "required"),
                field("POST", ISSUANCES, "{\"authorized-customer-number\":\"P\"}", "arrangement-number", "required"),
                field("PUT", ORDER + "/cancel", "{\"cancelation-reason\":1}", "cancelation-reason", "invalid-format"),
                field(
                        "PUT",
                        ORDER + "/cancel",
                        "{\"cancelation-reason\":\"a\\u0001\"}",
                        "cancelation-reason",
                        "invalid-format"),
                new Row("PUT", ORDER + "/cancel", request -> request.json("[]"), 400, "", NOT_AN_OBJECT),
                new Row("PUT", ORDER + "/cancel", request -> request.json("{"), 400, "", NOT_JSON),
                type("PUT", ORDER + "/cancel", "application/x-www-form-urlencoded"),
                field("PUT", ORDER + "/reject", "{}", "reason", "required"),
                field("PUT", ORDER + "/reject", "{\"reason\":null}", "reason", "required"),
                field("PUT", ORDER + "/reject", "{\"reason\":\"\"}", "reason", "min-length"),
                field("PUT", ORDER + "/reject", "{\"reason\":false}", "reason", "invalid-format"),
                field("PUT", ORDER + "/reject", "{\"reason\":\"\\udfff\"}", "reason", "invalid-format"),
                new Row("PUT", ORDER + "/reject", request -> request, 400, "", NO_BODY),
                new Row("PUT", ORDER + "/reject", request -> request.json("\"No.\""), 400, "", NOT_AN_OBJECT),
                type("PUT", ORDER + "/reject", "text/plain")));
        return rows;
    }

    private static Row issuance(String person, String arrangement, String tag, String error) {
        return field(
                "POST",
                ISSUANCES,
                "{\"authorized-customer-number\":" + person + ",\"arrangement-number\":" + arrangement + "}",
                tag,
                error);
    }

    static List<Row> queriesAndHeaders() {
        List<Row> rows = new ArrayList<>();
        for (String list : List.of(LIST, ISSUANCES)) {
            rows.addAll(List.of(
                    query(list + "?page-number=0", "page-number", "out-of-range"),
                    query(list + "?page-number=2147483648", "page-number", "out-of-range"),
                    query(list + "?page-number=x", "page-number", "invalid-format"),
                    query(list + "?page-size=0", "page-size", "out-of-range"),
                    query(list + "?page-size=201", "page-size", "out-of-range"),
                    query(list + "?page-size=1&page-size=2", "page-size", "invalid-format"),
                    query(list + "?sort-by=description", "sort-by", "unknown-enum"),
                    query(list + "?sort-order=up", "sort-order", "unknown-enum"),
                    query(list + "?statuses=complete", "statuses", "unknown-enum"),
                    query(list + "?statuses=proposed,", "statuses", "unknown-enum"),
                    query(list + "?statuses=", "statuses", "unknown-enum"),
                    query(list + "?statuses=" + "proposed,".repeat(20) + "proposed", "statuses", "max-length"),
                    query(list + "?customer-number=", "customer-number", "min-length"),
                    query(list + "?customer-number=" + "a".repeat(65), "customer-number", "max-length"),
                    query(list + "?customer-number=a%00b", "customer-number", "invalid-format"),
                    query(list + "?card-id=", "card-id", "min-length"),
                    query(list + "?card-id=" + "a".repeat(65), "card-id", "max-length"),
                    query(list + "?card-id=a%0Ab", "card-id", "invalid-format"),
                    query(list + "?created-from=yesterday", "created-from", "invalid-format"),
                    query(list + "?created-from=2026-02-30", "created-from", "invalid-format"),
                    query(list + "?created-from=2026-02-30T00:00:00", "created-from", "invalid-format"),
                    query(list + "?created-to=2026-01-01T24:00:00Z", "created-to", "invalid-format"),
                    query(list + "?created-to=", "created-to", "invalid-format"),
                    header("GET", list, "Consistency-Token", "x", "", "invalid-format"),
                    header("GET", list, "X-Correlation-ID", "a b", "", "invalid-format")));
        }
        rows.addAll(List.of(
                query(LIST + "?kinds=card", "kinds", "unknown-enum"),
                query(LIST + "?kinds=card-blockade,", "kinds", "unknown-enum"),
                query(ACTIVATIONS + "?sort-by=kind", "sort-by", "unknown-enum"),
                query(ORDER + "/history?page-size=201", "page-size", "out-of-range"),
                query(ORDER + "/history?page-number=0", "page-number", "out-of-range"),
                query(ORDER + "/history?sort-by=status", "sort-by", "unknown-enum"),
                header("GET", ORDER, "If-None-Match", "1", "", "invalid-format"),
                header("GET", ORDER, "Consistency-Token", "-1", "", "invalid-format"),
                header("PUT", ORDER + "/cancel", "If-Match", "1", "", "invalid-format"),
                header("PUT", ORDER + "/cancel", "If-Match", "", "", "min-length"),
                header("PUT", ORDER + "/approve", "If-Match", "\"1", "", "invalid-format"),
                header("PUT", ORDER + "/reject", "If-Match", "1", REASON, "invalid-format"),
                header("POST", ACTIVATIONS, "Idempotency-Key", "", CARD, "min-length"),
                header("POST", ACTIVATIONS, "Idempotency-Key", "a".repeat(256), CARD, "max-length"),
                header("POST", ACTIVATIONS, "Idempotency-Key", "a b", CARD, "invalid-format")));
        return rows;
    }

    @BeforeEach
    void requestTheOrder() {
        if (jdbc().sql("select count(*) from domain_event where aggregate_identifier = 'WI0000000088'")
                        .query(Integer.class)
                        .single()
                == 0) {
            given(new AdditionalCardRequested(
                    new WorkItemId("WI0000000088"),
                    new AdditionalCard(
                            "P", "Person", "1400054", "Milica Petrovic", new ArrangementNumber("A-88"), "MasterCard"),
                    null));
        }
    }

    @ParameterizedTest
    @MethodSource({"bodies", "queriesAndHeaders"})
    void isToldWhatIsWrongAndNothingElse(Row row) {
        Answer answer = assertTold(row);

        if (!row.tag().isEmpty()) {
            assertThat(errors(answer)).containsExactly(row.tag() + " " + row.error());
        }
    }

    @Test
    void isToldAllThatIsWrongAtOnce() {
        Answer answer = as("bank-channel")
                .request("POST", REPLACEMENTS)
                .header("Idempotency-Key", "a b")
                .json("{\"replacement-reason\":5,\"embossment-line-1\":\"a\\nb\",\"description\":\"a\\u0000b\"}")
                .send();

        assertThat(errors(answer))
                .containsExactlyInAnyOrder(
                        "Idempotency-Key invalid-format",
                        "card-id required",
                        "replacement-reason invalid-format",
                        "embossment-line-1 invalid-format",
                        "description invalid-format");
        assertNoNewEvents();
    }

    @Test
    void isToldOfABrokenRuleTogetherWithWhatTheFormForbids() {
        assertThat(errors(as("bank-channel")
                        .post(BLOCKADES, "{\"blockade-reason\":\"whim\",\"description\":5,\"card-id\":\"\"}")))
                .containsExactly("card-id min-length", "blockade-reason not-on-list", "description invalid-format");
        assertThat(errors(as("bank-channel")
                        .post(REPLACEMENTS, "{\"embossment-line-1\":7,\"replacement-reason\":\"whim\"}")))
                .containsExactly(
                        "card-id required", "replacement-reason not-on-list", "embossment-line-1 invalid-format");
        assertNoNewEvents();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, additional-card-issuances, authorized-customer-number, 64",
        "POST, additional-card-issuances, arrangement-number, 64",
        "POST, card-activations, card-id, 64",
        "POST, card-activations, description, 1000",
        "POST, card-blockades, card-id, 64",
        "POST, card-blockades, blockade-reason, 64",
        "POST, card-blockades, description, 1000",
        "POST, card-deblockades, card-id, 64",
        "POST, card-deblockades, description, 1000",
        "POST, card-terminations, card-id, 64",
        "POST, card-terminations, description, 1000",
        "POST, card-replacements, card-id, 64",
        "POST, card-replacements, replacement-reason, 64",
        "POST, card-replacements, embossment-line-1, 26",
        "POST, card-replacements, description, 1000",
        "PUT, additional-card-issuances/WI0000000088/cancel, cancelation-reason, 500",
        "PUT, additional-card-issuances/WI0000000088/reject, reason, 500",
    })
    void isToldOfATextThatIsTooLong(String method, String path, String field, int max) {
        var body = JsonMapper.shared()
                .createObjectNode()
                .put("authorized-customer-number", "P")
                .put("arrangement-number", "A")
                .put("card-id", "NOCARD")
                .put("blockade-reason", "temporary-blockage")
                .put("replacement-reason", "card-losses")
                .put(field, "\ud83d\ude00".repeat(max + 1));

        Answer answer = as("bank-agent")
                .request(method, ROOT + path)
                .json(body.toString())
                .send();

        assertInvalid(answer, field, "max-length", field + " must have at most " + max + " characters or entries.");
        assertNoNewEvents();
    }

    @Test
    void mayHaveATextThatIsJustNotTooLong() {
        var body = JsonMapper.shared()
                .createObjectNode()
                .put("card-id", "c".repeat(64))
                .put("replacement-reason", "card-losses")
                .put("embossment-line-1", "\ud83d\ude00".repeat(26))
                .put("description", "\ud83d\ude00".repeat(1000));

        assertConflict(as("bank-agent").post(REPLACEMENTS, body.toString()), "unknown-card", "There is no such card.");
    }

    @Test
    void isToldOfABodyThatIsTooLarge() {
        String body = "{\"card-id\":\"c\",\"x\":\"" + "a".repeat(256 * 1024) + "\"}";
        assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(256 * 1024);

        assertProblem(
                as("bank-channel").post(ACTIVATIONS, body),
                413,
                "Content Too Large",
                "A body may have at most 256 KiB.");
        assertNoNewEvents();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/customer-order",
                "/customer-order/",
                "/customer-order/cards",
                "/customer-order/ORDERS",
                "/customer-order/orders/WI0000000088",
                "/customer-order/additional-card-issuances/WI88",
                "/customer-order/additional-card-issuances/88",
                "/customer-order/additional-card-issuances/wi0000000088",
                "/customer-order/additional-card-issuances/WI00000000881",
                "/customer-order/additional-card-issuances/WI0000000089",
                "/customer-order/additional-card-issuances/WI0000000088/histories",
                "/customer-order/card-blockades/WI0000000088",
                "/customer-order/card-blockades/WI0000000088/history",
                "/customer-order/classifications/nothing"
            })
    void findsNothingUnderAnUnknownPath(String path) {
        assertNotFound(as("bank-agent").get(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "approve", "reject"})
    void changesNothingThatDoesNotExist(String change) {
        for (String id : List.of("WI0000000089", "WI88", "x")) {
            assertNotFound(as("bank-agent").put(ISSUANCES + "/" + id + "/" + change, REASON));
        }
        assertNoNewEvents();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /customer-order/orders, 'GET, HEAD, OPTIONS'",
        "PATCH, /customer-order/card-blockades, 'GET, HEAD, OPTIONS, POST'",
        "DELETE, /customer-order/card-blockades/, 'GET, HEAD, OPTIONS, POST'",
        "PUT, /customer-order/additional-card-issuances/WI0000000088, 'GET, HEAD, OPTIONS'",
        "DELETE, /customer-order/additional-card-issuances/WI0000000088, 'GET, HEAD, OPTIONS'",
        "GET, /customer-order/additional-card-issuances/WI0000000088/cancel, 'OPTIONS, PUT'",
        "POST, /customer-order/additional-card-issuances/WI0000000088/approve, 'OPTIONS, PUT'",
        "POST, /customer-order/additional-card-issuances/WI0000000088/history, 'GET, HEAD, OPTIONS'",
    })
    void isToldWhichMethodsAPathAnswers(String method, String path, String allowed) {
        Answer answer = as("bank-agent").request(method, path).send();

        assertProblem(answer, 405, "Method Not Allowed", "The resource does not support this method.");
        assertThat(answer.header("Allow")).isEqualTo(allowed);
        assertNoNewEvents();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/customer-order/orders?statuses=%zz",
                "/customer-order/orders?card-id=%",
                "/customer-order/card-blockades/%00",
                "/customer-order/card-blockades/..%2forders",
                "/customer-order//orders",
                "/customer-order/orders;a=b",
                "/customer-order/card-blockades/{id}"
            })
    void isToldOfAMalformedTarget(String target) {
        Answer answer = raw("GET", target, "");

        assertThat(answer.status()).as(answer.toString()).isIn(400, 404);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.header("X-Correlation-ID")).isNotEmpty();
        assertThat(answer.json().get("status").asInt()).isEqualTo(answer.status());
        assertNoNewEvents();
    }
}
