package io.docket.esim.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.docket.esim.api.Iccid;
import io.docket.esim.command.Smdp.Confirmation;
import io.docket.esim.command.Smdp.ProfileRequest;
import io.docket.platform.testing.smdp.Certificates;
import io.docket.platform.testing.smdp.Es2PlusServer;
import io.docket.platform.testing.smdp.Es2PlusServer.Answer;
import io.docket.platform.testing.smdp.Es2PlusServer.Call;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
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
import tools.jackson.databind.json.JsonMapper;

/** Against an SM-DP+ that holds every message against SGP.22. */
@Timeout(20)
@SuppressWarnings("NullAway.Init")
class Es2PlusSmdpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration READ_TIMEOUT = Duration.ofMillis(300);

    private static final String EID = "89049032123451234512345678901235";
    private static final Iccid BLANK = new Iccid("8944474600000101811");
    private static final Iccid OF_TWENTY_DIGITS = new Iccid("89444746000001018110");
    private static final String SUCCESS = """
            {"header": {"functionExecutionStatus": {"status": "Executed-Success"}}}""";

    private static final AtomicInteger CALLS = new AtomicInteger();

    private static Certificates certificates;
    private static Es2PlusServer server;
    private static Smdp smdp;

    @BeforeAll
    static void start(@TempDir Path folder) {
        certificates = Certificates.in(folder);
        server = Es2PlusServer.start(certificates);
        smdp = smdp(certificates.clientKeyStore(), certificates.clientTrustStore());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void everyMessageKeptTheRules() {
        assertThat(server.violations()).isEmpty();
    }

    @Nested
    class AnOrder {

        @Test
        void reservesAProfileOfAType() {
            FunctionCallId call = newCall();

            Iccid iccid = smdp.downloadOrder(call, new ProfileRequest("global-5gb", null, EID));

            assertThat(iccid.value()).matches("[0-9]{19}");
            assertThat(last()).satisfies(came -> assertThat(came.message())
                    .isEqualTo(JsonMapper.shared().readTree("""
                            {"header": {"functionRequesterIdentifier": "Docket, Test",
                                        "functionCallIdentifier": "%s"},
                             "eid": "89049032123451234512345678901235", "profileType": "global-5gb"}
                            """.formatted(call))));
            assertThat(server.profiles().get(iccid.value() + "F"))
                    .satisfies(profile -> assertThat(profile.state()).isEqualTo("Allocated"));
        }

        @Test
        void reservesTheProfileWithAnIccid() {
            assertThat(smdp.downloadOrder(newCall(), new ProfileRequest(null, BLANK, null)))
                    .isEqualTo(BLANK);
            assertThat(last().message().required("iccid").asString()).isEqualTo("8944474600000101811F");
        }

        @Test
        void padsNoIccidOfTwentyDigits() {
            assertThat(smdp.downloadOrder(newCall(), new ProfileRequest(null, OF_TWENTY_DIGITS, null)))
                    .isEqualTo(OF_TWENTY_DIGITS);
            assertThat(last().message().required("iccid").asString()).isEqualTo("89444746000001018110");
        }

        @Test
        void isConfirmedAndReleasedAtOnce() {
            Iccid iccid = smdp.downloadOrder(newCall(), new ProfileRequest("global-5gb", null, null));

            assertThat(smdp.confirmOrder(newCall(), iccid, EID, "4D1F-0C2B-1"))
                    .isEqualTo(new Confirmation("4D1F-0C2B-1", "smdp.test.example"));
            assertThat(last().function()).isEqualTo("confirmOrder");
            assertThat(last().message().required("releaseFlag").asBoolean()).isTrue();
            assertThat(server.profiles().get(iccid.value() + "F"))
                    .satisfies(profile -> assertThat(profile.state()).isEqualTo("Released"));
        }

        @Test
        void isReleasedSeparatelyIfTheSmdpWantsIt() {
            Smdp separately = smdp(properties(SmdpProperties.Release.SEPARATELY), server.address());
            Iccid iccid = separately.downloadOrder(newCall(), new ProfileRequest("global-5gb", null, null));
            FunctionCallId confirm = newCall();

            separately.confirmOrder(confirm, iccid, null, "4D1F-0C2B-2");

            List<Call> calls = server.calls();
            assertThat(calls.subList(calls.size() - 2, calls.size()))
                    .extracting(Call::function, Call::id)
                    .containsExactly(
                            tuple("confirmOrder", confirm.value()), tuple("releaseProfile", confirm + "-release"));
            assertThat(server.profiles().get(iccid.value() + "F"))
                    .satisfies(profile -> assertThat(profile.state()).isEqualTo("Released"));
        }

        @Test
        void isCanceledSoThatOthersCanHaveTheProfile() {
            Iccid iccid = smdp.downloadOrder(newCall(), new ProfileRequest("global-5gb", null, null));

            smdp.cancelOrder(newCall(), iccid, EID, "4D1F-0C2B-3");

            assertThat(last().message().required("finalProfileStatusIndicator").asString())
                    .isEqualTo("Available");
            assertThat(server.profiles()).doesNotContainKey(iccid.value() + "F");
        }

        @Test
        void thatIsRepeatedGetsTheSameProfile() {
            FunctionCallId call = newCall();
            ProfileRequest request = new ProfileRequest("global-5gb", null, null);

            assertThat(smdp.downloadOrder(call, request)).isEqualTo(smdp.downloadOrder(call, request));
        }
    }

    @Nested
    class WhatIsNoMessage {

        @ParameterizedTest
        @ValueSource(strings = {"", "8904903212345123451234567890123", "8904903212345123451234567890123F"})
        void isNotSentWithAnEidThatIsNone(String eid) {
            int before = server.calls().size();

            assertThatThrownBy(() -> smdp.downloadOrder(newCall(), new ProfileRequest("global-5gb", null, eid)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(server.calls()).hasSize(before);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "abc", "A$B", "A B"})
        void isNotSentWithAMatchingIdThatIsNone(String matchingId) {
            int before = server.calls().size();

            assertThatThrownBy(() -> smdp.confirmOrder(newCall(), BLANK, null, matchingId))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(server.calls()).hasSize(before);
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
            server.answerNextWith(Answer.ok(failed(subject, reason, "\"No\\n such\\u0000 thing \"")));

            SmdpRefusedException refused = catchThrowableOfType(SmdpRefusedException.class, Es2PlusSmdpTest.this::ask);

            assertThat(refused.subjectCode()).isEqualTo(subject);
            assertThat(refused.reasonCode()).isEqualTo(reason);
            assertThat(refused).hasMessage("No  such  thing");
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "\"\"", "\" \"", "7"})
        void hasWordsOfItsOwnWithoutThoseOfTheSmdp(String message) {
            server.answerNextWith(Answer.ok(failed("8.2.1", "3.3", message)));

            assertThatThrownBy(Es2PlusSmdpTest.this::ask)
                    .isInstanceOf(SmdpRefusedException.class)
                    .hasMessageContaining("downloadOrder");
        }

        @Test
        void isShortenedToFiveHundredCharacters() {
            server.answerNextWith(Answer.ok(failed("8.2.1", "3.3", "\"" + "x".repeat(499) + "\uD83D\uDE00\"")));

            assertThatThrownBy(Es2PlusSmdpTest.this::ask)
                    .isInstanceOf(SmdpRefusedException.class)
                    .hasMessage("x".repeat(499));
        }

        @ParameterizedTest
        @CsvSource({"1.2, 1.1", "1.1, 1.2", "1.3.1, 2.2", "1.6, 3.1", "8.2.1, 4.2", "8.9, 5.1", "8.2, 5.3", "8.9.1, 5"})
        void isNoneIfItIsAboutUsOrWillPass(String subject, String reason) {
            server.answerNextWith(Answer.ok(failed(subject, reason, "\"No\"")));

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
            server.answerNextWith(Answer.ok("""
                    {"header": {"functionExecutionStatus": {"status": "Executed-WithWarning", "statusCodeData":
                      {"subjectCode": "8.2", "reasonCode": "4.3"}}}, "iccid": "8944474600000101811F"}"""));

            assertThat(ask()).isEqualTo(BLANK);
        }

        @Test
        void mayLeaveOutWhereDevicesDownload() {
            server.answerNextWith(Answer.ok(SUCCESS.replaceFirst("\\{", "{\"matchingId\": \"A-1\", ")));

            assertThat(smdp.confirmOrder(newCall(), BLANK, null, "A-1"))
                    .isEqualTo(new Confirmation("A-1", "rsp.test.example"));
        }

        @Test
        void mayBeOfAnotherVersionTwo() {
            server.answerNextWith(Answer.ok(iccid("8944474600000101811")).with("X-Admin-Protocol", "gsma/rsp/v2.3.1"));

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
            server.answerNextWith(Answer.ok(body));

            assertUnavailable();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "894447460000010181", "8944474600000101811FF", "894447460000010181FF", "F"})
        void withAnIccidThatIsNoneIsNone(String iccid) {
            server.answerNextWith(Answer.ok(iccid(iccid)));

            assertUnavailable();
        }

        @Test
        void withAnotherIccidThanWasAskedForIsNone() {
            server.answerNextWith(Answer.ok(iccid("8944474600000101829F")));

            assertUnavailableTo(() -> smdp.downloadOrder(newCall(), new ProfileRequest(null, BLANK, null)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"\"matchingId\": \"a$b\"", "\"matchingId\": \"A\", \"smdpAddress\": \"a$b\"", "\"a\": 1"})
        void thatFitsNoActivationCodeIsNone(String fields) {
            server.answerNextWith(Answer.ok(SUCCESS.replaceFirst("\\{", "{" + fields.replace("$", "\\$") + ", ")));

            assertUnavailableTo(() -> smdp.confirmOrder(newCall(), BLANK, null, "A"));
        }

        @Test
        void withoutTheProtocolIsNone() {
            server.answerNextWith(Answer.ok(iccid("8944474600000101811F")).with("X-Admin-Protocol", null));

            assertUnavailable();
        }

        @ParameterizedTest
        @ValueSource(strings = {"gsma/rsp/v3.0.0", "v2.2.0", "gsma/rsp/v2"})
        void ofAnotherProtocolIsNone(String protocol) {
            server.answerNextWith(Answer.ok(iccid("8944474600000101811F")).with("X-Admin-Protocol", protocol));

            assertUnavailable();
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/html", "application/json;charset=ISO-8859-1", "json"})
        void ofAnotherTypeIsNone(String type) {
            server.answerNextWith(Answer.ok(iccid("8944474600000101811F")).with("Content-Type", type));

            assertUnavailable();
        }

        @ParameterizedTest
        @ValueSource(ints = {201, 204, 302, 400, 401, 404, 500, 503})
        void withAnyStatusButTheOneIsNone(int status) {
            server.answerNextWith(Answer.ok(status == 204 ? "" : iccid("8944474600000101811F"))
                    .withStatus(status));

            assertUnavailable();
        }

        @Test
        void thatBreaksOffIsNone() {
            server.answerNextWith(Answer.ok(iccid("8944474600000101811F")).cutOff());

            assertUnavailable();
        }

        @Test
        void thatIsHugeIsNone() {
            server.answerNextWith(Answer.ok(iccid("8944474600000101811F") + " ".repeat(Es2PlusSmdp.MAX_ANSWER_BYTES)));

            assertThatThrownBy(Es2PlusSmdpTest.this::ask)
                    .isInstanceOf(SmdpUnavailableException.class)
                    .hasMessageContaining("more than 65536 bytes");
        }

        @Test
        void thatDoesNotComeIsWaitedForNoLongerThanConfigured() {
            Smdp impatient = smdp(properties(SmdpProperties.Release.WITH_CONFIRMATION, READ_TIMEOUT), server.address());
            Es2PlusServer.Hold hold = server.holdNext("downloadOrder", Es2PlusServer.Moment.BEFORE_ITS_ANSWER);
            long start = System.nanoTime();

            assertUnavailableTo(() -> ask(impatient));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(READ_TIMEOUT, PATIENCE.dividedBy(2));
            hold.letGo();
        }

        private static String iccid(String iccid) {
            return SUCCESS.replaceFirst("\\{", "{\"iccid\": \"" + iccid + "\", ");
        }
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
            int before = server.calls().size();

            assertUnavailableTo(() -> ask(smdp(certificates.clientKeyStore(), certificates.strangerTrustStore())));
            assertThat(server.calls()).hasSize(before);
        }

        @Test
        void isReplacedWithoutARestart() {
            var bundles = new DefaultSslBundleRegistry(
                    "smdp", bundle(certificates.strangerKeyStore(), certificates.clientTrustStore()));
            Smdp renewed = new Es2PlusSmdp(properties(SmdpProperties.Release.WITH_CONFIRMATION), bundles);
            assertUnavailableTo(() -> ask(renewed));

            bundles.updateBundle("smdp", bundle(certificates.clientKeyStore(), certificates.clientTrustStore()));

            assertThat(ask(renewed).value()).hasSize(19);
        }
    }

    @Test
    void anSmdpThatCannotBeReachedIsUnavailable() {
        Smdp nowhere = smdp(properties(SmdpProperties.Release.WITH_CONFIRMATION), URI.create("https://localhost:1"));

        assertUnavailableTo(() -> ask(nowhere));
    }

    private Iccid ask() {
        return ask(smdp);
    }

    private static Iccid ask(Smdp asked) {
        return asked.downloadOrder(newCall(), new ProfileRequest("global-5gb", null, null));
    }

    private void assertUnavailable() {
        assertUnavailableTo(this::ask);
    }

    private static void assertUnavailableTo(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(SmdpUnavailableException.class);
    }

    private static FunctionCallId newCall() {
        return new FunctionCallId("TX-" + CALLS.incrementAndGet());
    }

    private static Call last() {
        List<Call> calls = server.calls();
        return calls.get(calls.size() - 1);
    }

    private static Smdp smdp(@Nullable Path keyStore, Path trustStore) {
        return new Es2PlusSmdp(
                properties(SmdpProperties.Release.WITH_CONFIRMATION),
                new DefaultSslBundleRegistry("smdp", bundle(keyStore, trustStore)));
    }

    private static Smdp smdp(SmdpProperties properties, URI address) {
        SmdpProperties.Es2Plus es2plus = properties.es2plus();
        return new Es2PlusSmdp(
                new SmdpProperties(
                        properties.adapter(),
                        properties.address(),
                        properties.simulated(),
                        new SmdpProperties.Es2Plus(
                                address,
                                es2plus.requesterId(),
                                es2plus.sslBundle(),
                                es2plus.release(),
                                es2plus.connectTimeout(),
                                es2plus.readTimeout())),
                new DefaultSslBundleRegistry(
                        "smdp", bundle(certificates.clientKeyStore(), certificates.clientTrustStore())));
    }

    private static SmdpProperties properties(SmdpProperties.Release release) {
        return properties(release, PATIENCE);
    }

    private static SmdpProperties properties(SmdpProperties.Release release, Duration readTimeout) {
        return new SmdpProperties(
                SmdpProperties.Adapter.ES2PLUS,
                "rsp.test.example",
                SmdpBehaviour.NORMAL,
                new SmdpProperties.Es2Plus(
                        URI.create(server.address() + "/"),
                        "Docket, Test",
                        "smdp",
                        release,
                        Duration.ofSeconds(2),
                        readTimeout));
    }

    private static SslBundle bundle(@Nullable Path keyStore, Path trustStore) {
        return SslBundle.of(new JksSslStoreBundle(keyStore == null ? null : store(keyStore), store(trustStore)));
    }

    private static JksSslStoreDetails store(Path file) {
        return new JksSslStoreDetails("PKCS12", null, file.toUri().toString(), Certificates.PASSWORD);
    }
}
