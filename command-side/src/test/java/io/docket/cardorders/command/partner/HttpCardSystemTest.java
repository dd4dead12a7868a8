package io.docket.cardorders.command.partner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.NewCard;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.command.partner.CardSystem.Outcome;
import io.docket.common.api.PersonalData;
import io.docket.platform.partner.PartnerUnavailableException;
import io.docket.platform.testing.partner.UnwatchedCalls;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

@Timeout(20)
class HttpCardSystemTest {

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    private static final WorkItemId WORK_ITEM = new WorkItemId("WI0000500001");
    private static final String NEW_CARD = """
            {"new-card": {"card-id": "CARD-7", "serial-number": "0007"}}""";

    @RegisterExtension
    private static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @Nested
    class Requests {

        @Test
        void anIssuanceIsPostedWithItsKey() {
            answer(jsonResponse(NEW_CARD, 200));

            cardSystem(null).issue(WORK_ITEM, additionalCard());

            SERVER.verify(
                    1,
                    postRequestedFor(urlEqualTo("/cards/card-requests"))
                            .withHeader("Idempotency-Key", equalTo("WI0000500001"))
                            .withHeader("Content-Type", equalTo("application/json"))
                            .withHeader("Accept", equalTo("application/json"))
                            .withoutHeader("Authorization")
                            .withRequestBody(equalToJson("""
                                    {"work-item-id": "WI0000500001", "kind": "additional-card-issuance",
                                     "authorized-customer-number": "MIGR00002",
                                     "authorized-customer-name": "Mileva Grujić",
                                     "owner-customer-number": "BRVU00002", "owner-customer-name": "Branislav Vuković",
                                     "arrangement-number": "0064200001930", "product-code": "MasterCard"}""")));
        }

        private static CardOrder blockade(String description) {
            return new CardOrder(
                    OrderKind.CARD_BLOCKADE,
                    new CardId("CARD-0002"),
                    "0002",
                    "BRVU00002",
                    description,
                    "temporary-blockage",
                    null,
                    null);
        }

        @Test
        void anOrderIsPostedWithoutTheFieldsThatHaveNoValue() {
            answer(jsonResponse("{}", 200));

            cardSystem(null).process(WORK_ITEM, blockade("Left in a taxi.\nAt night."));

            SERVER.verify(postRequestedFor(urlEqualTo("/cards/card-requests")).withRequestBody(equalToJson("""
                                    {"work-item-id": "WI0000500001", "kind": "card-blockade", "card-id": "CARD-0002",
                                     "serial-number": "0002", "customer-number": "BRVU00002",
                                     "description": "Left in a taxi.\\nAt night.",
                                     "blockade-reason": "temporary-blockage"}""")));
        }

        /** The card system does not take the mark for what the customer said. */
        @Test
        void aDescriptionThatWasErasedIsNotSent() {
            answer(jsonResponse("{}", 200));

            cardSystem(null).process(WORK_ITEM, blockade(PersonalData.ERASED));

            SERVER.verify(postRequestedFor(urlEqualTo("/cards/card-requests")).withRequestBody(equalToJson("""
                                    {"work-item-id": "WI0000500001", "kind": "card-blockade", "card-id": "CARD-0002",
                                     "serial-number": "0002", "customer-number": "BRVU00002",
                                     "blockade-reason": "temporary-blockage"}""")));
        }

        @Test
        void aReplacementSaysWhyAndWhatIsToStandOnTheCard() {
            answer(jsonResponse(NEW_CARD, 201));

            cardSystem(null)
                    .process(
                            WORK_ITEM,
                            new CardOrder(
                                    OrderKind.CARD_REPLACEMENT,
                                    new CardId("CARD-0002"),
                                    "0002",
                                    "BRVU00002",
                                    null,
                                    null,
                                    "stolen-card",
                                    "B VUKOVIC"));

            SERVER.verify(postRequestedFor(urlEqualTo("/cards/card-requests")).withRequestBody(equalToJson("""
                                    {"work-item-id": "WI0000500001", "kind": "card-replacement", "card-id": "CARD-0002",
                                     "serial-number": "0002", "customer-number": "BRVU00002",
                                     "replacement-reason": "stolen-card", "embossment-line-1": "B VUKOVIC"}""")));
        }

