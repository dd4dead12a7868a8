package io.docket.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.OwnTokens;
import io.docket.RunningDocket;
import io.docket.platform.projection.processing.ProjectionPositions;
import io.docket.platform.testing.RunningClock;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.ApiClient;
import io.docket.tlog.Hash;
import io.docket.tlog.LogEntry;
import io.docket.tlog.note.TlogProof;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Persons are erased, and what is held about them is exported, over the APIs of all contexts. */
@ExtendWith(OutputCaptureExtension.class)
abstract class Erasures extends RunningDocket {

    private static final String CASES = "/v1/case/cases";
    private static final String ERASURES = "/privacy/erasures";
    private static final String EXPORTS = "/privacy/exports";

    private static final List<String> PROJECTIONS =
            List.of("cases", "card-orders", "esim-orders", "sales-leads", "erasures", "audit");

    private static final List<String> READ_MODELS = List.of(
            "case_history",
            "case_list",
            "case_word",
            "order_history",
            "order_list",
            "esim_order_history",
            "sales_lead_history",
            "erasure_history",
            "audit_entry");

    @Autowired
    private DataSource dataSource;

    @Autowired
    private Environment environment;

    @Autowired
    private ProjectionPositions positions;

    /** Where the application's time can be put forward. */
    @Autowired
    private Optional<RunningClock> clock;

    private ApiClient officer() {
        return as("privacy-officer");
    }

    private String complain(String customer, String name, String more) {
        Answer answer = as("bank-agent").post("/v1/case/complaints", """
                        {"customer-id": "%s", "customer-name": "%s", "customer-ident-num": "77%s",
                         "details": "%s wants an answer", "comm-reason": "Fees of %s",
                         "comm-reply-address": "%s@example.com"%s}""".formatted(
                        customer, name, customer, name, name, name.toLowerCase(Locale.ROOT), more));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.json().get("id").asString();
    }

    private void close(String caseId) {
        assertThat(as("bank-agent").delete(CASES + "/" + caseId).status()).isIn(200, 204);
    }

    private Answer erase(String subject, String more) {
        return officer().post(ERASURES, "{\"subject\": " + subject + ", \"reason\": \"Request 2021-117\"" + more + "}");
    }

    private static String customer(String number) {
        return "{\"customer-number\": \"" + number + "\"}";
    }

