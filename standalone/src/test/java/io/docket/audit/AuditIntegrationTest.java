package io.docket.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.docket.RunningDocket;
import io.docket.platform.testing.http.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who did what and when, what was refused, and who has read it, as auditors ask for it. */
class AuditIntegrationTest extends RunningDocket {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Autowired
    private HikariDataSource dataSource;

    private String customer = "";
    private String id = "";
    private String path = "";
    private String audited = "";
    private String correlation = "";

    @BeforeEach
    void aCaseThatIsWorkedOn() {
        customer = newCustomer();
        id = newCaseId();
        path = "/v1/case/cases/" + id;
        audited = "/audit/cases/" + id;
        correlation = UUID.randomUUID().toString();
        as("bank-agent")
                .request("POST", "/v1/case/complaints")
                .header("X-Correlation-ID", correlation)
                .json("{\"case-id\":\"" + id + "\",\"customer-id\":\"" + customer
                        + "\",\"customer-name\":\"=SUM(A1)\",\"details\":\"Charged twice.\"}")
                .send()
                .expect(201);
        as("bank-agent").put(path, "{\"state\":\"Active\"}").expect(200);
    }

    private Answer audit(String target) {
        return getCurrent(as("auditor"), target).expect(200);
    }

    private Answer export(String target, String type) {
        return as("auditor")
                .request("GET", target)
                .header("Accept", type)
                .send()
                .expect(200);
    }

    @Test
    void eventsTellWhoDidWhatWhenAndWhy() {
        List<JsonNode> events = audit(audited + "/events").items();

        assertThat(events).hasSize(2);
        JsonNode registered = events.get(0);
        assertThat(registered.get("position").asLong())
                .isEqualTo(newEvents().get(0).position());
        assertThat(registered.get("sequence").asLong()).isZero();
        assertThat(registered.get("type").asString()).isEqualTo("docket.case.complaint-registered");
        assertThat(registered.get("revision").asString()).isEqualTo("1");
        assertThat(registered.get("actor").asString()).isEqualTo("bank-agent");
        assertThat(registered.get("client").asString()).isEqualTo("bank-agent");
        assertThat(registered.get("agent"))
                .isEqualTo(JsonMapper.shared().readTree("{\"id\":\"A-1001\",\"name\":\"Stevan.Kostoski\"}"));
        assertThat(registered.get("correlation-id").asString()).isEqualTo(correlation);
        assertThat(registered.get("causation-id").asString()).isNotEmpty();
        assertThat(registered.at("/payload/registration/customer/id").asString())
                .isEqualTo(customer);
        assertThat(events.get(1).get("type").asString()).isEqualTo("docket.case.case-activated");
    }

    @Test
    void pagesOfEventsBeginBehindASequenceNumber() {
        JsonNode first = audit(audited + "/events?page-size=1").json();
        assertThat(first.get("total-count").asInt()).isEqualTo(2);
        assertThat(first.get("Items").size()).isEqualTo(1);
        assertThat(first.get("next").asLong()).isZero();

        JsonNode second = audit(audited + "/events?page-size=1&after=0").json();
        assertThat(second.at("/Items/0/sequence").asLong()).isEqualTo(1);
        assertThat(second.get("next").isNull()).isTrue();
        assertThat(audit(audited + "/events?after=1").items()).isEmpty();
        assertThat(audit(audited + "/events?after=999999999999999999").items()).isEmpty();
    }

    @Test
    void whatIsNoneOfItsKindIsNotFound() {
        for (String unknown : List.of(
                "/audit/cases/WI0000000404",
                "/audit/work-items/" + id,
                "/audit/esim-orders/" + id,
                "/audit/sales-leads/" + id,
                "/audit/cards/" + id)) {
            for (String what : List.of("/events", "/state", "/diff")) {
                assertNotFound(as("auditor").get(unknown + what));
            }
        }
        assertNotFound(as("auditor").get(audited + "/state?as-of=2"));
        assertNotFound(as("auditor").get(audited + "/state?as-of=2015-11-13"));
        assertNotFound(as("auditor").get(audited + "/diff?from=0&to=2"));
    }