        @Test
        void aSuspensionHasAKeyOfItsOwn() {
            answer(jsonResponse("{}", 200));

            assertThat(cardSystem(null).suspend(lostCard())).isEqualTo(new Outcome.Done(null));

            SERVER.verify(
                    1,
                    postRequestedFor(urlEqualTo("/cards/card-requests"))
                            .withHeader("Idempotency-Key", equalTo("WI0000500001-suspension"))
                            .withRequestBody(equalToJson("""
                                    {"work-item-id": "WI0000500001", "kind": "card-suspension", "card-id": "CARD-0001",
                                     "serial-number": "0001", "customer-number": "BRVU00002",
                                     "replacement-reason": "stolen-card"}""")));
        }

        @Test
        void theTokenIsSentIfThereIsOne() {
            answer(jsonResponse("{}", 200));

            cardSystem("s3cret").process(WORK_ITEM, order(OrderKind.CARD_ACTIVATION));

            SERVER.verify(postRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer s3cret")));
        }

        @Test
        void aRepetitionHasTheSameKeyAndBody() {
            answer(aResponse().withStatus(503));
            CardSystem cardSystem = cardSystem(null);
            assertUnavailableTo(() -> cardSystem.process(WORK_ITEM, order(OrderKind.CARD_ACTIVATION)));
            answer(jsonResponse("{}", 200));

            cardSystem.process(WORK_ITEM, order(OrderKind.CARD_ACTIVATION));

            assertThat(SERVER.findAll(
                            postRequestedFor(anyUrl()).withHeader("Idempotency-Key", equalTo("WI0000500001"))))
                    .hasSize(2)
                    .extracting(request -> request.getBodyAsString())
                    .satisfies(bodies -> assertThat(bodies.get(0)).isEqualTo(bodies.get(1)));
        }
    }

    @Nested
    class Done {

        @ParameterizedTest
        @ValueSource(ints = {200, 201})
        void withANewCard(int status) {
            answer(jsonResponse(NEW_CARD, status));

            assertThat(cardSystem(null).issue(WORK_ITEM, additionalCard()))
                    .isEqualTo(new Outcome.Done(new NewCard(new CardId("CARD-7"), "0007")));
            assertThat(cardSystem(null).process(WORK_ITEM, order(OrderKind.CARD_REPLACEMENT)))
                    .isEqualTo(new Outcome.Done(new NewCard(new CardId("CARD-7"), "0007")));
        }

        @ParameterizedTest
        @EnumSource(
                mode = EnumSource.Mode.EXCLUDE,
                names = {"ADDITIONAL_CARD_ISSUANCE", "CARD_REPLACEMENT"})
        void withoutOne(OrderKind kind) {
            answer(jsonResponse(NEW_CARD, 200));

            assertThat(cardSystem(null).process(WORK_ITEM, order(kind))).isEqualTo(new Outcome.Done(null));
        }
    }

    @Nested
    class Refused {

        @Test
        void forTheReasonGiven() {
            answer(jsonResponse("{\"reason\": \"Картица је угашена\", \"code\": 17}", 422));

            assertThat(cardSystem(null).process(WORK_ITEM, order(OrderKind.CARD_ACTIVATION)))
                    .isEqualTo(new Outcome.Refused("Картица је угашена"));
            assertThat(cardSystem(null).suspend(lostCard())).isEqualTo(new Outcome.Refused("Картица је угашена"));
        }

        @Test
        void withAReasonCutShortBetweenCharacters() {
            answer(jsonResponse("{\"reason\": \"" + "x".repeat(499) + "😀 and more\"}", 422));

            assertThat(cardSystem(null).process(WORK_ITEM, order(OrderKind.CARD_ACTIVATION)))
                    .isEqualTo(new Outcome.Refused("x".repeat(499)));
        }
    }

    @Nested
    class Unavailable {

