package io.docket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.cases.api.CaseId;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.RawRequest;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are made to break something. Each is told what is wrong with it, and nothing happens. */
class HostileClientsIntegrationTest extends RunningDocket {

    private static final String COMPLAINTS = "/v1/case/complaints";
    private static final String COMPLAINT = complaint("Charged twice.");
    private static final int ID_DIGITS = 10;

    private static String complaint(String details) {
        return "{\"customer-id\":\"C1\",\"customer-name\":\"N\",\"details\":\"" + details + "\"}";
    }

    private Answer raw(String method, String target, String headers, String body) {
        return RawRequest.send(
                anonymous().server(),
                method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + anonymous().tokenOf("bank-agent") + "\r\n" + headers + "Content-Length: " + body.length()
                        + "\r\n\r\n" + body);
    }

    @Test
    void thousandsOfIccidsInOneFieldAreTooMany() {
        String iccids =
                IntStream.range(0, 5000).mapToObj(i -> "8944474600000101811").collect(Collectors.joining(","));

        Answer answer = as("reseller-acme").post("/esim/v1/order", """
                {"input": {"operationType": "BULK_ACTIVATION", "countryCode": "PT",
                  "customer": {"email": "john@doe.com", "countryOfResidence": "US"},
                  "subscriptions": [{"id": "a3u3z000000PZBhAAO", "iccid": ["%s"]}]}}""".formatted(iccids));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.text()).contains("input.subscriptions").contains("iccid");
    }

    @Test
    void thousandsOfTagsInIfMatchAreTooMany() {
        CaseId id = new CaseId(newCaseId());
        Answer answer = as("bank-agent")
                .request("PUT", "/v1/case/cases/" + id)
                .header(
                        "If-Match",
                        IntStream.range(0, 1500).mapToObj(i -> "\"3\"").collect(Collectors.joining(",")))
                .json("{\"state\":\"Active\"}")
                .send();

        assertInvalid(answer, "If-Match", "max-length", "If-Match must have at most 1024 characters or entries.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e2147483648", "1e400", "-1E+309", "1e-2147483648", "1e99999999999999999999"})
    void aNumberThatNobodyCanCalculateWithIsNoText(String number) {
        Answer answer = as("bank-agent").post(COMPLAINTS, COMPLAINT.replace("\"C1\"", number));

        assertThat(answer.json().at("/errors/0/tag").asString()).isEqualTo("customer-id");
        assertThat(answer.json().at("/errors/0/error").asString()).isEqualTo("invalid-format");
        assertThat(as("bank-agent")
                        .post(COMPLAINTS, COMPLAINT.replaceFirst("\\{", "{\"any\": [" + number + "],"))
                        .status())
                .isEqualTo(400);
        assertNoNewEvents();
    }

    @ParameterizedTest
    @CsvSource({
        "1e2147483648, is out of range; its limit is 1000000.",
        "1e400, is out of range; its limit is 1000000.",
        "-1E+309, is out of range; its limit is 0.",
        "1e-2147483648, can have at most 4 decimal places."
    })
    void norIsItAPrice(String number, String message) {
        Answer answer = as("reseller-acme").post("/esim/v1/order", """
                {"input": {"subscriptions": [{"id": "a3u3z000000PZBhAAO", "price": %s, "currency": "USD"}]}}""".formatted(number));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.text()).contains("price " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e308", "1E-3", "12345678901234567890.5e1"})
    void norIsOneThatIsJustLarge(String number) {
        Answer answer = as("bank-agent").post(COMPLAINTS, COMPLAINT.replace("\"C1\"", number));

        assertThat(answer.json().at("/errors/0/error").asString()).isEqualTo("invalid-format");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE", "ISO-8859-1"})
    void aBodyInAnotherEncodingIsNoJson(String encoding) {
        byte[] body = complaint("\u00e4rger").getBytes(Charset.forName(encoding));

        assertNoJson(new String(body, ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00c1\u00a1",
                "\u00c0\u00af",
                "\u00e0\u0080\u00af",
                "\u00ed\u00a0\u0080",
                "\u00f4\u0090\u0080\u0080",
                "\u00ff",
                "\u00c3"
            })
    void norIsOneInMalformedUtf8(String octets) {
        assertNoJson(complaint(octets));
    }

    private void assertNoJson(String body) {
        assertProblem(
                raw("POST", COMPLAINTS, "Content-Type: application/json\r\n", body),
                400,
                "Bad Request",
                "The body is not well-formed JSON.");
        assertNoNewEvents();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x061c, 0x200e, 0x200f, 0x202a, 0x202e, 0x2066, 0x2069})
    void textThatTurnsItsDirectionIsRefused(int control) {
        Answer answer =
                as("bank-agent").post(COMPLAINTS, complaint("for the cat " + Character.toString(control) + "txe"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/tag").asString()).isEqualTo("details");
        assertThat(answer.json().at("/errors/0/error").asString()).isEqualTo("invalid-format");
        assertNoNewEvents();
    }

    @Test
    void onePathIsOneResourceHoweverItIsSpelled() {
        String key = "Idempotency-Key: spelled-" + newCustomer() + "\r\nContent-Type: application/json\r\n";

        Answer first = raw("POST", "/v1/case/complaints", key, COMPLAINT);
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        for (String target : List.of("/v1/c%61se/complaints/", "/v1/case/complaint%73", "/%76%31/case/complaints")) {
            Answer again = raw("POST", target, key, COMPLAINT);

            assertThat(again.status()).as(again.toString()).isEqualTo(201);
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(again.text()).isEqualTo(first.text());
        }
        assertThat(newEvents()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/case/cases/..",
                "/v1/case/%2e%2e/case/cases",
                "/v1/case/%2E/cases",
                "/v1//case/cases",
                "/v1/case/cases//",
                "/v1/case/cases;a=b",
                "/v1/case/cases/%",
                "/v1/case/cases/%4",
                "/v1/case/cases/%zz",
                "/v1/case/cases/%00",
                "/v1/case/cases/%0a",
                "/v1/case/cases/%c1%a1",
                "/v1/case/cases/%ff"
            })
    void aPathThatCouldMeanTwoThingsIsMalformed(String target) {
        Answer answer = raw("GET", target, "", "");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%2F",
                "workspace%3A%2F%2FSpacesStore%2F1",
                "%5C",
                "%3B",
                "%25",
                "%252F",
                "%2F..%2F",
                "%20",
                "%C3%A4"
            })
    void anEncodedCharacterIsPartOfItsSegment(String segment) {
        Answer answer = raw("GET", "/v1/case/cases/WI0000000001/attachments/" + segment, "", "");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("DELETE, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /oauth2/authorize",
                "GET /oauth2/authorize?response_type=code&client_id=bank-agent&redirect_uri=http%3A%2F%2Fx",
                "GET /oauth2/authorize?response_type=code&client_id=bank-agent",
                "POST /oauth2/authorize",
                "GET /oauth2/token",
                "POST /oauth2/introspect",
                "POST /oauth2/revoke",
                "POST /oauth2/device_authorization",
                "GET /oauth2/device_verification",
                "GET /oauth2/jwks/x"
            })
    void anAuthorizationServerWithoutLoginAsksForOne(String request) {
        Answer answer = RawRequest.send(
                anonymous().server(),
                request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

        assertThat(answer.status()).as(answer.toString()).isBetween(400, 405);
    }

    @Test
    void anUnknownClientIsAnsweredLikeAWrongSecret() {
        Answer unknown = askForToken("nobody", "secret");
        Answer wrong = askForToken("bank-agent", "secret");

        assertThat(unknown.status()).isEqualTo(401);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text()).isEqualTo(unknown.text());
    }

    private Answer askForToken(String client, String secret) {
        String form = "grant_type=client_credentials";
        return RawRequest.send(
                anonymous().server(),
                "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Basic "
                        + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(UTF_8))
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form);
    }

    /** As far as the database is concerned, which takes nearly all of the time. */
    @Test
    void anUnknownIdTakesAsLongAsThatOfAnotherCustomer() {
        String foreign = newCaseId();
        assertThat(as("customer-brvu")
                        .post(
                                COMPLAINTS,
                                "{\"case-id\":\"" + foreign + "\",\"customer-id\":\"BRVU00002\",\"details\":\"Mine.\"}")
                        .status())
                .isEqualTo(201);
        assertThat(getCurrent(as("customer-brvu"), "/v1/case/cases/" + foreign).status())
                .isEqualTo(200);

        for (String what : List.of("", "/history")) {
            // What happens in the background meanwhile is counted, too.
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                Map<String, Integer> ofForeign =
                        statementsOf(() -> assertNotFound(as("customer-migr").get("/v1/case/cases/" + foreign + what)));
                Map<String, Integer> ofUnknown = statementsOf(
                        () -> assertNotFound(as("customer-migr").get("/v1/case/cases/" + newCaseId() + what)));

                assertThat(ofForeign).isNotEmpty().isEqualTo(ofUnknown);
            });
        }
    }

    private Map<String, Integer> statementsOf(Runnable request) {
        jdbc().sql("set query_statistics false").update();
        jdbc().sql("set query_statistics true").update();
        request.run();
        Map<String, Integer> counted = new HashMap<>();
        jdbc().sql(
                        "select sql_statement, execution_count from information_schema.query_statistics where"
                                + " lower(sql_statement) like '%case_history%' or lower(sql_statement) like '%where aggregate_identifier%'")
                .query(row -> {
                    if (!row.getString(1).contains("query_statistics")) {
                        counted.put(row.getString(1), row.getInt(2));
                    }
                });
        jdbc().sql("set query_statistics false").update();
        return counted;
    }

    @Test
    void idsThatClientsChooseNeverExhaustThoseThatAreDrawn() {
        long last = drawn(as("bank-agent").post(COMPLAINTS, COMPLAINT));
        for (long next = last + 1; next <= last + 110; next++) {
            String id = String.format(Locale.ROOT, "WI%0" + ID_DIGITS + "d", next);
            assertThat(as("bank-agent")
                            .post(COMPLAINTS, COMPLAINT.replaceFirst("\\{", "{\"case-id\":\"" + id + "\","))
                            .status())
                    .isIn(201, 409);
        }

        for (int i = 0; i < 3; i++) {
            drawn(as("bank-agent").post(COMPLAINTS, COMPLAINT));
        }
    }

    private static long drawn(Answer created) {
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        return Long.parseLong(created.json().get("id").asString().substring(2));
    }
}
