package io.docket.salesleads.command;

import static io.docket.salesleads.command.FirstAttempt.FIRST_ATTEMPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.platform.testing.http.EndpointApplication;
import io.docket.salesleads.api.LeadId;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skyscreamer.jsonassert.JSONAssert;
import org.springframework.jdbc.core.simple.JdbcClient;

class CoSimulatorEndpointIntegrationTest {

    private static final CoBehaviour TROUBLED = new CoBehaviour(
            Duration.ofMillis(15), Duration.ofMillis(16), true, "Closed on Sundays", "No free port", true, 1, 2);

    @SuppressWarnings("NullAway.Init")
    private static EndpointApplication application;

    private final SimulatedCommunicationOperator operator = application.bean(SimulatedCommunicationOperator.class);

    @BeforeAll
    static void start() {
        application = EndpointApplication.start(
                "/demo/co", CoConfiguration.class, SimulatedCommunicationOperator.class, CoSimulatorEndpoint.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void forget() {
        operator.behave(CoBehaviour.NORMAL);
        application.bean(JdbcClient.class).sql("delete from simulated_co_order").update();
    }

    @Test
    void showsHowTheSimulatorBehavesAndWhatItDid() throws Exception {
        place("LEAD-1", "8732c2f065e2490babce820e94b1011a");
        place("LEAD-2", "co-refuses");
        operator.behave(new CoBehaviour(Duration.ofMillis(15), Duration.ofDays(3), false, null, null, false, 0, 1));
        assertThatThrownBy(() -> place("LEAD-3", "ACCESS-3")).hasMessageContaining("lost");

        HttpResponse<String> answer = application.get("operations", "?page-size=3");

        assertThat(answer.statusCode()).isEqualTo(200);
        String unknowns = answer.body()
                .replaceAll("\"placed-at\":\"[^\"]+\"", "\"placed-at\":\"then\"")
                .replaceAll("\"number\":\\d+", "\"number\":0")
                .replaceAll("CO\\d{10}", "COnnn");
        JSONAssert.assertEquals("""
                        {"delay-millis": 15, "delivery-millis": 259200000, "held": false, "refusal": null,
                         "failure": null, "down": false, "fail-next": 0, "answer-lost-next": 0,
                         "orders": {"total-count": 3, "page-size": 3, "page-number": 1, "total-pages": 1,
                          "Items": [
                           {"number": 0, "reference": "LEAD-1", "co-order-id": "COnnn",
                            "access-id": "8732c2f065e2490babce820e94b1011a", "service": "BB-1000-100",
                            "requested-date-time": "2026-01-02T03:04:05", "state": "DONE_SUCCESS", "reason": null,
                            "asked": 1, "placed-at": "then"},
                           {"number": 0, "reference": "LEAD-2", "co-order-id": null, "access-id": "co-refuses",
                            "service": "BB-1000-100", "requested-date-time": "2026-01-02T03:04:05",
                            "state": "REFUSED", "reason": "The access takes no orders", "asked": 1,
                            "placed-at": "then"},
                           {"number": 0, "reference": "LEAD-3", "co-order-id": "COnnn", "access-id": "ACCESS-3",
                            "service": "BB-1000-100", "requested-date-time": "2026-01-02T03:04:05",
                            "state": "RECEIVED", "reason": null, "asked": 1, "placed-at": "then"}]}}""", unknowns, true);
        application.assertKeepsTheContract("CoSimulator", answer.body());
    }

    @Test
    void tellsTheSimulatorHowToBehave() throws Exception {
        HttpResponse<String> answer = application.put("operations", """
                {"delay-millis": 15, "delivery-millis": 16, "held": true, "refusal": "Closed on Sundays",
                 "failure": "No free port", "down": true, "fail-next": 1, "answer-lost-next": 2}""");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(operator.behaviour()).isEqualTo(TROUBLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"delay-millis\": null, \"delivery-millis\": null, \"held\": null, \"refusal\": null, "
                        + "\"failure\": null, \"down\": null, \"fail-next\": null, \"answer-lost-next\": null}"
            })
    void whatIsLeftOutEndsTheTrouble(String body) throws Exception {
        operator.behave(TROUBLED);

        assertThat(application.put("operations", body).statusCode()).isEqualTo(204);
        assertThat(operator.behaviour()).isEqualTo(CoBehaviour.NORMAL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    {"delay-millis": -1}         | out-of-range
                    {"delay-millis": 600001}     | out-of-range
                    {"delay-millis": "1"}        | invalid-format
                    {"delivery-millis": 2592000001} | out-of-range
                    {"held": "no"}               | invalid-format
                    {"failure": ""}              | min-length
                    {"refusal": ""}              | min-length
                    {"refusal": "a\\u0000b"}     | invalid-format
                    {"down": 1}                  | invalid-format
                    {"fail-next": -1}            | out-of-range
                    {"fail-next": 99999999999}   | out-of-range
                    {"answer-lost-next": 0.5}    | invalid-format""")
    void anInvalidFieldChangesNothing(String body, String literal) throws Exception {
        operator.behave(TROUBLED);

        HttpResponse<String> answer = application.put("operations", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"" + literal + "\"");
        assertThat(operator.behaviour()).isEqualTo(TROUBLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\uD83D\uDE00"})
    void aReasonMayHave255CharactersOfAnyKind(String character) throws Exception {
        assertThat(application
                        .put("operations", "{\"refusal\": \"" + character.repeat(255) + "\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(application
                        .put("operations", "{\"refusal\": \"" + character.repeat(256) + "\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void onlyOperatorsMayDoEither() throws Exception {
        String others = "orders.read orders.write orders.approve cases.manage audit.read";

        assertThat(application.get(others, "").statusCode()).isEqualTo(403);
        assertThat(application.put(others, "{\"down\": true}").statusCode()).isEqualTo(403);
        assertThat(operator.behaviour()).isEqualTo(CoBehaviour.NORMAL);
    }

    private void place(String lead, String accessId) {
        operator.place(
                new LeadId(lead),
                new CoOrderRequest(accessId, "BB-1000-100", Instant.parse("2026-01-02T03:04:05Z")),
                FIRST_ATTEMPT);
    }
}
