package io.docket;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cases.api.CaseId;
import io.docket.cases.api.ComplaintRegistered;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Person;
import io.docket.cases.api.Registration;
import io.docket.cases.api.Reply;
import io.docket.platform.testing.http.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a client sends, it is told what is wrong, nothing is stored, and nothing is a 500: what the document does not say,
 * beside {@code BrokenRequestsIntegrationTest}.
 */
class BadRequestsIntegrationTest extends BadRequests {

    private static final String CASE = "/v1/case/cases/WI0000000077";
    private static final String COMPLAINTS = "/v1/case/complaints";
    private static final String CALLBACKS = "/v1/case/callback-requests";
    private static final String LIST = "/v1/case/cases";

    static List<Row> rows() {
        return List.of(
                query(LIST + "?registered-from=2020-01-01T00:00:00+01:00", "registered-from", "invalid-format"),
                query(LIST + "?states=Accepted&PAGE-SIZE=1", "PAGE-SIZE", "unknown-parameter"),
                query(CASE + "?x", "x", "unknown-parameter"),
                field("POST", COMPLAINTS, "{\"customer-id\":\"a\\u0000b\"}", "customer-id", "invalid-format"),
                type("DELETE", CASE, "text/plain"));
    }

    @BeforeEach
    void registerTheCase() {
        if (jdbc().sql("select count(*) from domain_event where aggregate_identifier = 'WI0000000077'")
                        .query(Integer.class)
                        .single()
                == 0) {
            given(new ComplaintRegistered(
                    new CaseId("WI0000000077"),
                    new Registration(
                            Person.UNNAMED,
                            new Customer("MIGR00002", null, null),
                            "Complaint",
                            Importance.LOW,
                            null,
                            null,
                            null,
                            new Reply(null, null, null),
                            null)));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isToldWhatIsWrong(Row row) {
        assertTold(row);
    }

    @Test
    void isToldAllThatIsWrongAtOnce() {
        Answer answer = as("bank-channel")
                .request("POST", COMPLAINTS)
                .header("Idempotency-Key", "a b")
                .json("{\"importance\":\"x\",\"customer-id\":5,\"details\":\"a\\u0000b\",\"comm-type\":null}")
                .send();

        assertThat(errors(answer))
                .containsExactlyInAnyOrder(
                        "Idempotency-Key invalid-format",
                        "importance unknown-enum",
                        "customer-id invalid-format",
                        "details invalid-format");
        assertNoNewEvents();
    }

    @Test
    void isToldOfBrokenRulesTogetherWithWhatTheFormForbids() {
        assertThat(errors(as("bank-channel").post(COMPLAINTS, "{\"importance\":\"low\",\"details\":5}")))
                .containsExactlyInAnyOrder("customer-id required", "importance unknown-enum", "details invalid-format");
        assertThat(errors(as("bank-channel")
                        .post(
                                CALLBACKS,
                                "{\"callback-request-time\":\"2015-12-22T13:33:17Z\",\"categorry\":\"Weather\"}")))
                .containsExactly("categorry not-on-list", "party-id required");
        assertThat(errors(as("bank-channel")
                        .post(
                                CALLBACKS,
                                "{\"callback-request-time\":\"2015-12-22T13:33:17Z\",\"category\":\"Weather\","
                                        + "\"party-id\":\"\"}")))
                .containsExactly("category not-on-list", "party-id min-length");
        assertThat(errors(
                        as("customer-brvu").post(CALLBACKS, "{\"callback-request-time\":5,\"categorry\":\"Weather\"}")))
                .containsExactly("callback-request-time invalid-format", "categorry not-on-list");
        assertNoNewEvents();
    }

    @Test
    void isToldOfInvalidUtf8() {
        for (byte[] bytes :
                List.of(new byte[] {(byte) 0xff}, new byte[] {(byte) 0xc3, '"'}, new byte[] {(byte) 0xed})) {
            String body = "{\"customer-id\":\"" + new String(bytes, StandardCharsets.ISO_8859_1) + "\"}";

            Answer answer = as("bank-channel")
                    .request("POST", COMPLAINTS)
                    .body("application/json", BodyPublishers.ofString(body, StandardCharsets.ISO_8859_1))
                    .send();

            assertProblem(answer, 400, "Bad Request", NOT_JSON);
        }
        assertNoNewEvents();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isToldOfABodyThatIsTooLarge(boolean chunked) {
        byte[] body =
                ("{\"customer-id\":\"c\",\"x\":\"" + "a".repeat(256 * 1024) + "\"}").getBytes(StandardCharsets.UTF_8);

        Answer answer = as("bank-channel")
                .request("POST", COMPLAINTS)
                .body(
                        "application/json",
                        chunked
                                ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                                : BodyPublishers.ofByteArray(body))
                .send();

        assertProblem(answer, 413, "Content Too Large", "A body may have at most 256 KiB.");
        assertNoNewEvents();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/case",
                "/v1/case/",
                "/v1/case/nothing",
                "/v2/case/cases",
                "/",
                "/error",
                "/v1/case/cases/x/y/z",
                "/v1/case/classifications/nothing",
                "/v1/case/CASES",
                "/v1/case/cases/WI0000000077/attachments/a/b"
            })
    void findsNothingUnderAnUnknownPath(String path) {
        assertNotFound(as("bank-agent").get(path));
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /v1/case/complaints/, 'OPTIONS, POST'",
        "HEAD, /v1/case/complaints, 'OPTIONS, POST'",
        "TRACE, /v1/case/complaints, 'OPTIONS, POST'",
    })
    void isToldWhichMethodsAPathAnswers(String method, String path, String allowed) {
        Answer answer = method.equals("TRACE")
                ? raw("TRACE", path, "")
                : as("bank-agent").request(method, path).send();

        assertThat(answer.status()).as(answer.toString()).isEqualTo(405);
        if (!method.equals("TRACE")) { // refused by the container, which says what it would allow itself
            assertThat(answer.header("Allow")).isEqualTo(allowed);
        }
        assertThat(answer.header("X-Correlation-ID")).isNotEmpty();
        assertNoNewEvents();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/case/cases/%zz",
                "/v1/case/cases/%",
                "/v1/case/cases/%2",
                "/v1/case/cases?q=%zz",
                "/v1/case/cases?q=%",
                "/v1/case/cases/WI0000000077%00",
                "/v1/case/cases/WI0000000077%0A",
                "/v1/case/cases/%2e%2e/complaints",
                "/v1/case/cases/..%2fcomplaints",
                "/v1/case//cases",
                "/v1/case/cases;a=b",
                "/v1/case/cases/%ff",
                "/v1/case/cases\\x",
                "/v1/case/cases/{x}",
                "/v1/case/cases/%5c"
            })
    void isToldOfAMalformedTarget(String target) {
        Answer answer = raw("GET", target, "");

        assertThat(answer.status()).as(answer.toString()).isIn(400, 404);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.header("X-Correlation-ID")).isNotEmpty();
        assertThat(answer.json().get("status").asInt()).isEqualTo(answer.status());
        assertNoNewEvents();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: text/html",
                "Accept: application/yaml",
                "Accept: nonsense",
                "Accept: ///",
                "Accept: */*;q=2",
                "Accept-Language: ;;;",
                "Accept-Charset: x",
                "Range: bytes=5-1",
                "If-Modified-Since: never",
                "If-Unmodified-Since: never",
                "Content-Type: multipart/form-data",
                "Content-Type: multipart/form-data; boundary=x",
                "Content-Type: nonsense",
                "Content-Type: application/x-www-form-urlencoded",
                "Origin: https://elsewhere.example",
                "Cookie: =;=;",
                "X-HTTP-Method-Override: DELETE",
                "X-Forwarded-For: x",
                "Forwarded: for=\"",
                "Upgrade: h2c",
                "X-Absurd: \u00ff\u00fe"
            })
    void isNotConfusedByAbsurdHeaders(String header) {
        Answer answer = raw("GET", CASE, header + "\r\n");

        assertThat(answer.status()).as(answer.toString()).isIn(200, 406);
        assertThat(answer.header("Content-Type"))
                .startsWith(answer.status() == 200 ? "application/json" : "application/problem+json");
        assertThat(answer.header("X-Correlation-ID")).isNotEmpty();
        assertThat(answer.json().isObject()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: -1", "Transfer-Encoding: nonsense", "Content-Length: 1\r\nContent-Length: 2"})
    void isToldOfHeadersThatCannotBeRead(String header) {
        Answer answer = raw("POST", COMPLAINTS, "Content-Type: application/json\r\n" + header + "\r\n");

        assertThat(answer.status()).as(answer.toString()).isIn(400, 501);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertNoNewEvents();
    }

    @Test
    void isToldOfHeadersThatAreTooLarge() {
        Answer answer = raw("GET", CASE, "X-Large: " + "a".repeat(20_000) + "\r\n");

        assertThat(answer.status()).as(answer.toString()).isIn(400, 431);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }
}
