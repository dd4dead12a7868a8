package io.docket.esim.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.esim.api.Iccid;
import io.docket.esim.command.Smdp.ProfileRequest;
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

class SmdpSimulatorEndpointIntegrationTest {

    private static final SmdpBehaviour TROUBLED =
            new SmdpBehaviour(SmdpFunction.CONFIRM_ORDER, Duration.ofMillis(15), "Closed on Sundays", true, 1, 2);

    @SuppressWarnings("NullAway.Init")
    private static EndpointApplication application;

    private final SimulatedSmdp smdp = application.bean(SimulatedSmdp.class);

    @BeforeAll
    static void start() {
        application = EndpointApplication.start(
                "/demo/smdp", SmdpConfiguration.class, SimulatedSmdp.class, SmdpSimulatorEndpoint.class);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void forget() {
        smdp.behave(SmdpBehaviour.NORMAL);
        JdbcClient jdbc = application.bean(JdbcClient.class);
        jdbc.sql("delete from simulated_smdp_call").update();
        jdbc.sql("delete from simulated_smdp_profile").update();
    }

    @Test
    void showsHowTheSimulatorBehavesAndWhatItDid() throws Exception {
        Iccid blank = new Iccid("8944474600000101811");
        smdp.downloadOrder(new FunctionCallId("TX-1"), new ProfileRequest(null, blank, null));
        smdp.downloadOrder(new FunctionCallId("TX-1"), new ProfileRequest(null, blank, null));
        smdp.confirmOrder(new FunctionCallId("TX-2"), blank, null, "4D1F-0C2B");
        smdp.downloadOrder(new FunctionCallId("TX-3"), new ProfileRequest("global-5gb", null, null));
        smdp.behave(new SmdpBehaviour(SmdpFunction.CANCEL_ORDER, Duration.ofMillis(15), null, false, 0, 1));

        HttpResponse<String> answer = application.get("operations", "?page-size=3");

        assertThat(answer.statusCode()).isEqualTo(200);
        String unknowns = answer.body()
                .replaceAll("\"ordered-at\":\"[^\"]+\"", "\"ordered-at\":\"then\"")
                .replaceAll("\"number\":\\d+", "\"number\":0")
                .replaceAll("89444747\\d{11}", "new");
        JSONAssert.assertEquals("""
                        {"function": "cancelOrder", "delay-millis": 15, "refusal": null, "down": false, "fail-next": 0,
                         "answer-lost-next": 1,
                         "profiles": {"total-count": 2, "page-size": 3, "page-number": 1, "total-pages": 1,
                          "Items": [
                           {"number": 0, "iccid": "8944474600000101811", "profile-type": null, "state": "released",
                            "eid": null, "matching-id": "4D1F-0C2B", "download-order": {"asked": 2, "effects": 1},
                            "confirm-order": {"asked": 1, "effects": 1}, "cancel-order": {"asked": 0, "effects": 0},
                            "ordered-at": "then"},
                           {"number": 0, "iccid": "new", "profile-type": "global-5gb", "state": "allocated",
                            "eid": null, "matching-id": null, "download-order": {"asked": 1, "effects": 1},
                            "confirm-order": {"asked": 0, "effects": 0}, "cancel-order": {"asked": 0, "effects": 0},
                            "ordered-at": "then"}]}}""", unknowns, true);
        application.assertKeepsTheContract("SmdpSimulator", answer.body());
    }

    @Test
    void tellsTheSimulatorHowToBehave() throws Exception {
        HttpResponse<String> answer = application.put("operations", """
                {"function": "confirmOrder", "delay-millis": 15, "refusal": "Closed on Sundays", "down": true,
                 "fail-next": 1, "answer-lost-next": 2}""");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(smdp.behaviour()).isEqualTo(TROUBLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"function\": null, \"delay-millis\": null, \"refusal\": null, \"down\": null, "
                        + "\"fail-next\": null, \"answer-lost-next\": null}"
            })
    void whatIsLeftOutEndsTheTrouble(String body) throws Exception {
        smdp.behave(TROUBLED);

        assertThat(application.put("operations", body).statusCode()).isEqualTo(204);
        assertThat(smdp.behaviour()).isEqualTo(SmdpBehaviour.NORMAL);
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
                    {"function": "releaseProfile"} | unknown-enum""")
    void anInvalidFieldChangesNothing(String body, String literal) throws Exception {
        smdp.behave(TROUBLED);

        HttpResponse<String> answer = application.put("operations", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"" + literal + "\"");
        assertThat(smdp.behaviour()).isEqualTo(TROUBLED);
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
        assertThat(smdp.behaviour()).isEqualTo(SmdpBehaviour.NORMAL);
    }
}
