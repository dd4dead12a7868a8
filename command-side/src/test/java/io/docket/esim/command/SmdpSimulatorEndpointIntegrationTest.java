package io.docket.esim.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.docket.esim.api.Iccid;
import io.docket.esim.command.Smdp.ProfileRequest;
import io.docket.platform.contract.Contract;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skyscreamer.jsonassert.JSONAssert;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import tools.jackson.databind.json.JsonMapper;

class SmdpSimulatorEndpointIntegrationTest {

    private static final SmdpBehaviour TROUBLED =
            new SmdpBehaviour(SmdpFunction.CONFIRM_ORDER, Duration.ofMillis(15), "Closed on Sundays", true, 1, 2);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final TestDatabase DATABASE = TestDatabase.create(Database.H2);

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext application;

    private final SimulatedSmdp smdp = application.getBean(SimulatedSmdp.class);

    @BeforeAll
    static void start() {
        application = new SpringApplicationBuilder(Application.class)
                .properties(DATABASE.properties())
                .properties(
                        "server.port=0",
                        "spring.web.resources.add-mappings=false",
                        "spring.main.banner-mode=off",
                        "logging.level.root=warn",
                        "axon.axonserver.enabled=false",
                        "axon.update-check.disabled=true",
                        "docket.demo.enabled=true",
                        "docket.reads.max-wait=2s",
                        "docket.classifications.cases=classpath:classifications/cases.yaml")
                .run();
    }

    @AfterAll
    static void stop() {
        application.close();
        DATABASE.close();
    }

    @BeforeEach
    void forget() {
        smdp.behave(SmdpBehaviour.NORMAL);
        JdbcClient jdbc = application.getBean(JdbcClient.class);
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

        HttpResponse<String> answer = get("operations", "?page-size=3");

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
        assertKeepsTheContract(answer.body());
    }

    @Test
    void tellsTheSimulatorHowToBehave() throws Exception {
        HttpResponse<String> answer = put("operations", """
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

        assertThat(put("operations", body).statusCode()).isEqualTo(204);
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

        HttpResponse<String> answer = put("operations", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"" + literal + "\"");
        assertThat(smdp.behaviour()).isEqualTo(TROUBLED);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\uD83D\uDE00"})
    void aRefusalMayHaveFiveHundredCharactersOfAnyKind(String character) throws Exception {
        assertThat(put("operations", "{\"refusal\": \"" + character.repeat(500) + "\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(put("operations", "{\"refusal\": \"" + character.repeat(501) + "\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void onlyOperatorsMayDoEither() throws Exception {
        String others = "orders.read orders.write orders.approve cases.manage audit.read";

        assertThat(get(others, "").statusCode()).isEqualTo(403);
        assertThat(put(others, "{\"down\": true}").statusCode()).isEqualTo(403);
        assertThat(smdp.behaviour()).isEqualTo(SmdpBehaviour.NORMAL);
    }

    private static void assertKeepsTheContract(String body) {
        String document = JsonMapper.shared()
                .writeValueAsString(application.getBean(Contract.class).document());
        String uri = "https://test.invalid/openapi.json";
        SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, registry -> registry.schemas(Map.of(uri, document)));

        assertThat(schemas.getSchema(SchemaLocation.of(uri + "#/components/schemas/SmdpSimulator"))
                        .validate(JsonMapper.shared().readTree(body)))
                .isEmpty();
    }

    private static HttpResponse<String> get(String scopes, String query) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(query)).GET(), scopes);
    }

    private static HttpResponse<String> put(String scopes, String body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(""))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body)),
                scopes);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String scopes)
            throws IOException, InterruptedException {
        return CLIENT.send(
                request.header("Authorization", "Bearer " + scopes.replace(' ', '~'))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(String query) {
        return URI.create("http://localhost:" + application.getEnvironment().getProperty("local.server.port")
                + "/demo/smdp" + query);
    }

    @EnableAutoConfiguration
    @ComponentScan("io.docket.platform")
    @Import({SmdpConfiguration.class, SimulatedSmdp.class, SmdpSimulatorEndpoint.class})
    static class Application {

        /** A token here is its scopes. */
        @Bean
        JwtDecoder tokens() {
            return token -> Jwt.withTokenValue(token)
                    .header("alg", "none")
                    .subject("tester")
                    .claim("scope", token.replace('~', ' '))
                    .issuedAt(Instant.EPOCH)
                    .build();
        }
    }
}
