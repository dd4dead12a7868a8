package io.docket.cardorders.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.platform.testing.http.EndpointApplication;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skyscreamer.jsonassert.JSONAssert;
import org.springframework.jdbc.core.simple.JdbcClient;

class CardSystemSimulatorEndpointIntegrationTest {

    private static final CardSystemBehaviour TROUBLED =
            new CardSystemBehaviour(Duration.ofMillis(15), "Closed on Sundays", true, 1, 2, true);

    @SuppressWarnings("NullAway.Init")
    private static EndpointApplication application;

    private final SimulatedCardSystem cardSystem = application.bean(SimulatedCardSystem.class);

    @BeforeAll
    static void start() {
        application = EndpointApplication.start(
                "/demo/card-system",
                CardSystemConfiguration.class,
                SimulatedCardSystem.class,
                CardSystemSimulatorEndpoint.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void forget() {
        cardSystem.behave(CardSystemBehaviour.NORMAL);
        application
                .bean(JdbcClient.class)
                .sql("delete from simulated_card_request")
                .update();
    }

    @Test
    void showsHowTheSimulatorBehavesAndWhatItDid() throws Exception {
        cardSystem.process(new WorkItemId("WI0000500002"), order(OrderKind.CARD_TERMINATION));
        cardSystem.process(new WorkItemId("WI0000500001"), order(OrderKind.CARD_ACTIVATION));
        cardSystem.suspend(new LostCard(
                new WorkItemId("WI0000500004"), new CardId("CARD-0002"), "0000000002", "BRVU00002", "card-losses", 1));
        cardSystem.behave(new CardSystemBehaviour(Duration.ofMillis(15), null, false, 0, 1, true));
        try {
            cardSystem.issue(new WorkItemId("WI0000500003"), additionalCard());
        } catch (CardSystemUnavailableException lost) {
            assertThat(lost).hasMessageContaining("lost");
        }

        HttpResponse<String> answer = application.get("operations", "?page-size=4");

        assertThat(answer.statusCode()).isEqualTo(200);
        String unknowns = answer.body()
                .replaceAll("\"processed-at\":\"[^\"]+\"", "\"processed-at\":\"then\"")
                .replaceAll("\"number\":\\d+", "\"number\":0")
                .replaceAll("CARD-100\\d{4}", "CARD-100nnnn")
                .replaceAll("000100\\d{4}", "000100nnnn");
        JSONAssert.assertEquals("""
                        {"delay-millis": 15, "refusal": null, "down": false, "fail-next": 0, "answer-lost-next": 0,
                         "answer-twice": true,
                         "processed-requests": {"total-count": 4, "page-size": 4, "page-number": 1, "total-pages": 1,
                          "Items": [
                           {"number": 0, "work-item-id": "WI0000500002", "kind": "card-termination",
                            "card-id": "CARD-0001", "outcome": "done", "refusal": null, "new-card-id": null,
                            "new-serial-number": null, "asked": 1, "effects": 1, "processed-at": "then"},
                           {"number": 0, "work-item-id": "WI0000500001", "kind": "card-activation",
                            "card-id": "CARD-0001", "outcome": "refused", "refusal": "The card is terminated",
                            "new-card-id": null, "new-serial-number": null, "asked": 1, "effects": 0,
                            "processed-at": "then"},
                           {"number": 0, "work-item-id": "WI0000500004", "kind": "card-suspension",
                            "card-id": "CARD-0002", "outcome": "done", "refusal": null, "new-card-id": null,
                            "new-serial-number": null, "asked": 1, "effects": 1, "processed-at": "then"},
                           {"number": 0, "work-item-id": "WI0000500003", "kind": "additional-card-issuance",
                            "card-id": null, "outcome": "done", "refusal": null, "new-card-id": "CARD-100nnnn",
                            "new-serial-number": "000100nnnn", "asked": 2, "effects": 1, "processed-at": "then"}]}}""", unknowns, true);
        application.assertKeepsTheContract("CardSystemSimulator", answer.body());
    }

    @Test
    void tellsTheSimulatorHowToBehave() throws Exception {
        HttpResponse<String> answer = application.put("operations", """
                {"delay-millis": 15, "refusal": "Closed on Sundays", "down": true, "fail-next": 1,
                 "answer-lost-next": 2, "answer-twice": true}""");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(cardSystem.behaviour()).isEqualTo(TROUBLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"delay-millis\": null, \"refusal\": null, \"down\": null, \"fail-next\": null, "
                        + "\"answer-lost-next\": null, \"answer-twice\": null}"
            })
    void whatIsLeftOutEndsTheTrouble(String body) throws Exception {
        cardSystem.behave(TROUBLED);

        assertThat(application.put("operations", body).statusCode()).isEqualTo(204);
        assertThat(cardSystem.behaviour()).isEqualTo(CardSystemBehaviour.NORMAL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    {"delay-millis": -1}         | out-of-range
                    {"delay-millis": 600001}     | out-of-range
                    {"delay-millis": "1"}        | invalid-format
                    {"refusal": ""}              | min-length
                    {"refusal": "a\\u0000b"}     | invalid-format
                    {"down": 1}                  | invalid-format
                    {"fail-next": -1}            | out-of-range
                    {"fail-next": 99999999999}   | out-of-range
                    {"answer-lost-next": 0.5}    | invalid-format
                    {"answer-twice": "yes"}      | invalid-format""")
    void anInvalidFieldChangesNothing(String body, String literal) throws Exception {
        cardSystem.behave(TROUBLED);

        HttpResponse<String> answer = application.put("operations", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"" + literal + "\"");
        assertThat(cardSystem.behaviour()).isEqualTo(TROUBLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\uD83D\uDE00"})
    void aRefusalMayHaveFiveHundredCharactersOfAnyKind(String character) throws Exception {
        assertThat(application
                        .put("operations", "{\"refusal\": \"" + character.repeat(500) + "\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(application
                        .put("operations", "{\"refusal\": \"" + character.repeat(501) + "\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void onlyOperatorsMayDoEither() throws Exception {
        String others = "orders.read orders.write orders.approve cases.manage audit.read";

        assertThat(application.get(others, "").statusCode()).isEqualTo(403);
        assertThat(application.put(others, "{\"down\": true}").statusCode()).isEqualTo(403);
        assertThat(cardSystem.behaviour()).isEqualTo(CardSystemBehaviour.NORMAL);
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

    private static CardOrder order(OrderKind kind) {
        return new CardOrder(kind, new CardId("CARD-0001"), "0000000001", "BRVU00002", null, null, null, null);
    }
}