        @ParameterizedTest
        @ValueSource(ints = {202, 204, 400, 401, 403, 404, 409, 429, 500, 502, 503, 504})
        void withAnyOtherStatus(int status) {
            answer(aResponse()
                    .withStatus(status)
                    .withHeader("Retry-After", "0")
                    .withBody(status == 204 ? null : NEW_CARD));

            assertUnavailable();
            SERVER.verify(1, postRequestedFor(anyUrl()));
            assertUnavailableTo(() -> cardSystem(null).suspend(lostCard()));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "[]",
                    "{}",
                    "{\"new-card\": null}",
                    "{\"new-card\": \"CARD-7\"}",
                    "{\"new-card\": {\"card-id\": \"CARD-7\"}}",
                    "{\"new-card\": {\"card-id\": 7, \"serial-number\": \"0007\"}}",
                    "{\"new-card\": {\"card-id\": \"\", \"serial-number\": \"0007\"}}",
                    "{\"new-card\": {\"card-id\": \"CARD\\u00007\", \"serial-number\": \"0007\"}}",
                    "{\"new-card\": {\"card-id\": \"CARD-7\", \"serial-number\": \""
                            + "0123456789012345678901234567890123456789012345678901234567890123456789\"}}"
                })
        void withoutTheNewCardThatWasAskedFor(String body) {
            answer(jsonResponse(body, 200));

            assertUnavailableTo(() -> cardSystem(null).issue(WORK_ITEM, additionalCard()));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "[]", "{}", "{\"reason\": null}", "{\"reason\": 7}", "{\"reason\": \" \\u0000\\n\"}"})
        void withARefusalWithoutReason(String body) {
            answer(jsonResponse(body, 422));

            assertUnavailable();
        }

        @Test
        void withAnAnswerThatIsTooLong() {
            String padding = " ".repeat(HttpCardSystem.MAX_ANSWER_BYTES);
            answer(jsonResponse("{\"reason\": \"No\"}" + padding, 422));

            assertThatThrownBy(() -> cardSystem(null).process(WORK_ITEM, order(OrderKind.CARD_ACTIVATION)))
                    .isInstanceOf(PartnerUnavailableException.class)
                    .hasMessageContaining("more than 65536 bytes");
        }

        @Test
        void withoutNamingTheToken() {
            answer(aResponse().withStatus(401).withBody("s3cret"));

            assertThatThrownBy(() -> cardSystem("s3cret").process(WORK_ITEM, order(OrderKind.CARD_ACTIVATION)))
                    .isInstanceOf(PartnerUnavailableException.class)
                    .hasMessage("The card system answered 401");
        }

        private void assertUnavailable() {
            assertUnavailableTo(() -> cardSystem(null).process(WORK_ITEM, order(OrderKind.CARD_ACTIVATION)));
        }
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        SERVER.stubFor(post(urlEqualTo("/cards/card-requests")).willReturn(answer));
    }

    private static void assertUnavailableTo(Runnable request) {
        assertThatThrownBy(request::run).isInstanceOf(PartnerUnavailableException.class);
    }

    private static CardSystem cardSystem(@Nullable String token) {
        return new HttpCardSystem(
                new CardSystemProperties(
                        URI.create(SERVER.baseUrl() + "/cards/"), null, token, READ_TIMEOUT, READ_TIMEOUT),
                new DefaultSslBundleRegistry(),
                UnwatchedCalls.make());
    }

    private static AdditionalCard additionalCard() {
        return new AdditionalCard(
                "MIGR00002",
                "Mileva Grujić",
                "BRVU00002",
                "Branislav Vuković",
                new ArrangementNumber("0064200001930"),
                "MasterCard");
    }

    private static LostCard lostCard() {
        return new LostCard(WORK_ITEM, new CardId("CARD-0001"), "0001", "BRVU00002", "stolen-card", 1);
    }

    private static CardOrder order(OrderKind kind) {
        return new CardOrder(kind, new CardId("CARD-0001"), "0001", "BRVU00002", null, null, null, null);
    }
}
