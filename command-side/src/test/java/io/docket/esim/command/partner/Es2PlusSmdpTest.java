package io.docket.esim.command.partner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.docket.esim.api.Iccid;
import io.docket.esim.command.partner.Smdp.Confirmation;
import io.docket.esim.command.partner.Smdp.ProfileRequest;
import io.docket.platform.partner.PartnerUnavailableException;
import io.docket.platform.testing.partner.Certificates;
import io.docket.platform.testing.partner.Partners;
import io.docket.platform.testing.partner.UnwatchedCalls;
import io.docket.simulators.Simulators;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import tools.jackson.databind.JsonNode;

/** Against a simulated SM-DP+ that holds every message against its document, and against a server that answers anything. */
@Timeout(20)
@SuppressWarnings("NullAway.Init")
class Es2PlusSmdpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofMillis(300);

    private static final String FUNCTIONS = "/gsma/rsp2/es2plus/";
    private static final String EID = "89049032123451234512345678901235";
    private static final Iccid BLANK = new Iccid("8944474600000101811");
    private static final Iccid OF_TWENTY_DIGITS = new Iccid("89444746000001018110");
    private static final String PROTOCOL = "gsma/rsp/v2.2.0";
    private static final String JSON = "application/json;charset=UTF-8";
    private static final String SUCCESS = """
            {"header": {"functionExecutionStatus": {"status": "Executed-Success"}}}""";

    private static final WireMockServer SERVER =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private static final AtomicInteger CALLS = new AtomicInteger();

    private static Certificates certificates;
    private static Simulators simulators;
    private static Partners partners;
    private static Smdp smdp;
    private static Smdp answering;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        certificates = Certificates.in(folder);
        simulators = Simulators.start(0, null, Clock.systemUTC(), certificates.ofPartner());
        partners = Partners.at(simulators.address(), certificates.ofClient());
        smdp = smdp(certificates.clientKeyStore(), certificates.clientTrustStore());
        SERVER.start();
        answering = smdp(properties(URI.create(SERVER.baseUrl() + "/"), SmdpProperties.Release.WITH_CONFIRMATION));
    }

    @AfterAll
    static void stop() {
        simulators.close();
        SERVER.stop();
    }

    @AfterEach
    void everyMessageKeptTheRules() {
        assertThat(partners.shown("smdp").required("violations")).isEmpty();
    }

    @BeforeEach
    void forget() {
        SERVER.resetAll();
    }

    @Nested
    class AnOrder {

        @Test
        void reservesAProfileOfAType() {
            FunctionCallId call = newCall();

            Iccid iccid = smdp.downloadOrder(call, new ProfileRequest("global-5gb", null, EID));

            assertThat(iccid.value()).matches("[0-9]{19}");
            assertState(iccid, "allocated");
        }

        @Test
        void isAskedForInTheWordsOfEs2Plus() {
            FunctionCallId call = newCall();
            answer(iccid("8944474600000101811F"));

            answering.downloadOrder(call, new ProfileRequest("global-5gb", null, EID));

            SERVER.verify(postRequestedFor(urlEqualTo(FUNCTIONS + "downloadOrder"))
                    .withHeader("X-Admin-Protocol", equalTo("gsma/rsp/v2.2.0"))
                    .withHeader("Content-Type", equalTo("application/json;charset=UTF-8"))
                    .withRequestBody(equalToJson("""
                                    {"header": {"functionRequesterIdentifier": "Docket, Test",
                                                "functionCallIdentifier": "%s"},
                                     "eid": "89049032123451234512345678901235", "profileType": "global-5gb"}
                                    """.formatted(call))));
        }

        @Test
        void reservesTheProfileWithAnIccid() {
            assertThat(smdp.downloadOrder(newCall(), new ProfileRequest(null, BLANK, null)))
                    .isEqualTo(BLANK);
            assertState(BLANK, "allocated");
        }

        @Test
        void padsNoIccidOfTwentyDigits() {
            assertThat(smdp.downloadOrder(newCall(), new ProfileRequest(null, OF_TWENTY_DIGITS, null)))
                    .isEqualTo(OF_TWENTY_DIGITS);
            assertThat(profile("89444746000001018110").required("state").asString())
                    .isEqualTo("allocated");
        }

        @Test
        void isConfirmedAndReleasedAtOnce() {
            Iccid iccid = smdp.downloadOrder(newCall(), new ProfileRequest("global-5gb", null, null));

            assertThat(smdp.confirmOrder(newCall(), iccid, EID, "4D1F-0C2B-1"))
                    .isEqualTo(new Confirmation("4D1F-0C2B-1", "rsp.docket.example"));
            assertState(iccid, "released");
            assertThat(profile(iccid.value() + "F").required("calls").has("releaseProfile"))
                    .isFalse();
        }

        @Test
        void isReleasedSeparatelyIfTheSmdpWantsIt() {
            Smdp separately = smdp(properties(simulators.address(), SmdpProperties.Release.SEPARATELY));
            Iccid iccid = separately.downloadOrder(newCall(), new ProfileRequest("global-5gb", null, null));
            FunctionCallId confirm = newCall();

            separately.confirmOrder(confirm, iccid, null, "4D1F-0C2B-2");
            separately.confirmOrder(confirm, iccid, null, "4D1F-0C2B-2");

            assertState(iccid, "released");
            JsonNode released = profile(iccid.value() + "F").at("/calls/releaseProfile");
            assertThat(released.required("asked").asInt()).isEqualTo(2);
            assertThat(released.required("effects").asInt()).isEqualTo(1);
        }

        @Test
        void isCanceledSoThatOthersCanHaveTheProfile() {
            Iccid iccid = smdp.downloadOrder(newCall(), new ProfileRequest("global-5gb", null, null));

            smdp.cancelOrder(newCall(), iccid, EID, "4D1F-0C2B-3");

            assertState(iccid, "available");
        }

        @Test
        void thatIsRepeatedGetsTheSameProfile() {
            FunctionCallId call = newCall();
            ProfileRequest request = new ProfileRequest("global-5gb", null, null);

            assertThat(smdp.downloadOrder(call, request)).isEqualTo(smdp.downloadOrder(call, request));
        }

        @Test
        void thatIsRefusedSaysWhy() {
            smdp.downloadOrder(newCall(), new ProfileRequest(null, new Iccid("8944474600000101829"), null));

            SmdpRefusedException refused = catchThrowableOfType(
                    SmdpRefusedException.class,
                    () -> smdp.downloadOrder(
                            newCall(), new ProfileRequest(null, new Iccid("8944474600000101829"), null)));

            assertThat(refused.subjectCode()).isEqualTo("8.2.1");
            assertThat(refused.reasonCode()).isEqualTo("3.3");
        }
    }

    @Nested
    class WhatIsNoMessage {

        @ParameterizedTest
        @ValueSource(strings = {"", "8904903212345123451234567890123", "8904903212345123451234567890123F"})
        void isNotSentWithAnEidThatIsNone(String eid) {
            assertThatThrownBy(() -> answering.downloadOrder(newCall(), new ProfileRequest("global-5gb", null, eid)))
                    .isInstanceOf(IllegalArgumentException.class);
            SERVER.verify(0, anyRequestedFor(anyUrl()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "abc", "A$B", "A B"})
        void isNotSentWithAMatchingIdThatIsNone(String matchingId) {
            assertThatThrownBy(() -> answering.confirmOrder(newCall(), BLANK, null, matchingId))
                    .isInstanceOf(IllegalArgumentException.class);
            SERVER.verify(0, anyRequestedFor(anyUrl()));
        }
    }

    @Nested
    class ARefusal {

        @ParameterizedTest
        @CsvSource({
            "8.2.1, 3.3",
            "8.2.5, 3.9",
            "8.2.5, 3.7",
            "8.1.1, 3.8",
            "8.2.6, 3.3",
            "8.8.1, 3.10",
            "8.2, 1.2",
            "8.1, 4.8"
        })
        void isOneForWhatTheOrderAsks(String subject, String reason) {
            answer(failed(subject, reason, "\"No\\n such\\u0000 thing \""));

            SmdpRefusedException refused = catchThrowableOfType(SmdpRefusedException.class, Es2PlusSmdpTest::ask);

            assertThat(refused.subjectCode()).isEqualTo(subject);
            assertThat(refused.reasonCode()).isEqualTo(reason);
            assertThat(refused).hasMessage("No  such  thing");
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "\"\"", "\" \"", "7"})
        void hasWordsOfItsOwnWithoutThoseOfTheSmdp(String message) {
            answer(failed("8.2.1", "3.3", message));

            assertThatThrownBy(Es2PlusSmdpTest::ask)
                    .isInstanceOf(SmdpRefusedException.class)
                    .hasMessageContaining("downloadOrder");
        }

        @Test
        void isShortenedToFiveHundredCharacters() {
            answer(failed("8.2.1", "3.3", "\"" + "x".repeat(499) + "\uD83D\uDE00\""));

            assertThatThrownBy(Es2PlusSmdpTest::ask)
                    .isInstanceOf(SmdpRefusedException.class)
                    .hasMessage("x".repeat(499));
        }

        @ParameterizedTest
        @CsvSource({"1.2, 1.1", "1.1, 1.2", "1.3.1, 2.2", "1.6, 3.1", "8.2.1, 4.2", "8.9, 5.1", "8.2, 5.3", "8.9.1, 5"})
        void isNoneIfItIsAboutUsOrWillPass(String subject, String reason) {
            answer(failed(subject, reason, "\"No\""));

            assertUnavailable();
        }

        private static String failed(String subject, String reason, String message) {
            return """
                    {"header": {"functionExecutionStatus": {"status": "Failed", "statusCodeData":
                     {"subjectCode": "%s", "reasonCode": "%s", "subjectIdentifier": "x", "message": %s}}}}
                    """.formatted(subject, reason, message);
        }
    }

    @Nested
    class AnAnswer {

        @Test
        void withAWarningIsAnAnswer() {
            answer("""
                    {"header": {"functionExecutionStatus": {"status": "Executed-WithWarning", "statusCodeData":
                      {"subjectCode": "8.2", "reasonCode": "4.3"}}}, "iccid": "8944474600000101811F"}""");

            assertThat(ask()).isEqualTo(BLANK);
        }

        @Test
        void mayLeaveOutWhereDevicesDownload() {
            answer(SUCCESS.replaceFirst("\\{", "{\"matchingId\": \"A-1\", "));

            assertThat(answering.confirmOrder(newCall(), BLANK, null, "A-1"))
                    .isEqualTo(new Confirmation("A-1", "rsp.test.example"));
        }

        @Test
        void mayBeOfAnotherVersionTwo() {
            answer(es2Plus(iccid("8944474600000101811"), "gsma/rsp/v2.3.1", JSON));

            assertThat(ask()).isEqualTo(BLANK);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "[]",
                    "null",
                    "{}",
                    "{\"header\": null}",
                    "{\"header\": {\"functionExecutionStatus\": {\"status\": \"Done\"}}}",
                    "{\"header\": {\"functionExecutionStatus\": {\"status\": \"Expired\"}}}",
                    "{\"header\": {\"functionExecutionStatus\": {\"status\": \"Failed\"}}}",
                    "{\"header\": {\"functionExecutionStatus\": {\"status\": \"Failed\", \"statusCodeData\": "
                            + "{\"subjectCode\": \"eight\", \"reasonCode\": \"3.3\"}}}}",
                    "{\"header\": {\"functionExecutionStatus\": {\"status\": \"Executed-Success\"}}}",
                    "{\"header\": {\"functionExecutionStatus\": {\"status\": \"Executed-Success\"}}, "
                            + "\"iccid\": 8944474600000101811}",
                    "{\"iccid\": \"8944474600000101811F\"}",
                })
        void thatIsMalformedIsNone(String body) {
            answer(body);

            assertUnavailable();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "894447460000010181", "8944474600000101811FF", "894447460000010181FF", "F"})
        void withAnIccidThatIsNoneIsNone(String iccid) {
            answer(iccid(iccid));

            assertUnavailable();
        }

        @Test
        void withAnotherIccidThanWasAskedForIsNone() {
            answer(iccid("8944474600000101829F"));

            assertUnavailableTo(() -> answering.downloadOrder(newCall(), new ProfileRequest(null, BLANK, null)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"\"matchingId\": \"a$b\"", "\"matchingId\": \"A\", \"smdpAddress\": \"a$b\"", "\"a\": 1"})
        void thatFitsNoActivationCodeIsNone(String fields) {
            answer(SUCCESS.replaceFirst("\\{", "{" + fields.replace("$", "\\$") + ", "));

            assertUnavailableTo(() -> answering.confirmOrder(newCall(), BLANK, null, "A"));
        }

        @Test
        void withoutTheProtocolIsNone() {
            answer(okJson(iccid("8944474600000101811F")));

            assertUnavailable();
        }

        @ParameterizedTest
        @ValueSource(strings = {"gsma/rsp/v3.0.0", "v2.2.0", "gsma/rsp/v2"})
        void ofAnotherProtocolIsNone(String protocol) {
            answer(es2Plus(iccid("8944474600000101811F"), protocol, JSON));

            assertUnavailable();
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/html", "application/json;charset=ISO-8859-1", "json"})
        void ofAnotherTypeIsNone(String type) {
            answer(es2Plus(iccid("8944474600000101811F"), PROTOCOL, type));

            assertUnavailable();
        }

        @ParameterizedTest
        @ValueSource(ints = {201, 204, 302, 400, 401, 404, 500, 503})
        void withAnyStatusButTheOneIsNone(int status) {
            answer(es2Plus(status == 204 ? "" : iccid("8944474600000101811F"), PROTOCOL, JSON)
                    .withStatus(status));

            assertUnavailable();
        }

        @Test
        void thatBreaksOffIsNone() {
            answer(es2Plus(iccid("8944474600000101811F"), PROTOCOL, JSON).withHeader("Content-Length", "500"));

            assertUnavailable();
        }

        @Test
        void thatIsHugeIsNone() {
            answer(iccid("8944474600000101811F") + " ".repeat(Es2PlusSmdp.MAX_ANSWER_BYTES));

            assertThatThrownBy(Es2PlusSmdpTest::ask)
                    .isInstanceOf(PartnerUnavailableException.class)
                    .hasMessageContaining("more than 65536 bytes");
        }

        @Test
        void thatDoesNotComeIsWaitedForNoLongerThanConfigured() {
            Smdp impatient = smdp(new SmdpProperties(
                    simulators.address(),
                    "Docket, Test",
                    "rsp.test.example",
                    "smdp",
                    SmdpProperties.Release.WITH_CONFIRMATION,
                    PATIENCE,
                    READ_TIMEOUT));
            partners.tell("smdp", "\"hold-next\": \"before-answer\"");
            long start = System.nanoTime();

            assertUnavailableTo(() -> ask(impatient));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(READ_TIMEOUT, PATIENCE);
            partners.tell("smdp", "");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"down\": true", "\"fail-next\": 1", "\"answer-lost-next\": 1"})
        void thatDoesNotComeMayComeWhenTheCallIsRepeated(String trouble) {
            partners.tell("smdp", trouble);
            FunctionCallId call = newCall();
            var request = new ProfileRequest("global-5gb", null, null);

            assertUnavailableTo(() -> smdp.downloadOrder(call, request));
            partners.tell("smdp", "");

            Iccid iccid = smdp.downloadOrder(call, request);
            assertThat(profile(iccid.value() + "F")
                            .at("/calls/downloadOrder/effects")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    private static String iccid(String iccid) {
        return SUCCESS.replaceFirst("\\{", "{\"iccid\": \"" + iccid + "\", ");
    }

    @Nested
    class ACertificate {

        @Test
        void isNeededOfTheClient() {
            assertUnavailableTo(() -> ask(smdp(null, certificates.clientTrustStore())));
        }

        @Test
        void ofAStrangerIsNotEnough() {
            assertUnavailableTo(() -> ask(smdp(certificates.strangerKeyStore(), certificates.clientTrustStore())));
        }

        @Test
        void isNeededOfTheSmdp() {
            int before = partners.shown("smdp").at("/profiles/total-count").asInt();

            assertUnavailableTo(() -> ask(smdp(certificates.clientKeyStore(), certificates.strangerTrustStore())));
            assertThat(partners.shown("smdp").at("/profiles/total-count").asInt())
                    .isEqualTo(before);
        }

        @Test
        void isReplacedWithoutARestart() {
            var bundles = new DefaultSslBundleRegistry(
                    "smdp", bundle(certificates.strangerKeyStore(), certificates.clientTrustStore()));
            Smdp renewed = new Es2PlusSmdp(
                    properties(simulators.address(), SmdpProperties.Release.WITH_CONFIRMATION),
                    bundles,
                    UnwatchedCalls.make());
            assertUnavailableTo(() -> ask(renewed));

            bundles.updateBundle("smdp", bundle(certificates.clientKeyStore(), certificates.clientTrustStore()));

            assertThat(ask(renewed).value()).hasSize(19);
        }
    }

    @Test
    void anSmdpThatCannotBeReachedIsUnavailable() {
        Smdp nowhere = smdp(properties(URI.create("https://localhost:1"), SmdpProperties.Release.WITH_CONFIRMATION));

        assertUnavailableTo(() -> ask(nowhere));
    }

    /** Asks what answers anything. */
    private static Iccid ask() {
        return ask(answering);
    }

    private static Iccid ask(Smdp asked) {
        return asked.downloadOrder(newCall(), new ProfileRequest("global-5gb", null, null));
    }

    private static void assertUnavailable() {
        assertUnavailableTo(Es2PlusSmdpTest::ask);
    }

    private static void assertUnavailableTo(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(PartnerUnavailableException.class);
    }

    private static FunctionCallId newCall() {
        return new FunctionCallId("TX-" + CALLS.incrementAndGet());
    }

    private static void answer(String body) {
        answer(es2Plus(body, PROTOCOL, JSON));
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        SERVER.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static ResponseDefinitionBuilder es2Plus(String body, String protocol, String contentType) {
        return aResponse()
                .withStatus(200)
                .withHeader("X-Admin-Protocol", protocol)
                .withHeader("Content-Type", contentType)
                .withBody(body);
    }

    private static void assertState(Iccid iccid, String state) {
        assertThat(profile(iccid.value() + "F").required("state").asString()).isEqualTo(state);
    }

    private static JsonNode profile(String iccidOnTheWire) {
        return partners.done("smdp", "profiles").stream()
                .filter(profile -> profile.required("iccid").asString().equals(iccidOnTheWire))
                .findAny()
                .orElseThrow();
    }

    private static Smdp smdp(@Nullable Path keyStore, Path trustStore) {
        return new Es2PlusSmdp(
                properties(simulators.address(), SmdpProperties.Release.WITH_CONFIRMATION),
                new DefaultSslBundleRegistry("smdp", bundle(keyStore, trustStore)),
                UnwatchedCalls.make());
    }

    private static Smdp smdp(SmdpProperties properties) {
        return new Es2PlusSmdp(
                properties,
                new DefaultSslBundleRegistry(
                        "smdp", bundle(certificates.clientKeyStore(), certificates.clientTrustStore())),
                UnwatchedCalls.make());
    }

    private static SmdpProperties properties(URI address, SmdpProperties.Release release) {
        return new SmdpProperties(address, "Docket, Test", "rsp.test.example", "smdp", release, PATIENCE, PATIENCE);
    }

    private static SslBundle bundle(@Nullable Path keyStore, Path trustStore) {
        return SslBundle.of(new JksSslStoreBundle(keyStore == null ? null : store(keyStore), store(trustStore)));
    }

    private static JksSslStoreDetails store(Path file) {
        return new JksSslStoreDetails("PKCS12", null, file.toUri().toString(), Certificates.PASSWORD);
    }
}
