package io.docket;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.api.event.workitem.AdditionalCardRequested;
import io.docket.cases.api.CaseId;
import io.docket.cases.api.Customer;
import io.docket.cases.api.Importance;
import io.docket.cases.api.Person;
import io.docket.cases.api.Registration;
import io.docket.cases.api.Reply;
import io.docket.cases.api.event.ComplaintRegistered;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.RawRequest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever a client sends, it is told what is wrong, nothing is stored, and nothing is a 500: what the document does not say,
 * beside {@code BrokenRequestsIntegrationTest}.
 */
class BadRequestsIntegrationTest extends RunningDocket {

    private static final String CASE = "/v1/case/cases/WI0000000077";
    private static final String COMPLAINTS = "/v1/case/complaints";
    private static final String CALLBACKS = "/v1/case/callback-requests";
    private static final String ISSUANCES = "/customer-order/additional-card-issuances";
    private static final String BLOCKADES = "/customer-order/card-blockades";
    private static final String REPLACEMENTS = "/customer-order/card-replacements";

    @BeforeEach
    void registerTheCaseAndTheOrder() {
        if (jdbc().sql("select count(*) from domain_event where aggregate_identifier = 'WI0000000077'")
                        .query(Integer.class)
                        .single()
                > 0) {
            return;
        }
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
        given(new AdditionalCardRequested(
                new WorkItemId("WI0000000088"),
                new AdditionalCard(
                        "P", "Person", "1400054", "Milica Petrovic", new ArrangementNumber("A-88"), "MasterCard"),
                null));
    }

    /** All at once, in the order of the contract; the rules that no schema says together with the form. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                COMPLAINTS + " | {'importance':'x','customer-id':5,'details':'a\\u0000b','comm-type':null} "
                        + "| customer-id invalid-format, importance unknown-enum, details invalid-format",
                COMPLAINTS + " | {'importance':'low','details':5} "
                        + "| customer-id required, importance unknown-enum, details invalid-format",
                CALLBACKS + " | {'callback-request-time':'2015-12-22T13:33:17Z','categorry':'Weather'} "
                        + "| categorry not-on-list, party-id required",
                CALLBACKS + " | {'callback-request-time':'2015-12-22T13:33:17Z','category':'Weather','party-id':''} "
                        + "| category not-on-list, party-id min-length",
                REPLACEMENTS + " | {'replacement-reason':5,'embossment-line-1':'a\\nb','description':'a\\u0000b'} "
                        + "| card-id required, replacement-reason invalid-format, embossment-line-1 invalid-format, "
                        + "description invalid-format",
                REPLACEMENTS + " | {'embossment-line-1':7,'replacement-reason':'whim'} "
                        + "| card-id required, replacement-reason not-on-list, embossment-line-1 invalid-format",
                REPLACEMENTS + " | {'card-id':'c','replacement-reason':'Card-Losses'} "
                        + "| replacement-reason not-on-list",
                BLOCKADES + " | {'blockade-reason':'whim','description':5,'card-id':''} "
                        + "| card-id min-length, blockade-reason not-on-list, description invalid-format",
                BLOCKADES + " | {'card-id':'c','blockade-reason':''} | blockade-reason not-on-list",
                BLOCKADES + " | {'card-id':'c','blockade-reason':'card-losses'} | blockade-reason not-on-list",
                BLOCKADES + " | {'card-id':'c','blockade-reason':'00001'} | blockade-reason not-on-list",
            })
    void isToldAllThatIsWrongAtOnce(String path, String body, String errors) {
        String json = body.replace('\'', '"');

        assertThat(errors(as("bank-channel").post(path, json))).containsExactly(errors.split(", "));
        assertThat(errors(as("bank-channel")
                        .request("POST", path)
                        .header("Idempotency-Key", "a b")
                        .json(json)
                        .send()))
                .containsExactly(("Idempotency-Key invalid-format, " + errors).split(", "));
        assertNoNewEvents();
    }

    @Test
    void isToldOfNoCustomerIfItIsOneItself() {
        assertThat(errors(
                        as("customer-brvu").post(CALLBACKS, "{\"callback-request-time\":5,\"categorry\":\"Weather\"}")))
                .containsExactly("callback-request-time invalid-format", "categorry not-on-list");
        assertNoNewEvents();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/case/cases?registered-from=2020-01-01T00:00:00+01:00, registered-from invalid-format",
        "/v1/case/cases?states=Accepted&PAGE-SIZE=1, PAGE-SIZE unknown-parameter",
        "/v1/case/cases/WI0000000077?x, x unknown-parameter"
    })
    void isToldOfAWrongParameter(String path, String error) {
        assertThat(errors(as("bank-agent").get(path))).containsExactly(error);
    }

    private static List<String> errors(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        return answer.json()
                .get("errors")
                .valueStream()
                .map(error ->
                        error.get("tag").asString() + " " + error.get("error").asString())
                .toList();
    }

    private Answer raw(String method, String target, String headers) {
        return RawRequest.send(
                anonymous().server(),
                method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + anonymous().tokenOf("bank-agent") + "\r\n" + headers + "\r\n");
    }

    @Test
    void mayHaveATextThatIsJustNotTooLong() {
        var body = JsonMapper.shared()
                .createObjectNode()
                .put("card-id", "c".repeat(64))
                .put("replacement-reason", "card-losses")
                .put("embossment-line-1", "\ud83d\ude00".repeat(26))
                .put("description", "\ud83d\ude00".repeat(1000));

        assertConflict(as("bank-agent").post(REPLACEMENTS, body.toString()), "unknown-card", "There is no such card.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "approve", "reject"})
    void changesNothingThatDoesNotExist(String change) {
        for (String id : List.of("WI0000000089", "WI88", "x")) {
            assertNotFound(as("bank-agent").put(ISSUANCES + "/" + id + "/" + change, "{\"reason\":\"No.\"}"));
        }
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

            assertProblem(answer, 400, "Bad Request", "The body is not well-formed JSON.");
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
                "/error",
                "/v1/case/cases/x/y/z",
                "/v1/case/classifications/nothing",
                "/v1/case/CASES",
                "/v1/case/cases/WI0000000077/attachments/a/b",
                "/customer-order",
                "/customer-order/",
                "/customer-order/cards",
                "/customer-order/ORDERS",
                "/customer-order/orders/WI0000000088",
                "/customer-order/additional-card-issuances/WI88",
                "/customer-order/additional-card-issuances/88",
                "/customer-order/additional-card-issuances/wi0000000088",
                "/customer-order/additional-card-issuances/WI00000000881",
                "/customer-order/additional-card-issuances/WI0000000089",
                "/customer-order/additional-card-issuances/WI0000000088/histories",
                "/customer-order/card-blockades/WI0000000088",
                "/customer-order/card-blockades/WI0000000088/history",
                "/customer-order/classifications/nothing"
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
                "/v1/case/cases/%5c",
                "/customer-order/orders?statuses=%zz",
                "/customer-order/orders?card-id=%",
                "/customer-order/card-blockades/%00",
                "/customer-order/card-blockades/..%2forders",
                "/customer-order//orders",
                "/customer-order/orders;a=b",
                "/customer-order/card-blockades/{id}"
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