    /** All is scrubbed at once; again, and for the report, when nobody can be at work any more that read the data before. */
    private void awaitNone(Traces traces, Answer accepted) {
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(traces.in(dataSource)).isEmpty());
    }

    private JsonNode awaitReport(Answer accepted) {
        String erasure = accepted.header("Location");
        await().atMost(40, SECONDS).pollInterval(1, SECONDS).untilAsserted(() -> {
            clock.orElseThrow().advance(Duration.ofSeconds(10));
            assertThat(officer().get(erasure).text("status")).isEqualTo("completed");
        });
        return officer().get(erasure).json();
    }

    /** The rows of all read models, as they stand. */
    private Map<String, List<String>> readModels() {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : READ_MODELS) {
            rows.put(
                    table,
                    jdbc().sql("select * from " + table).query().listOfRows().stream()
                            .map(Object::toString)
                            .sorted()
                            .toList());
        }
        return rows;
    }

    private void makeReadModelsAnew() {
        for (String projection : PROJECTIONS) {
            jdbc().sql("insert into projection_rebuild (rebuild_id, projection, stage, up_to, chunk_size, started_at) "
                            + "select ?, ?, 'ASKED_FOR', max(global_index), 1000, current_timestamp from domain_event")
                    .params("r-" + projection, projection)
                    .update();
        }
        await().atMost(60, SECONDS)
                .until(() -> jdbc().sql("select count(*) from projection_rebuild")
                                .query(Integer.class)
                                .single()
                        == 0);
    }

    @Test
    void nothingIsLeftOfACustomerWhoIsErased(CapturedOutput output) {
        String erased = newCustomer();
        String other = newCustomer();
        String caseId = complain(erased, "Zelimira", "");
        String othersCase = complain(other, "Dragoslava", "");
        as("bank-agent").put(CASES + "/" + caseId, "{\"state\": \"Resolved\", \"resolution\": \"Zelimira is right\"}");
        close(caseId);
        JsonNode others =
                getCurrent(as("bank-channel"), CASES + "/" + othersCase).json();
        Traces traces = Traces.of("Zelimira", "77" + erased, "zelimira@example.com");
        assertThat(traces.in(dataSource)).isNotEmpty();

        Answer accepted = erase(customer(erased), "");

        awaitNone(traces, accepted);
        assertThat(traces.in("the log", output.getAll())).isEmpty();
        if (clock.isPresent()) {
            JsonNode report = awaitReport(accepted);
            assertThat(report.get("scrubbed")
                            .valueStream()
                            .map(place -> place.get("place").asString() + " "
                                    + place.get("count").asLong()))
                    .contains(
                            "cases 1",
                            "card-orders 0",
                            "esim-orders 0",
                            "sales-leads 0",
                            "idempotency-answers 0",
                            "reasons-of-operators 0")
                    .doesNotContain("database-file 1");
            assertThat(report.get("cause").isNull()).isTrue();
            assertThat(report.get("requested-by").asString()).isEqualTo("privacy-officer");
            assertThat(report.get("reason").asString()).isEqualTo("Request 2021-117");
        }
        JsonNode found = getCurrent(as("bank-channel"), CASES + "/" + caseId).json();
        assertThat(found.get("customer-id").asString()).isEqualTo(erased);
        assertThat(found.get("customer-name").asString()).isEqualTo("[erased]");
        assertThat(found.get("state").asString()).isEqualTo("Closed");
        assertThat(getCurrent(as("bank-channel"), CASES + "/" + caseId + "/history")
                        .json()
                        .get("Items")
                        .valueStream()
                        .map(version -> version.get("customer-name").asString()))
                .containsOnly("[erased]");
        assertThat(getCurrent(as("bank-channel"), CASES + "?states=Closed&q=Zelimira")
                        .json()
                        .get("total-count")
                        .asLong())
                .isZero();
        assertThat(getCurrent(as("bank-channel"), CASES + "/" + othersCase).json())
                .isEqualTo(others);

        long head;
        Map<String, List<String>> scrubbed;
        Map<String, List<String>> madeAnew;
        do {
            head = head();
            for (String projection : PROJECTIONS) {
                assertThat(positions.await(projection, head, Duration.ofSeconds(20)))
                        .as(projection)
                        .isTrue();
            }
            scrubbed = readModels();
            makeReadModelsAnew();
            madeAnew = readModels();
            // The erasures of other tests end meanwhile, and say so in the log.
        } while (head() != head);
        assertThat(madeAnew).isEqualTo(scrubbed);
    }

    /** One of another process, which does not notice yet that somebody was erased. */
    @Test
    void nobodyIsErasedWhileAReadModelIsMadeAnewThatMayTellOfThem() {
        if (clock.isEmpty()) {
            return;
        }
        String number = newCustomer();
        close(complain(number, "Vidosava", ""));
        jdbc().sql(
                        "insert into projection_rebuild (rebuild_id, projection, stage, up_to, chunk_size, started_at, owner, "
                                + "heard_at, erasures) select 'r-elsewhere', 'cases', 'FILLING', 1, 1000, current_timestamp, "
                                + "'another', timestamp '2099-01-01 00:00:00', erasures from event_log_lock")
                .update();

        Answer accepted = erase(customer(number), "");
        awaitNone(Traces.of("Vidosava"), accepted);
        clock.orElseThrow().advance(Duration.ofSeconds(30));
        Instant settled = clock.orElseThrow().instant();
        await().atMost(20, SECONDS)
                .until(() -> jdbc().sql("select execution_time from task where task_name = 'scrub_erased_person' "
                                + "and task_instance = ?")
                        .param(lastOf(accepted.header("Location")))
                        .query((row, rowNumber) ->
                                row.getObject(1, OffsetDateTime.class).toInstant())
                        .single()
                        .isAfter(settled));
        assertThat(officer().get(accepted.header("Location")).text("status")).isEqualTo("scrubbing");

        clock.orElseThrow().advance(Duration.ofMinutes(11));
        await().atMost(20, SECONDS).untilAsserted(() -> assertThat(whyItFails(accepted))
                .contains("The read models of somebody erased at ", "a read model is being made anew"));

        jdbc().sql("delete from projection_rebuild where rebuild_id = 'r-elsewhere'")
                .update();
        awaitReport(accepted);
    }

    /** Of the task, which then raises the alarm. */
    private String whyItFails(Answer accepted) {
        return jdbc().sql("select coalesce(max(last_error), '') from task where task_name = 'scrub_erased_person' "
                        + "and task_instance = ? and consecutive_failures > 0")
                .param(lastOf(accepted.header("Location")))
                .query(String.class)
                .single();
    }

    /** Who has read the rows before the first pass came by may write what was in them for as long as a transaction lasts. */
    @Test
    void theSecondPassWaitsFromTheEndOfTheFirst() {
        if (clock.isEmpty()) {
            return;
        }
        String number = newCustomer();
        close(complain(number, "Svetozara", ""));
        Answer accepted = erase(customer(number), "");
        awaitNone(Traces.of("Svetozara"), accepted);
        String erasure = lastOf(accepted.header("Location"));
        Instant end = clock.orElseThrow().instant().plusSeconds(60);
        await().atMost(20, SECONDS)
                .until(() -> jdbc().sql("update scrub_request set answered_at = ? "
                                        + "where erasure_id = ? and pass = 1 and places is not null")
                                .params(end.atOffset(ZoneOffset.UTC), erasure)
                                .update()
                        == 1);

        assertThat(officer().get(accepted.header("Location")).json().get("scrubbed"))
                .anyMatch(place -> place.get("place").asString().equals("cases")
                        && place.get("count").asInt() == 1);
        clock.orElseThrow().advance(Duration.ofSeconds(30));

        await().atMost(20, SECONDS).until(() -> jdbc().sql("select execution_time from task "
                        + "where task_name = 'scrub_erased_person' and task_instance = ?")
                .param(erasure)
                .query((row, rowNumber) ->
                        row.getObject(1, OffsetDateTime.class).toInstant())
                .single()
                .isAfter(end));
        awaitReport(accepted);
    }

    /** As of somebody who read the row before the first pass and wrote it afterwards, and of another one before the second. */
    @Test
    void itIsScrubbedUntilNothingComesBack() {
        if (clock.isEmpty()) {
            return;
        }
        String number = newCustomer();
        String caseId = complain(number, "Tihomira", "");
        getCurrent(as("bank-channel"), CASES + "/" + caseId).expect(200);
        String document = jdbc().sql("select document from case_history where case_id = ?")
                .param(caseId)
                .query(String.class)
                .single();
        Answer accepted = erase(customer(number), ", \"force\": true");
        awaitNone(Traces.of("Tihomira"), accepted);

        setDocument(caseId, document);
        await().atMost(40, SECONDS).pollInterval(1, SECONDS).untilAsserted(() -> {
            clock.orElseThrow().advance(Duration.ofSeconds(10));
            assertThat(jdbc().sql("select count(*) from scrub_request "
                                    + "where erasure_id = ? and pass = 2 and places is not null")
                            .param(lastOf(accepted.header("Location")))
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
        });
        setDocument(caseId, document);
        awaitReport(accepted);

        assertThat(Traces.of("Tihomira").in(dataSource)).isEmpty();
    }

    /** One that cannot be read is not scrubbed until it can be. */
    @Test
    void aRecordThatCannotBeScrubbedKeepsNoOtherFromIt(CapturedOutput output) {
        String number = newCustomer();
        String broken = complain(number, "Budimka", "");
        String other = complain(number, "Budimka", "");
        getCurrent(as("bank-channel"), CASES + "/" + other).expect(200);
        String document = jdbc().sql("select document from case_history where case_id = ?")
                .param(broken)
                .query(String.class)
                .single();
        setDocument(broken, "{");

        Answer accepted = erase(customer(number), ", \"force\": true");

        String erasure = lastOf(accepted.header("Location"));
        await().atMost(20, SECONDS).untilAsserted(() -> assertThat(
                        jdbc().sql("select coalesce(max(cause), '') from scrub_request where erasure_id = ?")
                                .param(erasure)
                                .query(String.class)
                                .single())
                .startsWith("cases: "));
        assertThat(jdbc().sql("select word from case_word where case_id = ?")
                        .param(other)
                        .query(String.class)
                        .list())
                .contains("erased")
                .doesNotContain("budimka");
        JsonNode shown = officer().get(accepted.header("Location")).expect(200).json();
        assertThat(shown.get("status").asString()).isEqualTo("scrubbing");
        assertThat(shown.get("cause").asString()).startsWith("cases: ").doesNotContain("Budimka");
        assertThat(output.getAll())
                .contains("Erasure " + erasure + " cannot scrub 1 records now")
                .doesNotContain("Budimka");

        setDocument(broken, document);
        awaitNone(Traces.of("Budimka"), accepted);
        if (clock.isPresent()) {
            awaitReport(accepted);
        }
    }

    private void setDocument(String caseId, String document) {
        jdbc().sql("update case_history set document = ? where case_id = ?")
                .params(document, caseId)
                .update();
    }

    @Test
    void theEventsOfWhoIsErasedAreProvedAsBeforeAndAuditedWithoutTheData() {
        String customer = newCustomer();
        String caseId = complain(customer, "Radojka", "");
        close(caseId);
        String proved = provedEntry(caseId);
        String audit = "/audit/cases/" + caseId;
        assertThat(as("auditor").get(audit + "/events").text()).contains("Radojka");

        awaitNone(Traces.of("Radojka"), erase(customer(customer), ""));

        assertThat(provedEntry(caseId)).isEqualTo(proved).contains(digestOfFirstPayload(caseId));
        for (String view : List.of("/events", "/state?as-of=0", "/state", "/diff?from=0")) {
            assertThat(as("auditor").get(audit + view).expect(200).text()).doesNotContain("Radojka");
        }
        assertThat(as("auditor").get(audit + "/events").text()).contains("[erased]");
        assertThat(as("auditor").get(audit + "/state?as-of=0").text()).contains("[erased]");
    }

    /** What the log says of the first event, if it is proved. */
    private String provedEntry(String caseId) {
        TlogProof proof = TlogProof.parse(as("auditor")
                .get("/audit/cases/" + caseId + "/events/0/proof")
                .expect(200)
                .text());
        var entry = new LogEntry(proof.extra().orElseThrow());
        assertThat(proof.proves(entry.hash())).isTrue();
        return entry.line();
    }

    private String digestOfFirstPayload(String caseId) {
        byte[] payload = jdbc().sql(
                        "select payload from domain_event where aggregate_identifier = ? and sequence_number = 0")
                .param(caseId)
                .query((row, number) -> row.getBytes(1))
                .single();
        return "\"payload-sha256\":\"" + HexFormat.of().formatHex(Hash.sha256(payload)) + "\"";
    }

    @Test
    void metadataHaveOneNameAndThatIsEncrypted() {
        complain(newCustomer(), "Dobrila", "");

        List<JsonNode> stored = jdbc().sql("select meta_data from domain_event")
                .query((row, number) -> JsonMapper.shared().readTree(row.getBytes(1)))
                .list();
        assertThat(stored.stream().flatMap(entries -> entries.propertyNames().stream()))
                .contains("agent-name")
                .isSubsetOf("correlation-id", "causation-id", "actor", "client", "agent-id", "agent-name");
        assertThat(stored.stream().filter(entries -> entries.has("agent-name")).map(entries -> entries.get("agent-name")
                        .stringValue()))
                .allMatch(name -> name.startsWith("\u007f"));
    }

    /** Whoever has what was sent cannot find out that it was; sent again, it changes nothing all the same. */
    @Test
    void whatWasSentUnderAKeyIsForgottenAndStillAnswered() {
        String number = newCustomer();
        String body = """
                {"customer-id": "%s", "customer-name": "Desanka", "details": "Fees"}""".formatted(number);
        Answer first = complainOnce(number, body);
        String position = first.header("Consistency-Token");
        close(first.json().get("id").asString());
        assertThat(fingerprint(position)).hasSize(64);

        awaitNone(Traces.of("Desanka"), erase(customer(number), ""));

        await().atMost(20, SECONDS).until(() -> fingerprint(position).equals("erased"));
        Answer again = complainOnce(number, body);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.text()).isEqualTo(first.text());
    }

    private Answer complainOnce(String number, String body) {
        return as("bank-agent")
                .request("POST", "/v1/case/complaints")
                .header("Idempotency-Key", "complaint-of-" + number)
                .json(body)
                .send();
    }

    private String fingerprint(String position) {
        return jdbc().sql("select fingerprint from idempotency_record where position = ?")
                .param(Long.parseLong(position))
                .query(String.class)
                .single();
    }

    @Test
    void openBusinessKeepsACustomerUnlessItIsForced() {
        String number = newCustomer();
        String caseId = complain(number, "Spasoje", "");

        assertConflict(erase(customer(number), ""), "open-business", "The person has open business: " + caseId + ".");
        assertThat(getCurrent(as("bank-channel"), CASES + "/" + caseId)
                        .json()
                        .get("customer-name")
                        .asString())
                .isEqualTo("Spasoje");

        assertThat(erase(customer(number), ", \"force\": true").status()).isEqualTo(202);
        assertThat(erase(customer(number), ", \"force\": true").status()).isEqualTo(404);
    }

    /** What has ended is known by its last event alone. */
    @Test
    void aCaseThatIsReopenedIsOpenAgainAmongThoseThatHaveEnded() {
        String number = newCustomer();
        close(complain(number, "Spasenija", ""));
        String reopened = complain(number, "Spasenija", "");
        close(complain(number, "Spasenija", ""));
        String change = "{\"state\": \"%s\", \"resolution\": \"Spasenija is right\"}";
        assertThat(as("bank-agent")
                        .put(CASES + "/" + reopened, change.formatted("Resolved"))
                        .status())
                .isIn(200, 204);
        assertThat(as("bank-agent")
                        .put(CASES + "/" + reopened, "{\"state\": \"Active\"}")
                        .status())
                .isIn(200, 204);

        assertConflict(erase(customer(number), ""), "open-business", "The person has open business: " + reopened + ".");
        close(reopened);
        assertThat(erase(customer(number), "").status()).isEqualTo(202);
    }

    /** A replacement waits for its approval, a lead is for later, and no eSIM gets on without the SM-DP+. */
    @Test
    void ordersThatAreOpenKeepWhoeverPlacedThem() {
        Answer replacement = as("bank-agent")
                .post(
                        "/customer-order/card-replacements",
                        "{\"card-id\": \"CARD-0002\", \"replacement-reason\": \"damaged-card\"}");
        assertThat(replacement.status()).as(replacement.toString()).isEqualTo(202);
        assertOpen(erase(customer("BRVU00002"), ""), replacement.text("id"));

        Answer lead = as("co-acme").post("/2.5/sp_spec/order/", """
                        {"coId": "Acme", "coAccessId": "8732c2f065e2490babce820e94b1011a", "operation": "ACTIVATE",
                         "orderDateTime": "2021-05-03T21:31:15Z", "requestedDateTime": "2099-05-06T00:01:00Z",
                         "products": [{"productId": "8732c2f065e2490babce820e94b1011a",
                           "offeringId": "8732c2f065e2490babce820e94b1011a"}],
                         "customerDetails": {"personalIdentityNumber": "19640823-3234", "customerFirstname": "Torgny",
                           "customerLastName": "Ek", "customerEmail": "torgny@example.com"}}""");
        assertThat(lead.status()).as(lead.toString()).isEqualTo(200);
        assertOpen(erase("{\"personal-identity-number\": \"19640823-3234\"}", ""), lastOf(lead.header("Location")));

        String email = newCustomer().toLowerCase(Locale.ROOT) + "@mail.example";
        String esims;
        partners().tell("smdp", "\"down\": true");
        try {
            Answer order = as("reseller-acme").post("/esim/v1/order", """
                            {"input": {"operationType": "NEW_ESIM", "countryCode": "PT",
                              "customer": {"email": "%s", "countryOfResidence": "RS"},
                              "device": {"id": "device-of-nobody", "model": "iPhone", "type": "ios", "imei": "356938035643809"},
                              "subscriptions": [{"id": "a3u3z000000PZBhAAO", "activationDate": "2099-09-13T12:00:00Z",
                                "price": 10, "currency": "USD"}]}}""".formatted(email));
            assertThat(order.status()).as(order.toString()).isEqualTo(201);
            assertOpen(
                    erase("{\"tenant\": \"acme\", \"email\": \"" + email + "\"}", ""),
                    lastOf(order.header("Location")));
            esims = order.header("Location");
        } finally {
            partners().tell("smdp", "");
        }
        // What it leaves behind would be new to other tests.
        await().atMost(40, SECONDS)
                .until(() -> as("reseller-acme").get(esims).text("status").equals("COMPLETED"));
    }

    private static void assertOpen(Answer refused, String id) {
        assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
        assertThat(refused.text("problem")).isEqualTo("open-business");
        assertThat(refused.text("detail")).contains(id);
    }

    private static String lastOf(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** The case goes on, and what is written about it from then on can be read. */
    @Test
    void aCaseOfSomebodyErasedGoesOn() {
        String number = newCustomer();
        String caseId = complain(number, "Miroslava", "");
        assertThat(erase(customer(number), ", \"force\": true").status()).isEqualTo(202);

        Answer resolved = as("bank-agent")
                .put(CASES + "/" + caseId, "{\"state\": \"Resolved\", \"resolution\": \"It was paid back\"}");

        assertThat(resolved.status()).as(resolved.toString()).isIn(200, 204);
        assertThat(getCurrent(as("bank-channel"), CASES + "/" + caseId)
                        .json()
                        .get("resolution")
                        .asString())
                .isEqualTo("It was paid back");
        assertThat(complain(number, "Miroslava", "")).isNotEmpty();
    }

    @Test
    void whoeverOrdersAtACommunicationOperatorIsErasedByIdentityNumber() {
        String order = "/2.5/sp_spec/order/";
        Answer sent = as("co-acme").post(order, """
                        {"coId": "Acme", "coAccessId": "8732c2f065e2490babce820e94b1011a", "operation": "ACTIVATE",
                         "orderDateTime": "2021-05-03T21:31:15Z", "requestedDateTime": "2021-05-06T00:01:00Z",
                         "products": [{"productId": "8732c2f065e2490babce820e94b1011a", "offeringId": "withdrawn-2020"}],
                         "customerDetails": {"personalIdentityNumber": "19811218-9876", "customerFirstname": "Ingegerd",
                           "customerLastName": "Åkesson", "customerEmail": "ingegerd@example.com",
                           "invoiceDetails": {"streetName": "Vintergatan", "postalCode": "11122"}}}""");
        assertThat(sent.status()).as(sent.toString()).isEqualTo(200);
        awaitNone(
                Traces.of("Ingegerd", "Åkesson", "ingegerd@example.com", "Vintergatan", "19811218-9876"),
                erase("{\"personal-identity-number\": \"19811218-9876\"}", ""));

        JsonNode details =
                getCurrent(as("co-acme"), sent.header("Location")).json().get("customerDetails");
        assertThat(details.get("personalIdentityNumber").asString()).isEqualTo("[erased]");
        assertThat(details.get("invoiceDetails").get("city").isNull()).isTrue();
        assertThat(details.get("invoiceDetails").get("postalCode").asString()).isEqualTo("[erased]");
    }

    /** By the tenant and the address; the same address at another tenant is another person. */
    @Test
    void whoeverHasEsimsIsErasedByTenantAndEmail() {
        String email = newCustomer().toLowerCase(Locale.ROOT) + "@mail.example";
        String order = "/esim/v1/order";
        Answer placed = as("reseller-acme").post(order, """
                        {"input": {"operationType": "NEW_ESIM", "countryCode": "PT",
                          "customer": {"email": "%s", "firstName": "Zorislava", "countryOfResidence": "RS"},
                          "device": {"id": "device-of-zorislava", "model": "iPhone", "type": "ios", "imei": "356938035643809"},
                          "subscriptions": [{"id": "a3u3z000000PZBhAAO", "activationDate": "2099-09-13T12:00:00Z",
                            "price": 10, "currency": "USD"}]}}""".formatted(email));
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        await().atMost(20, SECONDS).until(() -> as("reseller-acme")
                .get(placed.header("Location"))
                .text("status")
                .equals("COMPLETED"));
        assertThat(erase("{\"tenant\": \"globex\", \"email\": \"" + email + "\"}", "")
                        .status())
                .isEqualTo(404);

        awaitNone(
                Traces.of(email, "Zorislava", "device-of-zorislava", "356938035643809"),
                erase("{\"tenant\": \"acme\", \"email\": \"" + email + "\"}", ""));

        JsonNode found =
                getCurrent(as("reseller-acme"), placed.header("Location")).json();
        assertThat(found.get("status").asString()).isEqualTo("COMPLETED");
    }

    @Test
    void anExportHasWhatConcernsThePersonAndNobodyElse() {
        String number = newCustomer();
        String caseId = complain(number, "Vukosava", "");

        Answer exported = officer().post(EXPORTS, "{\"subject\": " + customer(number) + "}");

        assertThat(exported.status()).as(exported.toString()).isEqualTo(200);
        JsonNode held = exported.json().get("records").get(0);
        assertThat(held.get("id").asString()).isEqualTo(caseId);
        ObjectNode registration =
                (ObjectNode) held.get("events").get(0).get("data").get("registration");
        assertThat(registration.get("customer").get("name").asString()).isEqualTo("Vukosava");
        assertThat(registration.get("registered-by").get("name").asString()).isEqualTo("[withheld]");
        JsonNode metadata = held.get("events").get(0).get("metadata");
        assertThat(metadata.get("agent-name").asString()).isEqualTo("[withheld]");
        assertThat(metadata.get("correlation-id").asString()).isNotEmpty();
        assertThat(newEvents()).last().satisfies(event -> assertThat(event.type())
                .isEqualTo("docket.export.personal-data-exported"));
    }

    @Test
    void whatOperatorsWroteAboutWhoIsErasedIsErased() {
        String number = newCustomer();
        String caseId = complain(number, "Bosiljka", "");
        String letter = UUID.randomUUID().toString();
        jdbc().sql("insert into projection_dead_letter (dead_letter_id, projection, aggregate_id, sequence_number, "
                        + "position, event_identifier, event_type, cause, since, attempts, next_attempt) values "
                        + "(?, 'cases', ?, 1, ?, 'none', 'docket.case.case-closed', 'none', current_timestamp, 0, "
                        + "timestamp '2099-01-01 00:00:00')")
                .params(letter, caseId, head() + 1)
                .update();
        try {
            as("operator")
                    .delete("/operations/dead-letters/" + letter + "?reason=Bosiljka%20has%20called")
                    .expect(204);
            Traces traces = Traces.of("Bosiljka");
            assertThat(traces.in(dataSource))
                    .anyMatch(trace -> trace.contains("discard_reason"))
                    .anyMatch(trace -> trace.contains("operator_action.asked"));

            awaitNone(traces, erase(customer(number), ", \"force\": true"));

            assertThat(jdbc().sql("select asked from operator_action where object_id = ?")
                            .param(caseId)
                            .query(String.class)
                            .list())
                    .containsExactly("cases: [erased]");
        } finally {
            jdbc().sql("delete from projection_dead_letter where dead_letter_id = ?")
                    .param(letter)
                    .update();
        }
    }

    /** What is kept is how far the log was; from that the same export is made, whatever has come since. */
    @Test
    void anExportThatIsAskedForAgainIsTheFirstOne() {
        String number = newCustomer();
        String caseId = complain(number, "Radovanka", "");

        Answer first = export(number, "export-" + number);
        close(caseId);
        complain(number, "Radovanka", "");
        Answer again = export(number, "export-" + number);

        assertThat(first.expect(200).json().get("records")).hasSize(1);
        assertThat(first.text()).contains("Radovanka");
        assertThat(again.expect(200).text()).isEqualTo(first.text());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("Consistency-Token")).isEqualTo(first.header("Consistency-Token"));
        assertThat(newEvents())
                .filteredOn(event -> event.type().equals("docket.export.personal-data-exported"))
                .hasSize(1);
        assertThat(jdbc().sql("select body from idempotency_record where idempotency_key = ?")
                        .param("export-" + number)
                        .query((row, rowNumber) -> new String(row.getBytes(1), UTF_8))
                        .single())
                .matches("\\{\"person-?[iI]d\":\\d+,\"up-?[tT]o\":\\d+}");
        assertThat(export(newCustomer(), "export-" + number).status()).isEqualTo(422);
    }

    private Answer export(String customer, String key) {
        return officer()
                .request("POST", EXPORTS)
                .header("Idempotency-Key", key)
                .json("{\"subject\": " + customer(customer) + "}")
                .send();
    }

    /** More events than are read at once, of more records than are. */
    @Test
    void anExportHasAllHoweverMuchItIs() {
        String number = newCustomer();
        String caseId = complain(number, "Tihosava", "");
        for (int file = 0; file < 120; file++) {
            assertThat(as("bank-agent")
                            .post(
                                    CASES + "/" + caseId + "/attachments",
                                    "{\"file-id\": \"f-" + file + "\", \"file-name\": \"n\"}")
                            .status())
                    .isIn(200, 201);
        }

        JsonNode held = officer()
                .post(EXPORTS, "{\"subject\": " + customer(number) + "}")
                .expect(200)
                .json()
                .get("records");

        assertThat(held).hasSize(1);
        assertThat(held.get(0).get("events").valueStream().map(event -> event.get("sequence")
                        .asInt()))
                .containsExactlyElementsOf(IntStream.rangeClosed(0, 120).boxed().toList());
    }

    @Test
    void whoeverIsNotKnownIsNotFound() {
        for (String path : List.of(ERASURES, EXPORTS)) {
            Answer answer = officer()
                    .post(
                            path,
                            path.equals(ERASURES)
                                    ? "{\"subject\": {\"customer-number\": \"nobody\"}, \"reason\": \"Request\"}"
                                    : "{\"subject\": {\"customer-number\": \"nobody\"}}");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().get("problem").asString()).isEqualTo("unknown-person");
        }
    }

    /** Whoever has the scope may not have more than one customer, or tenant, to look after. */
    @Test
    void aTokenForOneCustomerOrTenantKnowsNobodyElse() {
        String number = newCustomer();
        close(complain(number, "Ljubomirka", ""));
        for (String claim : List.of("customer_number", "tenant")) {
            Answer refused = officer(claim, "other").post(EXPORTS, "{\"subject\": " + customer(number) + "}");
            assertThat(refused.status()).as(claim).isEqualTo(404);
            assertThat(refused.text("problem")).isEqualTo("unknown-person");
        }
        assertThat(officer("customer_number", number)
                        .post(EXPORTS, "{\"subject\": " + customer(number) + "}")
                        .status())
                .isEqualTo(200);
        assertThat(officer("tenant", "acme")
                        .post(ERASURES, "{\"subject\": " + customer(number) + ", \"reason\": \"Request\"}")
                        .status())
                .isEqualTo(404);
    }

    private ApiClient officer(String claim, String value) {
        return anonymous()
                .withToken(OwnTokens.of(environment).signed(claims -> claims.claim("scope", List.of("privacy"))
                        .claim(claim, value)));
    }

    @Test
    void aSubjectIsOnePersonAndTheReasonDoesNotTellWho() {
        String message =
                "subject is either a customer-number, or a tenant and an email, or a personal-identity-number.";
        assertInvalid(erase("{}", ""), "subject", "combination-required", message);
        assertInvalid(
                erase("{\"customer-number\": \"C9\", \"personal-identity-number\": \"19811218-9876\"}", ""),
                "subject",
                "combination-required",
                message);
        assertInvalid(erase("{\"tenant\": \"acme\"}", ""), "subject", "combination-required", message);
        assertInvalid(
                officer()
                        .post(
                                ERASURES,
                                "{\"subject\": {\"tenant\": \"acme\", \"email\": \"a@b.example\"}, \"reason\": \"A@B.example asked\"}"),
                "reason",
                "invalid-format",
                "reason names the person, and would stay on record.");
    }

    @Test
    void othersThanThePrivacyOfficerDoNeither() {
        assertThat(as("bank-agent").post(ERASURES, "{}").status()).isEqualTo(403);
        assertThat(as("bank-agent").post(EXPORTS, "{}").status()).isEqualTo(403);
    }
}
