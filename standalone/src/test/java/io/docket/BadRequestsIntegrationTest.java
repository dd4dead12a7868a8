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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a client sends, it is told what is wrong, nothing is stored, and nothing is a 500. */
class BadRequestsIntegrationTest extends BadRequests {

    private static final String CASE = "/v1/case/cases/WI0000000077";
    private static final String COMPLAINTS = "/v1/case/complaints";
    private static final String CALLBACKS = "/v1/case/callback-requests";
    private static final String ATTACHMENTS = CASE + "/attachments";
    private static final String CUSTOMER = "{\"customer-id\":\"c\"}";
    private static final String LIST = "/v1/case/cases";

    static List<Row> bodies() {
        List<Row> rows = new ArrayList<>(List.of(
                body(COMPLAINTS, "{", NOT_JSON),
                body(COMPLAINTS, "nonsense", NOT_JSON),
                body(COMPLAINTS, "{\"customer-id\":\"c\"} {}", NOT_JSON),
                body(COMPLAINTS, "{\"customer-id\":\"c\",}", NOT_JSON),
                body(COMPLAINTS, "{\"customer-id\":\"c\",\"customer-id\":\"d\"}", NOT_JSON),
                body(COMPLAINTS, "{\"customer-id\":\"a\u0000b\"}", NOT_JSON),
                body(COMPLAINTS, "{\"x\":" + "[".repeat(60) + "]".repeat(60) + "}", NOT_JSON),
                body(COMPLAINTS, "{\"x\":" + "1".repeat(2000) + "}", NOT_JSON),
                body(COMPLAINTS, "[]", NOT_AN_OBJECT),
                body(COMPLAINTS, "[{\"customer-id\":\"c\"}]", NOT_AN_OBJECT),
                body(COMPLAINTS, "\"text\"", NOT_AN_OBJECT),
                body(COMPLAINTS, "null", NOT_AN_OBJECT),
                body(COMPLAINTS, "5", NOT_AN_OBJECT),
                body(COMPLAINTS, "", NO_BODY),
                body(ATTACHMENTS, "", NO_BODY),
                new Row("POST", COMPLAINTS, request -> request, 400, "", NO_BODY),
                new Row("PUT", CASE, request -> request, 400, "", NO_BODY),
                type("POST", COMPLAINTS, "text/plain"),
                type("POST", COMPLAINTS, "application/xml"),
                type("POST", COMPLAINTS, "application/yaml"),
                type("POST", COMPLAINTS, "application/x-www-form-urlencoded"),
                type("POST", COMPLAINTS, "multipart/form-data; boundary=x"),
                type("POST", COMPLAINTS, "application/json;charset=ISO-8859-1"),
                type("POST", COMPLAINTS, "application/json;charset=UTF-16"),
                type("POST", COMPLAINTS, "*/*"),
                type("POST", COMPLAINTS, "application/*"),
                type("POST", COMPLAINTS, "nonsense"),
                type("PUT", CASE, "application/x-www-form-urlencoded"),
                type("DELETE", CASE, "application/x-www-form-urlencoded"),
                type("DELETE", CASE, "text/plain"),
                field("POST", COMPLAINTS, "{\"customer-id\":5}", "customer-id", "invalid-format"),
                field("POST", COMPLAINTS, "{\"customer-id\":{}}", "customer-id", "invalid-format"),
                field("POST", COMPLAINTS, "{\"customer-id\":[\"c\"]}", "customer-id", "invalid-format"),
                field("POST", COMPLAINTS, "{\"customer-id\":true}", "customer-id", "invalid-format"),
                field("POST", COMPLAINTS, "{\"customer-id\":\"\"}", "customer-id", "min-length"),
                field("POST", COMPLAINTS, "{\"customer-id\":\"c\",\"case-type\":\"\"}", "case-type", "min-length"),
                field("POST", COMPLAINTS, "{\"importance\":\"low\"}", "importance", "unknown-enum"),
                field("POST", COMPLAINTS, "{\"importance\":3}", "importance", "invalid-format"),
                field("POST", COMPLAINTS, "{\"comm-type\":\"Pigeon\"}", "comm-type", "unknown-enum"),
                field("POST", COMPLAINTS, "{\"case-id\":\"WI1\"}", "case-id", "invalid-format"),
                field("POST", COMPLAINTS, "{\"case-id\":\"WI0000000001\\n\"}", "case-id", "invalid-format"),
                field("POST", COMPLAINTS, "{\"case-id\":\"\"}", "case-id", "invalid-format"),
                field("POST", COMPLAINTS, "{\"customer-id\":\"a\\u0000b\"}", "customer-id", "invalid-format"),
                field("POST", COMPLAINTS, "{\"customer-id\":\"a\\nb\"}", "customer-id", "invalid-format"),
                field("POST", COMPLAINTS, "{\"customer-id\":\"a\\u0085b\"}", "customer-id", "invalid-format"),
                field("POST", COMPLAINTS, "{\"customer-id\":\"a\\ud800b\"}", "customer-id", "invalid-format"),
                field("POST", COMPLAINTS, "{\"customer-id\":\"a\\udc00\"}", "customer-id", "invalid-format"),
                field("POST", COMPLAINTS, "{\"details\":\"a\\u0000\"}", "details", "invalid-format"),
                field("POST", COMPLAINTS, "{\"details\":\"a\\u007f\"}", "details", "invalid-format"),
                field("POST", COMPLAINTS, "{\"details\":\"\\ud83d\"}", "details", "invalid-format"),
                field("POST", CALLBACKS, "{\"categorry\":\"Cards\"}", "callback-request-time", "required"),
                field("PUT", CASE, "{\"state\":\"resolved\"}", "state", "unknown-enum"),
                field("PUT", CASE, "{\"state\":\"\"}", "state", "unknown-enum"),
                field("PUT", CASE, "{\"state\":1}", "state", "invalid-format"),
                field("PUT", CASE, "{\"resolution\":\"\"}", "resolution", "min-length"),
                field("PUT", CASE, "{\"case-id\":\"77\"}", "case-id", "invalid-format"),
                field("DELETE", CASE, "{\"resolution\":\"\"}", "resolution", "min-length"),
                field("POST", ATTACHMENTS, "{\"file-name\":\"n\"}", "file-id", "required"),
                field("POST", ATTACHMENTS, "{\"file-id\":\"f\"}", "file-name", "required"),
                field("POST", ATTACHMENTS, "{\"file-id\":null,\"file-name\":\"n\"}", "file-id", "required"),
                field("POST", ATTACHMENTS, "{\"file-id\":\"\",\"file-name\":\"n\"}", "file-id", "min-length"),
                field("POST", ATTACHMENTS, "{\"file-id\":\"f\\n\",\"file-name\":\"n\"}", "file-id", "invalid-format"),
                field(
                        "POST",
                        ATTACHMENTS,
                        "{\"file-id\":\"f\",\"file-name\":\"n\",\"sha256\":\"" + "A".repeat(64) + "\"}",
                        "sha256",
                        "invalid-format"),
                field(
                        "POST",
                        ATTACHMENTS,
                        "{\"file-id\":\"f\",\"file-name\":\"n\",\"sha256\":\"" + "0".repeat(64) + "\\n\"}",
                        "sha256",
                        "invalid-format")));
        for (String time : List.of(
                "2099-12-22",
                "2099-12-22T13:33:17",
                "2099-02-30T13:33:17Z",
                "2099-12-22T24:00:00Z",
                "2099-12-22T13:33:17+25:00",
                "2099-12-22T13:33:17Z\\n",
                "tomorrow")) {
            rows.add(field(
                    "POST",
                    CALLBACKS,
                    "{\"party-id\":\"c\",\"categorry\":\"Cards\",\"callback-request-time\":\"" + time + "\"}",
                    "callback-request-time",
                    "invalid-format"));
        }
        return rows;
    }

