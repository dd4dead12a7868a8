package io.docket.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.RunningDocket;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who may see and do what in the console, and what becomes of hostile forms and texts. */
class ConsolePagesIntegrationTest extends RunningDocket {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String HTML = "text/html,application/xhtml+xml";
    private static final String CSRF_COOKIE = "docket-console-csrf=";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final String HOSTILE = "<img src=x onerror=\"alert(1)\"> & 'more'";
    private static final String SHOWN = "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;more&#39;";

    private final HttpClient browser = HttpClient.newHttpClient();
    private boolean refused;

    @AfterEach
    void mend() {
        if (refused) {
            jdbc().sql("alter table case_list drop constraint if exists refuses_in_console")
                    .update();
            letters("?discarded=true").forEach(letter -> as("operator")
                    .request(
                            "POST",
                            "/operations/dead-letters/" + letter.get("id").asString() + "/retry")
                    .send());
            as("operator").post("/operations/dead-letters/retry", "{}").expect(202);
            await().atMost(PATIENCE).until(() -> letters("").isEmpty());
        }
    }

    private HttpRequest.Builder request(String path, String client, String... cookies) {
        String all = Stream.concat(Stream.of("docket-console=" + anonymous().tokenOf(client)), Stream.of(cookies))
                .collect(Collectors.joining("; "));
        return HttpRequest.newBuilder(anonymous().server().resolve(path))
                .header("Accept", HTML)
                .header("Cookie", all);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return browser.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> get(String client, String path) {
        return send(request(path, client));
    }

    private HttpResponse<String> post(String client, String path, Map<String, String> fields, String... cookies) {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path, client, cookies)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    /** Sends a form as the page has it. */
    private HttpResponse<String> submit(String client, String path, Map<String, String> fields) {
        HttpResponse<String> page = get(client, "/console");
        page = get(client, page.headers().firstValue("Location").orElseThrow());
        return post(
                client,
                path,
                Stream.concat(fields.entrySet().stream(), Stream.of(Map.entry("_csrf", tokenIn(page))))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                cookieOf(page));
    }

    private static String cookieOf(HttpResponse<String> page) {
        return page.headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith(CSRF_COOKIE))
                .map(set -> set.substring(0, set.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    private static String tokenIn(HttpResponse<String> page) {
        Matcher token = CSRF.matcher(page.body());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    @ParameterizedTest
    @CsvSource({
        "auditor, /console/audit, 200",
        "auditor, /console/audit/live, 200",
        "auditor, /console/operations, 403",
        "auditor, /console/operations/, 403",
        "auditor, /console/operations/replays, 403",
        "auditor, /console/operations/queues, 403",
        "auditor, /console/operations/queues/send_to_card_system, 403",
        "auditor, /console/operations/dead-letters, 403",
        "auditor, /console/operations/partners, 403",
        "operator, /console/operations, 200",
        "operator, /console/operations/, 200",
        "operator, /console/operations/replays, 200",
        "operator, /console/operations/queues, 200",
        "operator, /console/operations/queues/send_to_card_system, 200",
        "operator, /console/operations/dead-letters, 200",
        "operator, /console/operations/dead-letters?discarded=true&projection=cases, 200",
        "operator, /console/operations/partners, 200",
        "operator, /console/audit, 403",
        "operator, /console/audit/live, 403",
        "operator, /console/audit/live/events?after=0, 403",
        "operator, /console/audit/cases/WI0000497282, 403",
        "bank-agent, /console, 200",
        "bank-agent, /console/operations, 403",
        "analyst, /console/audit/live/events?after=0, 403",
        "operator, /console/nothing, 403",
        "operator, /console/operations/nothing, 404",
        "operator, /console/operations/queues/nothing, 404",
        "operator, /console/operations/replays/no-id, 400",
        "operator, /console/operations/dead-letters?page=0, 400",
        "operator, /console/operations/dead-letters?projection=%00, 400",
        "auditor, /console/audit?object-id=%00, 400",
        "auditor, /console/audit/live?subject=%00, 400",
        "auditor, /console/audit/live?types=no.such.*, 400"
    })
    void everybodySeesWhatTheirScopeIsFor(String client, String path, int status) {
        HttpResponse<String> answer = get(client, path);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(answer.body())
                .contains("</html>")
                .doesNotContain("<script>", "<style", " style=", " onclick=", " onload=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/operations/replays",
                "/console/operations/queues/send_to_card_system/tasks/WI0000000001-1/retry",
                "/console/operations/dead-letters/retry"
            })
    void anAuditorDoesNothing(String path) {
        HttpResponse<String> answer = submit("auditor", path, Map.of("projection", "cases", "dry-run", "true"));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void whoIsNotLoggedInIsSentToTheLoginAndAScriptIsTold() {
        HttpRequest.Builder page = HttpRequest.newBuilder(anonymous().server().resolve("/console/operations"));

        HttpResponse<String> sent = send(page.copy().header("Accept", HTML));
        assertThat(sent.statusCode()).isEqualTo(302);
        assertThat(sent.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/console/login/docket"));
        HttpResponse<String> madeUp =
                send(HttpRequest.newBuilder(anonymous().server().resolve("/console/login/elsewhere"))
                        .header("Accept", HTML));
        assertThat(madeUp.statusCode()).isEqualTo(302);
        HttpResponse<String> told = send(page.copy().header("Accept", "*/*"));
        assertThat(told.statusCode()).isEqualTo(401);
        assertThat(told.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("REDIRECT_URI"));
        HttpResponse<String> forged =
                send(page.copy().header("Accept", HTML).header("Cookie", "docket-console=eyJhbGciOiJub25lIn0.e30."));
        assertThat(forged.statusCode()).isEqualTo(302);
    }

    /** To an issuer elsewhere browsers would not follow, and show nothing at all. */
    @Test
    void whoSendsAFormAndIsLoggedInNoLongerIsTold() {
        HttpResponse<String> page = get("operator", "/console/operations/replays");

        HttpResponse<String> answer = send(HttpRequest.newBuilder(
                        anonymous().server().resolve("/console/operations/dead-letters/retry"))
                .header("Accept", HTML)
                .header("Cookie", cookieOf(page))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("_csrf=" + URLEncoder.encode(tokenIn(page), StandardCharsets.UTF_8))));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("<h1>Unauthorized</h1>", "You are logged in no longer", "href=\"/console\"");
    }

    /** As another site would have it sent, which does not see the page. */
    @Test
    void aFormThatThePageDidNotSendDoesNothing() {
        long before = actions("startReplay");

        HttpResponse<String> answer = post(
                "operator",
                "/console/operations/replays",
                Map.of("projection", "cases", "dry-run", "true", "_csrf", "guessed"),
                CSRF_COOKIE + UUID.randomUUID());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(actions("startReplay")).isEqualTo(before);
    }

    /** Pages that keep up ask again and again, a progress bar follows, and other pages are open. */
    @Test
    void aFormStaysGoodWhateverElseIsLookedAt() {
        HttpResponse<String> page = get("operator", "/console/operations/replays");
        String cookie = cookieOf(page);

        HttpResponse<String> other = send(request("/console/operations", "operator", cookie));

        assertThat(other.headers().allValues("Set-Cookie")).noneMatch(set -> set.startsWith(CSRF_COOKIE));
        for (HttpResponse<String> open : List.of(page, other)) {
            HttpResponse<String> answer =
                    post("operator", "/console/operations/dead-letters/retry", Map.of("_csrf", tokenIn(open)), cookie);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        }
    }

    @Test
    void aRefusedFormThatComesLateIsAnsweredAsAnyOther() {
        long before = actions("retryDeadLetters");
        HttpResponse<String> answer = send(request("/console/operations/dead-letters/retry", "operator")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .expectContinue(true)
                .POST(BodyPublishers.ofString("_csrf=guessed")));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<h1>Forbidden</h1>");
        assertThat(actions("retryDeadLetters")).isEqualTo(before);
    }

    private long actions(String operation) {
        return jdbc().sql("select count(*) from operator_action where operation = ?")
                .param(operation)
                .query(Long.class)
                .single();
    }

    /** Who tried is on record. */
    @Test
    void whatTheConsoleRefusesIsOnRecord() {
        get("auditor", "/console/operations/queues");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(as("auditor")
                        .get("/audit/search?records=refusal&actor=auditor")
                        .expect(200)
                        .items())
                .anyMatch(refusal -> refusal.get("type").asString().equals("/console")));
    }

    @Test
    void aReadModelIsComparedAndTheReportIsShown() {
        HttpResponse<String> answer = submit(
                "operator", "/console/operations/replays", Map.of("projection", "sales-leads", "dry-run", "true"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        String page = answer.headers().firstValue("Location").orElseThrow();
        assertThat(page).contains("/console/operations/replays/");
        String told = send(request(page + "/events", "operator").setHeader("Accept", "text/event-stream"))
                .body();
        assertThat(told).contains("event: end").contains("\"status\":\"completed\"");
        assertThat(get("operator", page).body()).contains("Nothing differs").contains("sales_lead_history");
        assertThat(submit("operator", page + "/cancel", Map.of()).statusCode()).isEqualTo(409);
        assertThat(submit("operator", "/console/operations/replays", Map.of("projection", "<b>", "dry-run", "true"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aDeadLetterIsDiscardedWithAReasonThatIsShownAsItIs() {
        String caseId = newCaseId();
        refused = true;
        as("bank-agent")
                .post(
                        "/v1/case/complaints",
                        "{\"case-id\":\"" + caseId + "\",\"customer-id\":\"" + newCustomer()
                                + "\",\"details\":\"Charged twice.\"}")
                .expect(201);
        getCurrent(as("bank-agent"), "/v1/case/cases/" + caseId).expect(200);
        jdbc().sql("alter table case_list add constraint refuses_in_console check (case_id <> '" + caseId
                        + "' or state <> 'Active')")
                .update();
        as("bank-agent")
                .put("/v1/case/cases/" + caseId, "{\"state\":\"Active\"}")
                .expect(200);
        await().atMost(PATIENCE).until(() -> !letters("").isEmpty());
        String letter = "/console/operations/dead-letters/"
                + letters("").get(0).get("id").asString();

        assertThat(get("operator", "/console/operations/dead-letters").body())
                .contains(caseId, "docket.case.case-activated", "23513")
                .doesNotContain("Charged");
        for (String wrong : List.of(" ", "a\tb", "x".repeat(401))) {
            assertThat(submit("operator", letter + "/discard", Map.of("reason", wrong))
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(letters("")).isNotEmpty();
        HttpResponse<String> done = submit("operator", letter + "/discard", Map.of("reason", HOSTILE));
        assertThat(done.statusCode()).isEqualTo(302);

        assertThat(get("operator", done.headers().firstValue("Location").orElseThrow())
                        .body())
                .contains("It is discarded", "Nothing is held up");
        assertThat(get("operator", "/console/operations/dead-letters?discarded=true")
                        .body())
                .contains(SHOWN)
                .doesNotContain("<img");
        assertThat(get("auditor", "/console/audit?record=action&object-id=" + caseId)
                        .body())
                .contains("discardDeadLetter", SHOWN)
                .doesNotContain("<img");
        assertThat(get("operator", "/console/operations/dead-letters?done=%3Cimg%3E")
                        .body())
                .doesNotContain("<img");
        assertThat(submit("operator", letter + "/discard", Map.of("reason", "Again"))
                        .statusCode())
                .isEqualTo(409);
    }

    private List<JsonNode> letters(String query) {
        return as("operator")
                .get("/operations/dead-letters" + query)
                .expect(200)
                .items();
    }

    @Test
    void anAuditorWatchesWhatHappensWithoutPersonalDataAndOnRecord() throws Exception {
        long before = head();
        String caseId = newCaseId();
        String complaint = "{\"case-id\":\"" + caseId + "\",\"customer-id\":\"" + newCustomer()
                + "\",\"customer-name\":\"Milica Petrovic\",\"details\":\"Charged twice.\"}";
        as("bank-agent").post("/v1/case/complaints", complaint).expect(201);

        HttpResponse<Stream<String>> stream = browser.send(
                request("/console/audit/live/events?subject=" + caseId + "&types=&after=" + before, "auditor")
                        .setHeader("Accept", "*/*")
                        .build(),
                BodyHandlers.ofLines());
        assertThat(stream.statusCode()).isEqualTo(200);
        as("bank-agent")
                .put("/v1/case/cases/" + caseId, "{\"state\":\"Active\"}")
                .expect(200);
        List<JsonNode> seen = new ArrayList<>();
        try (Stream<String> lines = stream.body()) {
            lines.filter(line -> !line.isEmpty())
                    .limit(2)
                    .forEach(line -> seen.add(JsonMapper.shared().readTree(line)));
        }

        assertThat(seen)
                .extracting(event -> event.get("type").asString())
                .containsExactly("docket.case.complaint-registered.v1", "docket.case.case-activated.v1");
        assertThat(seen.get(0).toString()).contains("[masked]").doesNotContain("Milica", "Petrovic");
        assertThat(as("auditor")
                        .get("/audit/search?records=read&type=streamEvents&object-id=" + caseId)
                        .expect(200)
                        .items())
                .hasSize(1)
                .first()
                .satisfies(read -> assertThat(read.get("asked").asString()).startsWith("[masked, after " + before));
    }
}