    @Test
    void aDifferenceIsAPatchThatLeadsBackToo() {
        assertThat(audit(audited + "/diff?from=0&to=1").text())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/state\",\"value\":\"Active\"}]");
        assertThat(audit(audited + "/diff?from=1&to=0").text())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/state\",\"value\":\"Accepted\"}]");
        assertThat(audit(audited + "/diff?from=1").text()).isEqualTo("[]");
        assertThat(audit(audited + "/diff?from=1").header("Content-Type")).startsWith("application/json-patch+json");
    }

    private List<JsonNode> search(String query) {
        return audit("/audit/search?" + query).items();
    }

    private static List<String> texts(List<JsonNode> found, String field) {
        return found.stream().map(one -> one.path(field).asString("")).toList();
    }

    @Test
    void eventsAreFoundByActorCorrelationCustomerTypeThingAndTime() {
        assertThat(texts(search("correlation-id=" + correlation), "type"))
                .containsExactly("docket.case.complaint-registered");
        assertThat(texts(search("customer=" + customer), "type"))
                .containsExactly("docket.case.case-activated", "docket.case.complaint-registered");
        assertThat(texts(search("records=event&object-id=" + id), "kind")).containsExactly("cases", "cases");
        assertThat(texts(search("records=event&actor=bank-agent&type=docket.case.case-activated"), "object-id"))
                .first()
                .isEqualTo(id);
        assertThat(texts(search("records=event&agent-id=A-1001&page-size=1"), "object-id"))
                .containsExactly(id);
        String time = audit(audited + "/events").items().get(0).get("time").asString();
        assertThat(texts(search("records=event&customer=" + customer + "&from=" + time + "&to=" + time), "type"))
                .contains("docket.case.complaint-registered");
        assertThat(search("customer=" + customer + "&to=2015-11-13")).isEmpty();
        assertThat(search("customer=" + customer + "&actor=nobody")).isEmpty();
    }

    @Test
    void pagesOfASearchHaveEachRecordOnce() {
        as("auditor").get(audited + "/state").expect(200);
        as("auditor").get(audited + "/events").expect(200);
        String query = "/audit/search?object-id=" + id + "&page-size=1";
        List<String> found = new ArrayList<>();
        JsonNode page = audit(query).json();
        while (true) {
            found.addAll(texts(page.get("Items").valueStream().toList(), "type"));
            if (page.get("next").isNull()) {
                break;
            }
            page = audit(query + "&after=" + page.get("next").asString()).json();
        }

        // Of its own pages, each search finds those before the first.
        assertThat(found)
                .containsSubsequence(
                        "getAuditedEvents",
                        "getAuditedState",
                        "docket.case.case-activated",
                        "docket.case.complaint-registered")
                .filteredOn(type -> !type.equals("searchAudit"))
                .hasSize(4);
    }

    @Test
    void aSearchForNothingInParticularIsRefused() {
        for (String query : List.of("", "?records=event", "?page-size=5", "?after=1.read.0")) {
            assertInvalid(
                    as("auditor").get("/audit/search" + query),
                    "from",
                    "combination-required",
                    "Name an actor, agent-id, correlation-id, customer, type, object-id, or a time.");
        }
    }

    private JsonNode awaitRefusal(String query) {
        return await().atMost(PATIENCE)
                .until(() -> search("records=refusal&" + query), found -> !found.isEmpty())
                .get(0);
    }

    @Test
    void whatWasRefusedIsOnRecordAndCounted() {
        as("bank-agent").put(path, "{\"state\":\"Rejected\"}").expect(200);
        String tried = UUID.randomUUID().toString();
        for (int i = 0; i < 3; i++) {
            as("bank-agent")
                    .request("PUT", path)
                    .header("X-Correlation-ID", tried)
                    .json("{\"state\":\"Active\"}")
                    .send()
                    .expect(409);
        }
        as("bank-agent")
                .request("PUT", path)
                .header("If-Match", "\"0\"")
                .json("{\"state\":\"Closed\"}")
                .send()
                .expect(412);

        await().atMost(PATIENCE).untilAsserted(() -> {
            List<JsonNode> found = search("records=refusal&object-id=" + id + "&type=updateCase");
            assertThat(texts(found, "/refusal/rule")).isNotNull();
            assertThat(found.stream()
                            .filter(one -> one.at("/refusal/rule").asString().equals("not-allowed-in-status"))
                            .mapToInt(one -> one.at("/refusal/times").asInt())
                            .sum())
                    .isEqualTo(3);
            assertThat(found.stream()
                            .map(one -> one.at("/refusal/status").asInt() + " "
                                    + one.at("/refusal/rule").asString())
                            .collect(Collectors.toSet()))
                    .isEqualTo(Set.of("409 not-allowed-in-status", "412 precondition-failed"));
        });
        JsonNode refused = awaitRefusal("correlation-id=" + tried);
        assertThat(refused.at("/refusal/request").asString()).isEqualTo("PUT /v1/case/cases/{case-id}");
        assertThat(refused.get("actor").asString()).isEqualTo("bank-agent");
        assertThat(refused.get("client").asString()).isEqualTo("bank-agent");
        assertThat(refused.get("agent-id").asString()).isEqualTo("A-1001");
        assertThat(texts(search("records=refusal&customer=" + customer), "type"))
                .contains("updateCase");
    }

    @Test
    void aClientThatMayNotIsOnRecord() {
        String tried = UUID.randomUUID().toString();
        as("customer-brvu")
                .request("PUT", path)
                .header("X-Correlation-ID", tried)
                .json("{\"state\":\"Closed\"}")
                .send()
                .expect(403);

        JsonNode refused = awaitRefusal("correlation-id=" + tried);

        assertThat(refused.get("object-id").asString()).isEqualTo(id);
        assertThat(refused.at("/refusal/rule").asString()).isEqualTo("forbidden");
        assertThat(refused.get("customer").asString()).isEqualTo("BRVU00002");
    }

    @Test
    void aRefusalThatIsGivenAgainCountsOnce() {
        as("bank-agent").put(path, "{\"state\":\"Canceled\"}").expect(200);
        String key = UUID.randomUUID().toString();
        for (int i = 0; i < 3; i++) {
            as("bank-agent")
                    .request("PUT", path)
                    .header("Idempotency-Key", key)
                    .json("{\"state\":\"Active\"}")
                    .send()
                    .expect(409);
        }
        as("bank-agent")
                .put(path, "{\"state\":\"Resolved\",\"resolution\":\"x\"}")
                .expect(409);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(search("records=refusal&object-id=" + id).stream()
                        .mapToInt(one -> one.at("/refusal/times").asInt())
                        .sum())
                .isEqualTo(2));
    }

    @Test
    void whoReadsIsOnRecordBeforeTheAnswer() {
        as("auditor").get(audited + "/state?as-of=0").expect(200);
        as("auditor").get(audited + "/diff?from=0").expect(200);
        export(audited + "/events", "text/csv");

        List<JsonNode> reads = search("records=read&object-id=" + id);

        assertThat(texts(reads, "type"))
                .containsExactlyInAnyOrder("getAuditedEvents", "getAuditedDiff", "getAuditedState");
        JsonNode read = reads.stream()
                .filter(one -> one.get("type").asString().equals("getAuditedState"))
                .findFirst()
                .orElseThrow();
        assertThat(read.get("actor").asString()).isEqualTo("auditor");
        assertThat(read.get("asked").asString()).isEqualTo("as-of=0");
        assertThat(read.get("exported").asBoolean()).isFalse();
        assertThat(reads.stream().filter(one -> one.get("exported").asBoolean()).map(one -> one.get("type")
                        .asString()))
                .containsExactly("getAuditedEvents");
        assertThat(texts(search("records=read&customer=" + customer), "type")).contains("getAuditedState");
    }

    @Test
    void anExportHasALineForEachEvent() {
        Answer lines = export(audited + "/events", "application/x-ndjson");
        List<JsonNode> events = audit(audited + "/events").items();

        assertThat(lines.text().lines().map(JsonMapper.shared()::readTree)).containsExactlyElementsOf(events);
        assertThat(lines.header("Content-Disposition")).isEqualTo("attachment; filename=\"" + id + "-events.ndjson\"");

        List<String> rows =
                export(audited + "/events", "text/csv").text().lines().toList();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(0))
                .isEqualTo("position,sequence,event-id,type,revision,time,actor,client,agent-id,agent-name,"
                        + "correlation-id,causation-id,payload");
        assertThat(rows.get(1)).contains(",docket.case.complaint-registered,1,").contains("\"\"=SUM(A1)\"\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson", "text/csv"})
    void aSearchIsExportedPieceByPiece(String type) {
        int header = type.equals("text/csv") ? 1 : 0;
        long events = jdbc().sql("select count(*) from domain_event")
                .query(Long.class)
                .single();
        audit("/audit/search?records=event&from=2001-01-01");

        Answer exported = export("/audit/search?records=event&from=2001-01-01", type);

        assertThat(exported.text().lines().count()).isGreaterThanOrEqualTo(events + header);
        assertThat(exported.text().lines().distinct().count())
                .isEqualTo(exported.text().lines().count());
    }

    @Test
    void aHeadRequestForAnExportIsAnsweredWithoutIt() {
        Answer head = as("auditor")
                .request("HEAD", audited + "/events")
                .header("Accept", "text/csv")
                .send();

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).startsWith("text/csv");
    }

    /** Larger than what the sockets between keep. */
    private static final int MUCH = 8_000;

    private void giveMuch() {
        String long250 = "'" + "a".repeat(250) + "'";
        jdbc().sql("insert into audit_entry select 'much-' || x, 0, 900000000 + x, "
                        + "cast('1999-01-01 00:00:00+00' as timestamp with time zone), 'docket.much', null, " + long250
                        + ", " + long250 + ", " + long250 + ", null, null, null from system_range(1, " + MUCH
                        + ") as numbers (x)")
                .update();
    }

    private Socket beginExport() throws IOException {
        URI server = anonymous().server();
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        socket.getOutputStream()
                .write(("GET /audit/search?type=docket.much HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                + "Accept: application/x-ndjson\r\nAuthorization: Bearer "
                                + anonymous().tokenOf("auditor") + "\r\n\r\n")
                        .getBytes(ISO_8859_1));
        assertThat(new String(socket.getInputStream().readNBytes(12), ISO_8859_1))
                .isEqualTo("HTTP/1.1 200");
        return socket;
    }

    @Tag("long")
    @Test
    void exportsThatAreTakenSlowlyHoldNoConnectionAndAreFew() throws IOException {
        giveMuch();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                slow.add(beginExport());
            }
            await().atMost(PATIENCE)
                    .until(() -> dataSource.getHikariPoolMXBean().getActiveConnections() == 0);
            Answer fifth = as("auditor")
                    .request("GET", audited + "/events")
                    .header("Accept", "text/csv")
                    .send();
            assertThat(fifth.status()).isEqualTo(503);
            assertThat(fifth.header("Retry-After")).isEqualTo("1");
            audit(audited + "/events");
            // One that is taken to its end has all of it.
            String all = new String(slow.get(0).getInputStream().readAllBytes(), ISO_8859_1);
            assertThat(all).endsWith("0\r\n\r\n");
            String lines = all.replaceAll("\r\n[0-9a-f]+\r\n", "");
            assertThat(lines.split("docket.much\"", -1)).hasSize(MUCH + 1);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
            jdbc().sql("delete from audit_entry where type = 'docket.much'").update();
        }
        await().atMost(PATIENCE)
                .until(() -> as("auditor")
                                .request("GET", audited + "/events")
                                .header("Accept", "text/csv")
                                .send()
                                .status()
                        == 200);
    }

    @Tag("long")
    @Test
    void anExportThatCannotBeBroughtToItsEndIsCutOff() throws IOException {
        giveMuch();
        try (Socket socket = beginExport()) {
            jdbc().sql("alter table audit_entry rename to audit_entry_away").update();
            String begin;
            try {
                begin = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            } catch (SocketException reset) {
                begin = "";
            } finally {
                jdbc().sql("alter table audit_entry_away rename to audit_entry").update();
            }
            assertThat(begin).doesNotEndWith("0\r\n\r\n").doesNotContain("\"title\"");
        } finally {
            jdbc().sql("delete from audit_entry where type = 'docket.much'").update();
        }
    }
}