    static List<Row> queriesAndHeaders() {
        return List.of(
                query(LIST + "?page-number=0", "page-number", "out-of-range"),
                query(LIST + "?page-number=-1", "page-number", "out-of-range"),
                query(LIST + "?page-number=2147483648", "page-number", "out-of-range"),
                query(LIST + "?page-number=99999999999999999999999999999", "page-number", "out-of-range"),
                query(LIST + "?page-number=1.5", "page-number", "invalid-format"),
                query(LIST + "?page-number=x", "page-number", "invalid-format"),
                query(LIST + "?page-number=", "page-number", "invalid-format"),
                query(LIST + "?page-number=1&page-number=2", "page-number", "invalid-format"),
                query(LIST + "?page-size=0", "page-size", "out-of-range"),
                query(LIST + "?page-size=201", "page-size", "out-of-range"),
                query(CASE + "/history?page-size=201", "page-size", "out-of-range"),
                query(CASE + "/history?page-number=0", "page-number", "out-of-range"),
                query(CASE + "/history?sort-by=state", "sort-by", "unknown-enum"),
                query(LIST + "?sort-by=details", "sort-by", "unknown-enum"),
                query(LIST + "?sort-order=up", "sort-order", "unknown-enum"),
                query(LIST + "?sort-order=asc&sort-order=asc", "sort-order", "invalid-format"),
                query(LIST + "?states=Open", "states", "unknown-enum"),
                query(LIST + "?states=Accepted,", "states", "unknown-enum"),
                query(LIST + "?states=", "states", "unknown-enum"),
                query(LIST + "?case-classes=complaint", "case-classes", "unknown-enum"),
                query(LIST + "?importances=3", "importances", "unknown-enum"),
                query(LIST + "?case-types=", "case-types", "min-length"),
                query(LIST + "?case-types=" + "a,".repeat(20) + "a", "case-types", "max-length"),
                query(LIST + "?customer-id=", "customer-id", "min-length"),
                query(LIST + "?customer-id=" + "a".repeat(65), "customer-id", "max-length"),
                query(LIST + "?customer-id=a%00b", "customer-id", "invalid-format"),
                query(LIST + "?q=", "q", "min-length"),
                query(LIST + "?q=" + "a".repeat(201), "q", "max-length"),
                query(LIST + "?q=a%0Ab", "q", "invalid-format"),
                query(LIST + "?registered-from=yesterday", "registered-from", "invalid-format"),
                query(LIST + "?registered-from=2020-02-30", "registered-from", "invalid-format"),
                query(LIST + "?registered-from=2100-02-29T00:00:00", "registered-from", "invalid-format"),
                query(LIST + "?registered-from=2020-01-01T24:00:00Z", "registered-from", "invalid-format"),
                query(LIST + "?registered-from=2020-01-01T00:00:00+01:00", "registered-from", "invalid-format"),
                query(LIST + "?registered-to=2020-13-01", "registered-to", "invalid-format"),
                query(LIST + "?registered-to=2020-01-01T24:00:00", "registered-to", "invalid-format"),
                query(LIST + "?state=Accepted", "state", "unknown-parameter"),
                query(LIST + "?states=Accepted&PAGE-SIZE=1", "PAGE-SIZE", "unknown-parameter"),
                query(CASE + "?x", "x", "unknown-parameter"),
                query(CASE + "/history?states=Accepted", "states", "unknown-parameter"),
                query("/v1/case/classifications?q=a", "q", "unknown-parameter"),
                field("POST", COMPLAINTS + "?dry-run=true", CUSTOMER, "dry-run", "unknown-parameter"),
                field("PUT", CASE + "?force=1", "{}", "force", "unknown-parameter"),
                field("DELETE", CASE + "?force=1", "{}", "force", "unknown-parameter"),
                header("GET", LIST, "Consistency-Token", "1".repeat(19), "", "max-length"),
                header("GET", LIST, "Consistency-Token", "-1", "", "invalid-format"),
                header("GET", LIST, "Consistency-Token", "x", "", "invalid-format"),
                header("GET", LIST, "Consistency-Token", "", "", "min-length"),
                header("GET", CASE, "If-None-Match", "1", "", "invalid-format"),
                header("GET", LIST, "X-Correlation-ID", "a b", "", "invalid-format"),
                header("GET", LIST, "X-Correlation-ID", "a".repeat(129), "", "invalid-format"),
                header("GET", LIST, "X-Correlation-ID", "", "", "invalid-format"),
                header("PUT", CASE, "If-Match", "1", CUSTOMER, "invalid-format"),
                header("PUT", CASE, "If-Match", "\"1", CUSTOMER, "invalid-format"),
                header("PUT", CASE, "If-Match", "", CUSTOMER, "min-length"),
                header("DELETE", CASE, "If-Match", "1", CUSTOMER, "invalid-format"),
                header("POST", COMPLAINTS, "Idempotency-Key", "", CUSTOMER, "min-length"),
                header("POST", COMPLAINTS, "Idempotency-Key", "a".repeat(256), CUSTOMER, "max-length"),
                header("POST", COMPLAINTS, "Idempotency-Key", "a b", CUSTOMER, "invalid-format"));
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
    @MethodSource({"bodies", "queriesAndHeaders"})
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

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/case/complaints, registered-by-id, 64",
        "POST, /v1/case/complaints, registered-by-name, 200",
        "POST, /v1/case/complaints, customer-id, 64",
        "POST, /v1/case/complaints, customer-name, 200",
        "POST, /v1/case/complaints, customer-ident-num, 64",
        "POST, /v1/case/complaints, details, 4000",
        "POST, /v1/case/complaints, arrangement-num, 64",
        "POST, /v1/case/complaints, comm-reason, 500",
        "POST, /v1/case/complaints, comm-reply-address, 255",
        "POST, /v1/case/complaints, comm-reply-address-code, 64",
        "POST, /v1/case/complaints, case-type, 64",
        "POST, /v1/case/complaints, rel-case-id, 64",
        "POST, /v1/case/callback-requests, party-id, 64",
        "POST, /v1/case/callback-requests, categorry, 64",
        "POST, /v1/case/callback-requests, category, 64",
        "POST, /v1/case/cases/WI0000000077/attachments, file-id, 200",
        "POST, /v1/case/cases/WI0000000077/attachments, file-name, 255",
        "POST, /v1/case/cases/WI0000000077/attachments, customer-id, 64",
        "PUT, /v1/case/cases/WI0000000077, case-type, 64",
        "PUT, /v1/case/cases/WI0000000077, updated-by-id, 64",
        "PUT, /v1/case/cases/WI0000000077, updated-by-name, 200",
        "PUT, /v1/case/cases/WI0000000077, resolution, 4000",
        "DELETE, /v1/case/cases/WI0000000077, case-type, 64",
        "DELETE, /v1/case/cases/WI0000000077, updated-by-id, 64",
        "DELETE, /v1/case/cases/WI0000000077, updated-by-name, 200",
        "DELETE, /v1/case/cases/WI0000000077, resolution, 4000",
    })
    void isToldOfATextThatIsTooLong(String method, String path, String field, int max) {
        var body = JsonMapper.shared()
                .createObjectNode()
                .put("customer-id", "c")
                .put("party-id", "c")
                .put("file-id", "f")
                .put("file-name", "n")
                .put("categorry", "Cards")
                .put("callback-request-time", "2099-01-01T00:00:00Z")
                .put(field, "a".repeat(max + 1));

        Answer answer =
                as("bank-agent").request(method, path).json(body.toString()).send();

        assertInvalid(answer, field, "max-length", field + " must have at most " + max + " characters or entries.");
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
        "PATCH, /v1/case/cases, 'GET, HEAD, OPTIONS'",
        "POST, /v1/case/cases, 'GET, HEAD, OPTIONS'",
        "GET, /v1/case/complaints, 'OPTIONS, POST'",
        "DELETE, /v1/case/complaints/, 'OPTIONS, POST'",
        "HEAD, /v1/case/complaints, 'OPTIONS, POST'",
        "POST, /v1/case/cases/WI0000000077, 'DELETE, GET, HEAD, OPTIONS, PUT'",
        "GET, /v1/case/cases/WI0000000077/attachments, 'OPTIONS, POST'",
        "PUT, /v1/case/cases/WI0000000077/attachments/f, 'DELETE, OPTIONS'",
        "FOO, /v1/case/complaints, 'OPTIONS, POST'",
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
