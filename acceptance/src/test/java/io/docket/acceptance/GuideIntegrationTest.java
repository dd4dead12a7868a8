package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * The Case API's guide, steps 3 to 12, and the Customer Order API's tutorial, as a user
 * walks them against a fresh start.
 */
class GuideIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("guide");

    private static final Set<String> PAGE = Set.of("total-count", "page-size", "page-number", "total-pages", "Items");

    private static final Set<String> CASE = Set.of(
            "case-id",
            "case-type",
            "case-class",
            "registered-by-id",
            "registered-by-name",
            "updated-by-id",
            "updated-by-name",
            "customer-id",
            "customer-name",
            "customer-ident-num",
            "registration-date",
            "state",
            "resolution",
            "importance",
            "title",
            "details",
            "arrangement-num",
            "attachments");

    /** What the guide prints, and what changed the case. */
    private static final Set<String> VERSION = Set.of(
            "case-id",
            "case-type",
            "updated-by-id",
            "updated-by-name",
            "customer-id",
            "customer-name",
            "customer-ident-num",
            "registration-date",
            "state",
            "resolution",
            "importance",
            "details",
            "arrangement-num",
            "version-num",
            "version-date",
            "change");

    private static final String REGISTRATION = """
            {
              "case-id": "%s",
              "registered-by-id": "string",
              "registered-by-name": "string",
              "customer-id": "string",
              "customer-name": "string",
              "customer-ident-num": "string",
              "importance": "Low",
              "details": "string",
              "arrangement-num": "string",
              "comm-reason": "string",
              "comm-reply-address": "string",
              "comm-reply-address-code": "string",
              "comm-type": "Email",
              "case-type": "string",
              "rel-case-id": "string"
            }
            """;

    /** What the tutorial of the Customer Order API prints. */
    private static final String[] ORDER = {
        "id",
        "authorized-customer-number",
        "authorized-customer-name",
        "owner-customer-number",
        "owner-customer-name",
        "arrangement-number",
        "product-code",
        "description",
        "status",
        "customer-friendly-status",
        "creation-date"
    };

    private static DocketProcess docket;
    private static Client channel;
    private static Client agent;

    @BeforeAll
    static void startFresh() {
        docket = DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()));
        channel = docket.client("bank-channel");
        agent = docket.client("bank-agent");
    }

    @Test
    void step3ListsTheActiveCases() {
        Answer page = channel.get("/v1/case/cases").expect(200);

        assertThat(fields(page.json())).isEqualTo(PAGE);
        assertThat(page.json().required("page-size").asInt()).isEqualTo(20);
        assertThat(page.json().required("page-number").asInt()).isEqualTo(1);
        assertThat(page.items())
                .filteredOn(item -> item.required("customer-id").asString().equals("1104977710344"))
                .allSatisfy(item -> assertThat(fields(item)).containsAll(CASE).hasSize(CASE.size() + 1))
                .allSatisfy(
                        item -> channel.get(item.required("link").asString()).expect(200))
                .allSatisfy(item -> {
                    assertThat(item.required("case-type").asString()).isEqualTo("Complaint");
                    assertThat(item.required("case-class").asString()).isEqualTo("Complaint");
                    assertThat(item.required("registered-by-id").isNull()).isTrue();
                    assertThat(item.required("registered-by-name").asString()).isEqualTo("Stevan.Kostoski");
                    assertThat(item.required("updated-by-id").isNull()).isTrue();
                    assertThat(item.required("updated-by-name").asString()).isEqualTo("Stevan.Kostoski");
                    assertThat(item.required("customer-name").asString()).isEqualTo("Ime237069 Prezime23706");
                    assertThat(item.required("customer-ident-num").isNull()).isTrue();
                    assertLocalDateTime(item.required("registration-date"));
                    assertThat(item.required("state").asString()).isEqualTo("Accepted");
                    assertThat(item.required("resolution").isNull()).isTrue();
                    assertThat(item.required("importance").asString()).isEqualTo("Standard");
                    assertThat(item.required("title").isNull()).isTrue();
                    assertThat(item.required("details").isNull()).isTrue();
                    assertThat(item.required("arrangement-num").isNull()).isTrue();
                    assertThat(item.required("attachments").isEmpty()).isTrue();
                })
                .extracting(item -> item.required("case-id").asString())
                .containsExactly("WI0000497288", "WI0000497285", "WI0000497284");
    }

    @Test
    void step4ShowsOneCase() {
        JsonNode found = channel.getCase("WI0000497282").expect(200).json();

        assertThat(fields(found)).isEqualTo(CASE);
        assertThat(found.required("case-id").asString()).isEqualTo("WI0000497282");
        assertThat(found.required("registered-by-id").isNull()).isTrue();
        assertThat(found.required("registered-by-name").asString()).isEqualTo("Stevan.Kostoski");
        assertThat(found.required("updated-by-id").isNull()).isTrue();
        assertThat(found.required("updated-by-name").asString()).isEqualTo("Stevan.Kostoski");
        assertThat(found.required("customer-id").asString()).isEqualTo("1104977710344");
        assertThat(found.required("customer-ident-num").isNull()).isTrue();
        assertLocalDateTime(found.required("registration-date"));
        assertThat(found.required("state").asString()).isEqualTo("Resolved");
        assertThat(found.required("resolution").asString()).isEqualTo("tetete");
        assertThat(found.required("title").isNull()).isTrue();
        assertThat(found.required("details").asString()).isEqualTo("Menja status predmeta");
        assertThat(found.required("arrangement-num").isNull()).isTrue();
        assertThat(found.required("attachments").isEmpty()).isTrue();
    }

    @Test
    void step5ShowsTheHistoryOfACase() {
        Answer history = channel.get("/v1/case/cases/WI0000497282/history").expect(200);

        assertThat(fields(history.json())).isEqualTo(PAGE);
        assertThat(history.json().required("page-size").asInt()).isEqualTo(100);
        assertThat(history.items())
                .allSatisfy(version -> assertThat(fields(version)).isEqualTo(VERSION))
                .allSatisfy(version ->
                        assertThat(version.required("version-num").isString()).isTrue())
                .allSatisfy(version -> assertLocalDateTime(version.required("version-date")));
        JsonNode first = history.items().get(0);
        assertThat(first.required("state").asString()).isEqualTo("Accepted");
        assertThat(first.required("resolution").isNull()).isTrue();
        assertThat(first.required("updated-by-name").asString()).isEqualTo("Stevan.Kostoski");
    }

    @Test
    void step6OpensAComplaint() {
        Answer created = channel.post("/v1/case/complaints", REGISTRATION.formatted("WI0000600006"));

        assertCreated(created, "WI0000600006");
        JsonNode complaint = channel.getCase("WI0000600006").expect(200).json();
        assertThat(fields(complaint)).containsAll(CASE);
        assertThat(complaint.required("case-class").asString()).isEqualTo("Complaint");
        assertThat(complaint.required("case-type").asString()).isEqualTo("string");
        assertThat(complaint.required("importance").asString()).isEqualTo("Low");
        assertThat(complaint.required("title").asString()).isEqualTo("string");
    }

    @Test
    void step7OpensAServiceRequest() {
        Answer created = channel.post("/v1/case/service-requests", REGISTRATION.formatted("WI0000600007"));

        assertCreated(created, "WI0000600007");
        JsonNode request = channel.getCase("WI0000600007").expect(200).json();
        assertThat(request.required("case-class").asString()).isEqualTo("ServiceRequest");
    }

    @Test
    void step8AsksForACallback() {
        Answer created = channel.post("/v1/case/callback-requests", """
                {"callback-request-time": "2099-12-22T13:33:17.588Z", "categorry": "Cards", "party-id": "string"}
                """);

        assertCreated(created, created.text("id"));
        JsonNode request = channel.getCase(created.text("id")).expect(200).json();
        assertThat(request.required("case-class").asString()).isEqualTo("CallbackRequest");
        assertThat(request.required("customer-id").asString()).isEqualTo("string");
        assertThat(request.required("categorry").asString()).isEqualTo("Cards");
    }

    @Test
    void steps9To12AttachUpdateCloseAndDetach() {
        String caseId = "WI0000600012";
        String path = "/v1/case/cases/" + caseId;
        assertCreated(channel.post("/v1/case/complaints", REGISTRATION.formatted(caseId)), caseId);

        Answer attached = channel.post(path + "/attachments", """
                {"case-id": "%s", "file-id": "string", "file-name": "string", "customer-id": "string"}
                """.formatted(caseId));
        assertChanged(attached, "string", "Accepted");
        JsonNode attachment =
                channel.getCase(caseId).json().required("attachments").get(0);
        assertThat(attachment.required("file-id").asString()).isEqualTo("string");
        assertThat(attachment.required("file-name").asString()).isEqualTo("string");

        Answer detached = channel.delete(path + "/attachments/string");
        assertChanged(detached, "string", "Accepted");
        assertThat(channel.getCase(caseId).json().required("attachments").isEmpty())
                .isTrue();

        Answer resolved = agent.put(path, """
                {
                  "case-type": "Complaint",
                  "case-id": "%s",
                  "updated-by-id": "A-1001",
                  "updated-by-name": "Stevan.Kostoski",
                  "resolution": "string",
                  "state": "Resolved"
                }
                """.formatted(caseId));
        assertChanged(resolved, caseId, "Resolved");

        Answer closed = agent.delete(path, """
                {
                  "case-type": "Complaint",
                  "case-id": "%s",
                  "updated-by-id": "A-1001",
                  "updated-by-name": "Stevan.Kostoski",
                  "resolution": "string"
                }
                """.formatted(caseId));
        assertChanged(closed, caseId, "Closed");

        List<JsonNode> history = channel.get(path + "/history").expect(200).items();
        assertThat(history)
                .extracting(version -> version.required("change").asString())
                .startsWith("complaint-registered", "attachment-added", "attachment-removed")
                .endsWith("case-closed");
        JsonNode last = history.get(history.size() - 1);
        assertThat(last.required("state").asString()).isEqualTo("Closed");
        assertThat(last.required("updated-by-id").asString()).isEqualTo("A-1001");
        assertThat(last.required("updated-by-name").asString()).isEqualTo("Stevan.Kostoski");
    }

    /** Both publications print the same steps. Who cancels can walk them again. */
    @RepeatedTest(2)
    void theTutorialOfCustomerOrdersWorksAsPrinted() {
        Answer requested = order("POST", "/additional-card-issuances", BodyPublishers.ofString("""
                {
                  "authorized-customer-number": "1400054",
                  "arrangement-number": "0064200001930"
                }
                """))
                .expect(202);
        assertThat(fields(requested.json())).containsExactlyInAnyOrder("id", "CreatedRecordStatus");
        assertThat(requested.text("id")).matches("WI\\d{10}");
        assertThat(requested.text("CreatedRecordStatus")).isEqualTo("active");
        String path = "/additional-card-issuances/" + requested.text("id");
        assertThat(requested.header("Location")).endsWith("/customer-order" + path);

        JsonNode details =
                order("GET", path, BodyPublishers.noBody()).expect(200).json();
        assertThat(fields(details)).contains(ORDER);
        assertThat(details.required("id")).isEqualTo(requested.json().required("id"));
        assertThat(details.required("authorized-customer-number").asString()).isEqualTo("1400054");
        assertThat(details.required("authorized-customer-name").asString()).isEqualTo("Milica Petrovic");
        assertThat(details.required("owner-customer-number").asString()).isEqualTo("BRVU00002");
        assertThat(details.required("owner-customer-name").asString()).isEqualTo("Branislav Vukovic");
        assertThat(details.required("arrangement-number").asString()).isEqualTo("0064200001930");
        assertThat(details.required("product-code").asString()).isEqualTo("MasterCard");
        assertThat(details.required("description").isNull()).isTrue();
        assertThat(details.required("status").asString()).isEqualTo("proposed");
        assertThat(details.required("customer-friendly-status").asString()).isEqualTo("active");
        assertLocalDateTime(details.required("creation-date"));

        Answer canceled =
                order("PUT", path + "/cancel", BodyPublishers.noBody()).expect(204);
        assertThat(canceled.body()).isEmpty();
        assertThat(order("GET", path, BodyPublishers.noBody()).expect(200).text("status"))
                .isEqualTo("canceled");
    }

    /** With the header as the tutorial prints it: {@code Authorization: bearer}. */
    private static Answer order(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(docket.address().resolve("/customer-order" + path))
                .method(method, body)
                .header("Authorization", "bearer " + channel.token());
        return Client.send(method.equals("POST") ? request.header("Content-Type", "application/json") : request);
    }

    private static void assertCreated(Answer answer, String id) {
        answer.expect(201);
        assertThat(fields(answer.json())).containsExactlyInAnyOrder("id", "created-record-status");
        assertThat(answer.text("id")).isEqualTo(id);
        assertThat(answer.text("created-record-status")).isEqualTo("Accepted");
        assertThat(answer.header("Location")).endsWith("/v1/case/cases/" + id);
    }

    private static void assertChanged(Answer answer, String id, String state) {
        answer.expect(200);
        assertThat(fields(answer.json())).containsExactlyInAnyOrder("id", "created-record-status");
        assertThat(answer.text("id")).isEqualTo(id);
        assertThat(answer.text("created-record-status")).isEqualTo(state);
    }

    private static void assertLocalDateTime(JsonNode value) {
        assertThat(value.asString()).matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?");
    }

    private static Set<String> fields(JsonNode object) {
        return new TreeSet<>(object.propertyNames());
    }
}
