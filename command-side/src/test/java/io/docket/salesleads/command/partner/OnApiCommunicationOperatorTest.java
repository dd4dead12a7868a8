package io.docket.salesleads.command.partner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.docket.salesleads.command.model.FirstAttempt.FIRST_ATTEMPT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.docket.platform.partner.PartnerUnavailableException;
import io.docket.platform.testing.MutableClock;
import io.docket.platform.testing.partner.UnwatchedCalls;
import io.docket.salesleads.api.LeadId;
import io.docket.salesleads.command.partner.CommunicationOperator.CoOrder;
import io.docket.salesleads.command.partner.CommunicationOperator.CoOrderEvent;
import io.docket.salesleads.command.partner.CommunicationOperator.State;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

@Timeout(30)
class OnApiCommunicationOperatorTest {

    private static final Duration PATIENT = Duration.ofSeconds(15);
    private static final Duration HURRIED = Duration.ofMillis(500);
    private static final int LONG_AFTER_MILLIS = 10_000;

    private static final String ORDERS = "/onapi/2.5/orders/";
    private static final String ORDERS_THERE = "/onapi/2.5/orders/?accessId=ACCESS-1";
    private static final String EVENTS = "/onapi/2.5/orderevents/";

    private static final LeadId LEAD = new LeadId("d02925f0-083b-4f64-993b-365accfbb1ac");
    private static final CoOrderRequest REQUEST =
            new CoOrderRequest("ACCESS-1", "BB-1000-100", Instant.parse("2026-01-02T03:04:05.123456789Z"));

    private static final CoOrder RECEIVED = new CoOrder("CO-7", State.RECEIVED, null);

    @RegisterExtension
    private static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    private final MutableClock clock = new MutableClock();

    @BeforeEach
    void nothingIsOrderedYet() {
        ordersThere("[]");
    }

    @Nested
    class Placing {

        @Test
        void anOrderIsPostedWithOurReference() throws IOException {
            toPost(jsonResponse(order("RECEIVED"), 201));

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT)).isEqualTo(RECEIVED);

