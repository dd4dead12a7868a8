package io.docket.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.RunningDocket;
import io.docket.platform.testing.http.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An event that cannot be taken in: what its readers are told, and what operators see of it and do about it. */
class DeadLettersIntegrationTest extends RunningDocket {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LETTERS = "/operations/dead-letters";

    private String customer = "";
    private String id = "";
    private String path = "";

    @BeforeEach
    void aCaseWhoseSecondChangeTheListRefuses() {
        customer = newCustomer();
        id = newCaseId();
        path = "/v1/case/cases/" + id;
        as("bank-agent")
                .post(
                        "/v1/case/complaints",
                        "{\"case-id\":\"" + id + "\",\"customer-id\":\"" + customer
                                + "\",\"details\":\"Charged twice.\"}")
                .expect(201);
        getCurrent(as("bank-agent"), path).expect(200);
        jdbc().sql("alter table case_list add constraint refuses check (case_id <> '" + id + "' or state <> 'Active')")
                .update();
        as("bank-agent").put(path, "{\"state\":\"Active\"}").expect(200);
        // Both changes in one batch would leave nothing to refuse.
        await().atMost(PATIENCE).until(() -> !letters("").isEmpty());
        as("bank-agent").delete(path).expect(200);
        await().atMost(PATIENCE)
                .until(() -> letters("").get(0).get("waiting-behind").asLong() == 1);
    }

    @AfterEach
    void mend() {
        jdbc().sql("alter table case_list drop constraint if exists refuses").update();
        letters("").forEach(letter -> retry(letter.get("id").asString()));
        letters("?discarded=true").forEach(letter -> retry(letter.get("id").asString()));
        await().atMost(PATIENCE).until(() -> letters("").isEmpty());
    }

    private List<JsonNode> letters(String query) {
        return as("operator").get(LETTERS + query).expect(200).items();
    }

    private String letter() {
        return letters("?projection=cases").get(0).get("id").asString();
    }

    private Answer retry(String letter) {
        return as("operator").request("POST", LETTERS + "/" + letter + "/retry").send();
    }

    private Answer listAfterIt() {
        return getCurrent(as("bank-agent"), "/v1/case/cases?customer-id=" + customer);
    }

    @Test
    void isToldToReadersAtOnce() {
        assertProblem(
                as("bank-agent").get(path),
                503,
                "Service Unavailable",
                "The latest change of this resource is held up.");
        assertProblem(
                listAfterIt(),
                503,
                "Service Unavailable",
                "The answer may lack a change that is held up. Without a Consistency-Token it can be read.");
        Answer list =
                as("bank-agent").get("/v1/case/cases?customer-id=" + customer).expect(200);
        assertThat(list.header("Held-Up")).isEqualTo("true");
        assertThat(list.items()).hasSize(1);
    }

    @Test
    void isShownToOperatorsWithoutWhatItHolds() {
        Answer page = as("operator").get(LETTERS + "?projection=cases").expect(200);

        JsonNode letter = page.items().get(0);
        assertThat(letter.get("object-id").asString()).isEqualTo(id);
        assertThat(letter.get("sequence").asLong()).isEqualTo(1);
        assertThat(letter.at("/event/type").asString()).isEqualTo("docket.case.case-activated");
        assertThat(letter.get("waiting-behind").asLong()).isEqualTo(1);
        assertThat(letter.get("cause").asString()).contains("23513");
        assertThat(page.text()).doesNotContain(customer).doesNotContain("Charged");
        assertThat(letters("?projection=card-orders")).isEmpty();
        assertThat(as("operator")
                        .get(LETTERS + "/" + letter.get("id").asString())
                        .expect(200)
                        .json())
                .isEqualTo(letter);

        await().atMost(PATIENCE).until(() -> projection("cases").get("held-up").asLong() == 1);
        assertThat(projection("cases").get("state").asString()).isEqualTo("running");
    }

    private JsonNode projection(String name) {
        return as("operator").get("/operations/projections").expect(200).items().stream()
                .filter(found -> found.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isTakenInWithAllThatWaitsBehindItWhenItIsRetriedOnceItIsMended() {
        String letter = letter();
        int attempts = as("operator")
                .get(LETTERS + "/" + letter)
                .json()
                .get("attempts")
                .asInt();
        retry(letter).expect(202);
        await().atMost(PATIENCE)
                .until(() -> as("operator")
                                .get(LETTERS + "/" + letter)
                                .expect(200)
                                .json()
                                .get("attempts")
                                .asInt()
                        > attempts);

        jdbc().sql("alter table case_list drop constraint refuses").update();
        assertThat(as("operator")
                        .post(LETTERS + "/retry", "{\"projection\":\"cases\"}")
                        .expect(202)
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(1);

        await().atMost(PATIENCE)
                .until(() -> as("operator").get(LETTERS + "/" + letter).status() == 404);
        assertThat(as("bank-agent").get(path).expect(200).text("state")).isEqualTo("Closed");
        await().atMost(PATIENCE).until(() -> listAfterIt()
                .expect(200)
                .headers()
                .firstValue("Held-Up")
                .isEmpty());
        retry(letter).expect(404);
    }

    @Test
    void isDiscardedWithAReasonThatAuditorsFind() {
        String letter = letter();
        as("operator").delete(LETTERS + "/" + letter).expect(400);
        as("operator")
                .delete(LETTERS + "/" + letter + "?reason=Waits%20for%20release%201.4")
                .expect(204);
        assertConflict(
                as("operator").delete(LETTERS + "/" + letter + "?reason=Again"),
                "already-discarded",
                "It has been discarded, or is held up no longer.");

        assertThat(letters("")).isEmpty();
        JsonNode discarded = letters("?discarded=true").get(0).get("discarded");
        assertThat(discarded.get("by").asString()).isEqualTo("operator");
        assertThat(discarded.get("reason").asString()).isEqualTo("Waits for release 1.4");
        await().atMost(PATIENCE).until(() -> listAfterIt().status() == 200);
        assertThat(listAfterIt().header("Held-Up")).isEqualTo("true");
        as("bank-agent").get(path).expect(503);

        List<JsonNode> actions = as("auditor")
                .get("/audit/search?records=action&object-id=" + id)
                .expect(200)
                .items();
        assertThat(actions).hasSize(1);
        assertThat(actions.get(0).get("type").asString()).isEqualTo("discardDeadLetter");
        assertThat(actions.get(0).get("actor").asString()).isEqualTo("operator");
        assertThat(actions.get(0).get("asked").asString()).isEqualTo("cases: Waits for release 1.4");
    }
}
