package io.docket;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.AdditionalCardRequested;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.WorkItemId;
import io.docket.platform.testing.http.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The same as {@link BadRequestsIntegrationTest}, of the Customer Order API. */
class CardOrderBadRequestsIntegrationTest extends BadRequests {

    private static final String ROOT = "/customer-order/";
    private static final String ISSUANCES = ROOT + "additional-card-issuances";
    private static final String BLOCKADES = ROOT + "card-blockades";
    private static final String REPLACEMENTS = ROOT + "card-replacements";

    private static final String REASON = "{\"reason\":\"No.\"}";

    private static Row reason(String path, String field, String reason) {
        return field(
                "POST", path, "{\"card-id\":\"NOCARD\",\"" + field + "\":\"" + reason + "\"}", field, "not-on-list");
    }

    static List<Row> rows() {
        return List.of(
                reason(BLOCKADES, "blockade-reason", ""),
                reason(BLOCKADES, "blockade-reason", "card-losses"),
                reason(BLOCKADES, "blockade-reason", "00001"),
                reason(REPLACEMENTS, "replacement-reason", "Card-Losses"));
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
    @MethodSource("rows")
    void isToldWhatIsWrongAndNothingElse(Row row) {
        Answer answer = assertTold(row);

        assertThat(errors(answer)).containsExactly(row.tag() + " " + row.error());
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