            SERVER.verify(
                    1,
                    postRequestedFor(urlEqualTo(ORDERS))
                            .withHeader("Content-Type", equalTo("application/json"))
                            .withHeader("Accept", equalTo("application/json"))
                            .withoutHeader("Authorization")
                            .withRequestBody(equalToJson("""
                                    {"accessId": "ACCESS-1", "service": "BB-1000-100", "operation": "ACTIVATE",
                                     "spReference": "d02925f0-083b-4f64-993b-365accfbb1ac",
                                     "spSubscriptionId": "d02925f0-083b-4f64-993b-365accfbb1ac",
                                     "requestedDateTime": "2026-01-02T03:04:05.123Z"}""")));
            assertKeepsTheReference(
                    SERVER.findAll(postRequestedFor(anyUrl())).get(0).getBodyAsString());
        }

        /** As of a CO that works on after we have stopped waiting, and shows the order only then. */
        @Test
        void anOrderIsNotPostedWhileAnEarlierAttemptMayBecomeOne() {
            var placing = new RecordedPlacing();
            toPost(jsonResponse(order("RECEIVED"), 201).withFixedDelay(LONG_AFTER_MILLIS));
            CommunicationOperator hurried = operator(null, null, HURRIED);
            assertUnavailableTo(() -> hurried.place(LEAD, REQUEST, placing));
            toPost(jsonResponse(order("RECEIVED"), 201));

            assertUnavailableTo(() -> operator().place(LEAD, REQUEST, placing));
            SERVER.verify(1, postRequestedFor(anyUrl()));

            ordersThere("[" + order("IN_PROGRESS") + "]");
            assertThat(operator().place(LEAD, REQUEST, placing))
                    .isEqualTo(new CoOrder("CO-7", State.IN_PROGRESS, null));
            SERVER.verify(1, postRequestedFor(anyUrl()));
        }

        @ParameterizedTest
        @ValueSource(ints = {429, 503})
        void anOrderIsPostedAgainThatTheCoHasNotLookedAt(int status) {
            var placing = new RecordedPlacing();
            toPost(aResponse().withStatus(status));
            assertUnavailableTo(() -> operator().place(LEAD, REQUEST, placing));
            toPost(jsonResponse(order("RECEIVED"), 201));

            assertThat(operator().place(LEAD, REQUEST, placing)).isEqualTo(RECEIVED);
        }

        /** One attempt at a time. */
        private static final class RecordedPlacing implements CommunicationOperator.Placing {

            private boolean begun;

            @Override
            public boolean begin() {
                boolean first = !begun;
                begun = true;
                return first;
            }

            @Override
            public void failed() {
                begun = false;
            }
        }

        @Test
        void theCredentialsAreSentIfThereAreAny() {
            toPost(jsonResponse(order("RECEIVED"), 201));

            operator("docket", "lösen:ord").place(LEAD, REQUEST, FIRST_ATTEMPT);

            SERVER.verify(
                    2,
                    anyRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Basic ZG9ja2V0OmzDtnNlbjpvcmQ=")));
        }

        @ParameterizedTest
        @EnumSource(
                mode = EnumSource.Mode.EXCLUDE,
                names = {"REFUSED", "DONE_FAILED"})
        void theAnswerSaysHowItStands(State state) {
            toPost(jsonResponse(order(state.name()), 201));

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT)).isEqualTo(new CoOrder("CO-7", state, null));
        }

        @Test
        void anOrderMayFailAtOnceForTheReasonGiven() {
            toPost(jsonResponse("""
                            {"orderId": "CO-7", "state": "DONE_FAILED", "message": " Ingen\\u0000 ledig\\nport\\ud800 "}""", 201));

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT))
                    .isEqualTo(new CoOrder("CO-7", State.DONE_FAILED, "Ingen  ledig port"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"orderId\": \"CO-7\", \"state\": \"DONE_FAILED\"}",
                    "{\"orderId\": \"CO-7\", \"state\": \"DONE_FAILED\", \"message\": \"\"}",
                    "{\"orderId\": \"CO-7\", \"state\": \"DONE_FAILED\", \"message\": null}"
                })
        void theReasonMayBeMissing(String answer) {
            toPost(jsonResponse(answer, 201));

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT))
                    .isEqualTo(new CoOrder("CO-7", State.DONE_FAILED, "The CO gave no reason"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"path\": \"/onapi/2.5/orders/CO-7\", \"state\": \"RECEIVED\"}",
                    "{\"path\": \"/onapi/2.5/orders/CO-7\", \"orderId\": null, \"state\": \"RECEIVED\"}"
                })
        void theIdMayStandInThePathAlone(String answer) {
            toPost(jsonResponse(answer, 201));

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT)).isEqualTo(RECEIVED);
        }

        @Test
        void theIdMayStandInTheLocationAlone() {
            toPost(jsonResponse("{\"state\": \"RECEIVED\"}", 201).withHeader("Location", "/onapi/2.5/orders/CO-7"));

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT)).isEqualTo(RECEIVED);
        }
    }

    @Nested
    class PlacingOnce {

        @Test
        void anOrderUnderOurReferenceIsFoundAndNotPlacedAgain() {
            ordersThere("""
                    [{"orderId": "CO-1", "state": "RECEIVED", "operation": "ACTIVATE", "spReference": "other"},
                     {"orderId": "CO-2", "state": "DONE_SUCCESS", "operation": "MODIFY",
                      "spReference": "d02925f0-083b-4f64-993b-365accfbb1ac"},
                     {"orderId": "CO-3", "state": "DONE_SUCCESS", "operation": "ACTIVATE"},
                     {"orderId": "CO-7", "state": "IN_PROGRESS", "operation": "ACTIVATE",
                      "spReference": "d02925f0-083b-4f64-993b-365accfbb1ac"}]""");

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT))
                    .isEqualTo(new CoOrder("CO-7", State.IN_PROGRESS, null));
            SERVER.verify(0, postRequestedFor(anyUrl()));
        }

        @Test
        void anOrderWhoseAnswerWasLostIsFound() {
            toPost(aResponse().withFault(Fault.EMPTY_RESPONSE));
            SERVER.stubFor(get(urlEqualTo(ORDERS_THERE))
                    .inScenario("lost")
                    .whenScenarioStateIs(Scenario.STARTED)
                    .willSetStateTo("placed")
                    .willReturn(jsonResponse("[]", 200)));
            SERVER.stubFor(get(urlEqualTo(ORDERS_THERE))
                    .inScenario("lost")
                    .whenScenarioStateIs("placed")
                    .willReturn(jsonResponse("[" + order("RECEIVED") + "]", 200)));
            assertUnavailableTo(() -> operator().place(LEAD, REQUEST, FIRST_ATTEMPT));

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT)).isEqualTo(RECEIVED);
            SERVER.verify(1, postRequestedFor(anyUrl()));
        }

        @Test
        void nothingIsPlacedWhileItIsNotKnownWhatWas() {
            for (ResponseDefinitionBuilder answer : new ResponseDefinitionBuilder[] {
                aResponse().withStatus(500), jsonResponse("{}", 200), jsonResponse("[7]", 200), jsonResponse("[", 200)
            }) {
                SERVER.stubFor(get(urlEqualTo(ORDERS_THERE)).willReturn(answer));

                assertUnavailableTo(() -> operator().place(LEAD, REQUEST, FIRST_ATTEMPT));
            }
            SERVER.verify(0, postRequestedFor(anyUrl()));
        }

        @Test
        void ofSeveralTheOneThatCameFurthestCounts() {
            ordersThere("[" + order("DONE_FAILED") + "," + order("DONE_SUCCESS").replace("CO-7", "CO-8") + ","
                    + order("RECEIVED").replace("CO-7", "CO-9") + "]");

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT))
                    .isEqualTo(new CoOrder("CO-8", State.DONE_SUCCESS, null));
        }

        @Test
        void aCoThatHasNoOrdersThereMaySayNotFound() {
            SERVER.stubFor(get(urlEqualTo(ORDERS_THERE)).willReturn(jsonResponse("{\"cause\": \"None\"}", 404)));
            toPost(jsonResponse(order("RECEIVED"), 201));

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT)).isEqualTo(RECEIVED);
        }

        @Test
        void anActiveOrderOfOursIsAnsweredAgain() {
            toPost(jsonResponse(order("IN_PROGRESS"), 200));

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT))
                    .isEqualTo(new CoOrder("CO-7", State.IN_PROGRESS, null));
        }

        @Test
        void aServiceThatIsActiveAlreadyIsDelivered() {
            toPost(jsonResponse("""
                    {"accessId": "ACCESS-1", "service": "BB-1000-100", "operation": "ACTIVATE",
                     "state": "DONE_SUCCESS", "message": ""}""", 200));

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT))
                    .isEqualTo(new CoOrder(null, State.DONE_SUCCESS, null));
        }

        @Test
        void anActiveOrderForAnotherLeadIsNotOurs() {
            toPost(jsonResponse("{\"orderId\": \"CO-1\", \"state\": \"RECEIVED\", \"spReference\": \"other\"}", 200));

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT))
                    .isEqualTo(new CoOrder(null, State.REFUSED, "The service is ordered at this access already"));
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 409})
        void aRefusalBecauseOfOurOwnOrderIsNone(int status) {
            SERVER.stubFor(get(urlEqualTo(ORDERS_THERE))
                    .inScenario("late")
                    .whenScenarioStateIs(Scenario.STARTED)
                    .willSetStateTo("visible")
                    .willReturn(jsonResponse("[]", 200)));
            SERVER.stubFor(get(urlEqualTo(ORDERS_THERE))
                    .inScenario("late")
                    .whenScenarioStateIs("visible")
                    .willReturn(jsonResponse("[" + order("RECEIVED") + "]", 200)));
            toPost(jsonResponse("{\"cause\": \"Another Service is already active.\"}", status));

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT)).isEqualTo(RECEIVED);
        }
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @ValueSource(ints = {400, 409})
        void forTheCauseGiven(int status) {
            toPost(jsonResponse("{\"cause\": \"Unknown service: 'INTERNET'\"}", status));

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT))
                    .isEqualTo(new CoOrder(null, State.REFUSED, "Unknown service: 'INTERNET'"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"cause\": null}", "{\"cause\": \" \\u0000\\n\"}", "{\"cause\": {}}"})
        void withoutACause(String body) {
            toPost(jsonResponse(body, 400));

            assertThat(operator().place(LEAD, REQUEST, FIRST_ATTEMPT))
                    .isEqualTo(new CoOrder(null, State.REFUSED, "The CO gave no cause"));
        }
    }

    @Nested
    class Finding {

        @ParameterizedTest
        @EnumSource(
                mode = EnumSource.Mode.EXCLUDE,
                names = {"REFUSED", "DONE_FAILED"})
        void howAnOrderStands(State state) {
            SERVER.stubFor(get(urlEqualTo(ORDERS + "CO-7")).willReturn(jsonResponse(order(state.name()), 200)));

            assertThat(operator().find("CO-7")).isEqualTo(new CoOrder("CO-7", state, null));
        }

        @Test
        void whyItFailed() {
            SERVER.stubFor(get(urlEqualTo(ORDERS + "CO-7"))
                    .willReturn(jsonResponse("{\"state\": \"DONE_FAILED\", \"message\": \"No port\"}", 200)));

            assertThat(operator().find("CO-7")).isEqualTo(new CoOrder("CO-7", State.DONE_FAILED, "No port"));
        }

        @Test
        void isNothingElse() {
            SERVER.stubFor(get(urlEqualTo(ORDERS + "CO-7"))
                    .willReturn(jsonResponse("{\"orderId\": \"CO-8\", \"state\": \"DONE_SUCCESS\"}", 200)));

            assertUnavailableTo(() -> operator().find("CO-7"));
        }

        @ParameterizedTest
        @ValueSource(ints = {201, 204, 400, 401, 404, 410, 429, 500, 501})
        void failsWithAnyOtherStatus(int status) {
            SERVER.stubFor(get(urlEqualTo(ORDERS + "CO-7"))
                    .willReturn(aResponse().withStatus(status).withBody(status == 204 ? null : order("DONE_SUCCESS"))));

            assertUnavailableTo(() -> operator().find("CO-7"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ".", "..", "a/b", "a b", "é", "1234567890123456789012345678901234567"})
        void takesIdsOnly(String id) {
            assertThatIllegalArgumentException().isThrownBy(() -> operator().find(id));
            SERVER.verify(0, anyRequestedFor(anyUrl()));
        }
    }

    @Nested
    class Events {

        @Test
        void areThoseAfterTheLast() {
            toGet(EVENTS + "?since=E-1", jsonResponse("""
                    [{"event": "E-2", "order": {"path": "/api/2.5/orders/CO-7", "state": "IN_PROGRESS"}},
                     {"event": "E-3", "order": {"orderId": "CO-8", "state": "DONE_SUCCESS"}},
                     {"event": "E-4", "order": {}}]""", 200));

            assertThat(operator().eventsAfter("E-1"))
                    .containsExactly(
                            new CoOrderEvent("E-2", "CO-7"),
                            new CoOrderEvent("E-3", "CO-8"),
                            new CoOrderEvent("E-4", null));
        }

        @Test
        void areAllAtFirst() {
            toGet(EVENTS, jsonResponse("[{\"event\": \"E-1\", \"order\": {\"path\": \"/orders/CO-7\"}}]", 200));

            assertThat(operator().eventsAfter(null)).containsExactly(new CoOrderEvent("E-1", "CO-7"));
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 404})
        void areAllIfTheLastIsForgotten(int status) {
            toGet(EVENTS + "?since=E-1", aResponse().withStatus(status));
            toGet(EVENTS, jsonResponse("[{\"event\": \"E-9\", \"order\": {\"path\": \"/orders/CO-7\"}}]", 200));

            assertThat(operator().eventsAfter("E-1")).containsExactly(new CoOrderEvent("E-9", "CO-7"));
        }

        @ParameterizedTest
        @ValueSource(ints = {404, 501})
        void areNoneOfACoThatKeepsNone(int status) {
            toGet(EVENTS, aResponse().withStatus(status));

            assertThat(operator().eventsAfter(null)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                200 | {}
                200 | [7]
                200 | [{"order": {"path": "/orders/CO-7"}}]
                200 | [{"event": "not an id", "order": {"path": "/orders/CO-7"}}]
                400 | {"cause": "No"}
                401 | {"cause": "No"}
                500 | []""")
        void areUnknownWithAnyOtherAnswer(int status, String body) {
            toGet(EVENTS, jsonResponse(body, status));

            assertUnavailableTo(() -> operator().eventsAfter(null));
        }
    }

    @Nested
    class Unavailable {

        @ParameterizedTest
        @ValueSource(ints = {202, 204, 401, 403, 404, 405, 422, 429, 500, 501, 502, 503, 504})
        void withAnyOtherStatus(int status) {
            toPost(aResponse().withStatus(status).withBody(status == 204 ? null : order("DONE_SUCCESS")));

            assertUnavailable();
            SERVER.verify(1, postRequestedFor(anyUrl()));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "[]",
                    "{}",
                    "{\"orderId\": \"CO-7\"}",
                    "{\"orderId\": \"CO-7\", \"state\": null}",
                    "{\"orderId\": \"CO-7\", \"state\": 7}",
                    "{\"orderId\": \"CO-7\", \"state\": {}}",
                    "{\"orderId\": \"CO-7\", \"state\": \"done_success\"}",
                    "{\"orderId\": \"CO-7\", \"state\": \"REFUSED\"}",
                    "{\"orderId\": \"CO-7\", \"state\": \"CANCELLED\"}"
                })
        void withoutAStateThatOnApiKnows(String body) {
            toPost(jsonResponse(body, 201));

            assertUnavailable();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"state\": \"RECEIVED\"}",
                    "{\"orderId\": 7, \"state\": \"RECEIVED\"}",
                    "{\"orderId\": \"..\", \"state\": \"IN_PROGRESS\"}",
                    "{\"path\": \"/orders/\", \"state\": \"IN_PROGRESS\"}"
                })
        void withAnOrderThatCannotBeFoundAgain(String body) {
            toPost(jsonResponse(body, 201));

            assertUnavailable();
        }

        @Test
        void withAnAnswerThatIsTooLong() {
            toPost(jsonResponse(order("RECEIVED") + " ".repeat(OnApiCommunicationOperator.MAX_ORDER_BYTES), 201));

            assertThatThrownBy(() -> operator().place(LEAD, REQUEST, FIRST_ATTEMPT))
                    .isInstanceOf(PartnerUnavailableException.class)
                    .hasMessageContaining("more than 65536 bytes");
        }

        @Test
        void withoutNamingTheCredentials() {
            toPost(aResponse().withStatus(401).withBody("s3cret"));

            assertThatThrownBy(() -> operator("docket", "s3cret").place(LEAD, REQUEST, FIRST_ATTEMPT))
                    .isInstanceOf(PartnerUnavailableException.class)
                    .hasMessage("The CO answered 401");
        }

        private void assertUnavailable() {
            assertUnavailableTo(() -> operator().place(LEAD, REQUEST, FIRST_ATTEMPT));
        }
    }

    @Nested
    class Silence {

        @ParameterizedTest
        @CsvSource({
            "429, 30, PT30S",
            "503, 30, PT30S",
            "429, 'Fri, 02 Jan 2026 03:05:05 GMT', PT59.322S",
            "429, 999999999, PT1H"
        })
        void isKeptForAsLongAsTheCoAsks(int status, String retryAfter, Duration silence) {
            toPost(aResponse().withStatus(status).withHeader("Retry-After", retryAfter));
            CommunicationOperator operator = operator();
            assertUnavailableTo(() -> operator.place(LEAD, REQUEST, FIRST_ATTEMPT));
            SERVER.resetRequests();

            clock.advance(silence.minusMillis(1));
            assertUnavailableTo(() -> operator.place(LEAD, REQUEST, FIRST_ATTEMPT));
            assertUnavailableTo(() -> operator.find("CO-7"));
            assertUnavailableTo(() -> operator.eventsAfter(null));
            SERVER.verify(0, anyRequestedFor(anyUrl()));

            clock.advance(Duration.ofMillis(1));
            toPost(jsonResponse(order("RECEIVED"), 201));
            assertThat(operator.place(LEAD, REQUEST, FIRST_ATTEMPT)).isEqualTo(RECEIVED);
        }

        @ParameterizedTest
        @CsvSource({"429, soon", "429, -1", "429, ''", "500, 30", "429, 'Fri, 02 Jan 1998 03:05:05 GMT'"})
        void isNotKeptOtherwise(int status, String retryAfter) {
            toPost(aResponse().withStatus(status).withHeader("Retry-After", retryAfter));
            CommunicationOperator operator = operator();
            assertUnavailableTo(() -> operator.place(LEAD, REQUEST, FIRST_ATTEMPT));

            toPost(jsonResponse(order("RECEIVED"), 201));
            assertThat(operator.place(LEAD, REQUEST, FIRST_ATTEMPT)).isEqualTo(RECEIVED);
        }
    }

    private static String order(String state) {
        return """
                {"path": "/onapi/2.5/orders/CO-7", "orderId": "CO-7", "accessId": "ACCESS-1", "subscriptionId": "S-1",
                 "service": "BB-1000-100", "operation": "ACTIVATE", "state": "%s",
                 "spReference": "d02925f0-083b-4f64-993b-365accfbb1ac",
                 "spSubscriptionId": "d02925f0-083b-4f64-993b-365accfbb1ac"}""".formatted(state);
    }

    private static void toPost(ResponseDefinitionBuilder answer) {
        SERVER.stubFor(post(urlEqualTo(ORDERS)).willReturn(answer));
    }

    private static void toGet(String url, ResponseDefinitionBuilder answer) {
        SERVER.stubFor(get(urlEqualTo(url)).willReturn(answer));
    }

    private static void ordersThere(String orders) {
        toGet(ORDERS_THERE, jsonResponse(orders, 200));
    }

    private static void assertUnavailableTo(Runnable request) {
        assertThatThrownBy(request::run).isInstanceOf(PartnerUnavailableException.class);
    }

    private static void assertKeepsTheReference(String body) throws IOException {
        String uri = "https://test.invalid/co-orders.json";
        String document = JsonMapper.shared()
                .writeValueAsString(new Yaml()
                        .<Map<String, Object>>load(
                                Files.readString(Path.of("..", "docs", "reference", "co-orders.yaml"))));
        SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, registry -> registry.schemas(Map.of(uri, document)));

        assertThat(requireNonNull(schemas.getSchema(SchemaLocation.of(uri + "#/components/schemas/OrderRequest")))
                        .validate(JsonMapper.shared().readTree(body)))
                .isEmpty();
    }

    private CommunicationOperator operator() {
        return operator(null, null, PATIENT);
    }

    private CommunicationOperator operator(String username, String password) {
        return operator(username, password, PATIENT);
    }

    private CommunicationOperator operator(@Nullable String username, @Nullable String password, Duration readTimeout) {
        URI baseUrl = URI.create(SERVER.baseUrl() + "/onapi/2.5/");
        return new OnApiCommunicationOperator(
                new CoProperties(
                        baseUrl, null, username, password, Duration.ofSeconds(10), readTimeout, Duration.ofSeconds(10)),
                new DefaultSslBundleRegistry(),
                clock,
                UnwatchedCalls.make());
    }
}
