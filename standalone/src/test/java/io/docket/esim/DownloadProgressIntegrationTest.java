package io.docket.esim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.RunningDocket;
import io.docket.esim.api.DownloadProgress;
import io.docket.esim.api.Iccid;
import io.docket.esim.api.event.profile.ProfileDownloadProgressed;
import io.docket.platform.testing.http.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the SM-DP+ tells of downloads (SGP.22, ES2+.HandleDownloadProgressInfo). */
class DownloadProgressIntegrationTest extends RunningDocket {

    private static final String ORDERS = "/esim/v1/order";
    private static final String PATH = "/gsma/rsp2/es2plus/handleDownloadProgressInfo";
    private static final String PROTOCOL = "gsma/rsp/v2.2.0";
    private static final String EID = "89049032123451234512345678901235";

    private static final String DOWNLOADED = """
            {"header": {"functionRequesterIdentifier": "smdp", "functionCallIdentifier": "TX-567"},
             "eid": "89049032123451234512345678901235", "iccid": "%sF", "profileType": "ACME-DATA",
             "timestamp": "2026-11-21T09:00:00Z", "notificationPointId": 3,
             "notificationPointStatus": {"status": "Executed-Success"}, "resultData": "vyc3AQ=="}""";
    private static final String NOT_INSTALLED = """
            {"header": {"functionRequesterIdentifier": "smdp", "functionCallIdentifier": "TX-568"},
             "iccid": "%sF", "profileType": "ACME-DATA",
             "timestamp": "2026-11-21T10:00:02+01:00", "notificationPointId": 4,
             "notificationPointStatus": {"status": "Failed", "statusCodeData":
              {"subjectCode": "8.1", "reasonCode": "4.8", "message": "Insufficient memory"}}}""";

    private Answer tell(String json) {
        return tell(json, PROTOCOL);
    }

    private Answer tell(String json, @Nullable String protocol) {
        var request = as("smdp-demo")
                .request("POST", PATH)
                .body("application/json;charset=UTF-8", BodyPublishers.ofString(json));
        return (protocol == null ? request : request.header("X-Admin-Protocol", protocol)).send();
    }

    private String newEsim() {
        String order = as("reseller-acme").post(ORDERS, """
                        {"input": {"operationType": "NEW_ESIM", "countryCode": "PT",
                          "customer": {"email": "device@example.com"}, "device": {"id": "1", "type": "ios"},
                          "subscriptions": [{"id": "a3mM0000000Dcmw"}]}}""").header("Location");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> as("reseller-acme").get(order).text("status").equals("COMPLETED"));
        return as("reseller-acme").get(order).json().at("/output/iccid").asString();
    }

    private List<Object> progressOf(String iccid) {
        return newEvents().stream()
                .map(Stored::event)
                .filter(event -> event instanceof ProfileDownloadProgressed progressed
                        && progressed.iccid().value().equals(iccid))
                .toList();
    }

    @Test
    void eachStepBecomesAnEventOfTheEsimOnce() {
        String iccid = newEsim();

        for (int told = 0; told < 2; told++) {
            Answer answer = tell(DOWNLOADED.formatted(iccid));
            answer.expect(204);
            assertThat(answer.header("X-Admin-Protocol")).isEqualTo(PROTOCOL);
        }
        assertThat(tell(NOT_INSTALLED.formatted(iccid)).status()).isEqualTo(204);

        assertThat(progressOf(iccid))
                .containsExactly(
                        new ProfileDownloadProgressed(
                                new Iccid(iccid),
                                new DownloadProgress(
                                        3,
                                        "Executed-Success",
                                        Instant.parse("2026-11-21T09:00:00Z"),
                                        EID,
                                        null,
                                        null,
                                        null)),
                        new ProfileDownloadProgressed(
                                new Iccid(iccid),
                                new DownloadProgress(
                                        4,
                                        "Failed",
                                        Instant.parse("2026-11-21T09:00:02Z"),
                                        null,
                                        "8.1",
                                        "4.8",
                                        "Insufficient memory")));
    }

    @Test
    void anEsimThatIsNotKnownIsAnsweredAsEs2PlusDoes() {
        Answer answer = tell(DOWNLOADED.formatted("8944474799999999999"));

        assertBody(answer, 200, """
                {"header": {"functionExecutionStatus": {"status": "Failed", "statusCodeData":
                  {"subjectCode": "8.2.1", "reasonCode": "3.9", "message": "There is no profile with this ICCID."}}}}""");
        assertThat(answer.header("X-Admin-Protocol")).isEqualTo(PROTOCOL);
        assertNoNewEvents();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"gsma/rsp/v3.0.0", "v2.2.0"})
    void theProtocolHasToBeSpoken(@Nullable String protocol) {
        Answer answer = tell(DOWNLOADED.formatted("8944474600000101811"), protocol);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/tag").asString()).isEqualTo("X-Admin-Protocol");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    "TX-567"                      | ""                            | min-length
                    "eid": "8904903212345123451   | "eid": "F                     | invalid-format
                    8944474600000101811F          | 8944474600000101811FF         | invalid-format
                    2026-11-21T09:00:00Z          | 2026-11-21                    | invalid-format
                    "notificationPointId": 3      | "notificationPointId": "3"    | invalid-format
                    "status": "Executed-Success"  | "status": "Done"              | unknown-enum
                    "status": "Executed-Success"  | "other": "Executed-Success"   | required
                    "profileType": "ACME-DATA"    | "other": "ACME-DATA"          | required""")
    void aMessageInAnotherFormIsRefused(String part, String replacement, String error) {
        String json = DOWNLOADED.formatted("8944474600000101811").replace(part, replacement);

        Answer answer = tell(json);

        answer.expect(400);
        assertThat(answer.json().at("/errors/0/error").asString()).isEqualTo(error);
    }
}
