package io.docket.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.AuditedLife;
import io.docket.RunningDocket;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit tells how a case stood after each command of a random history. */
class AuditedCasesIntegrationTest extends RunningDocket {

    private static final List<String> STATES =
            List.of("Active", "Active", "Active", "Resolved", "Resolved", "Rejected", "Canceled", "Closed");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void asItStoodAfterEachCommand(long seed) {
        var random = new Random(seed);
        String path = registered(
                List.of("complaints", "service-requests", "callback-requests").get(random.nextInt(3)));
        var life = AuditedLife.of(as("bank-agent"), as("auditor"), path, "cases");
        life.look();
        for (int step = 0; step < 10; step++) {
            command(random, path);
            life.look();
        }

        life.assertIsTold();
    }

    private String registered(String resource) {
        String request = resource.startsWith("callback") ? """
                {"party-id": "BRVU00002", "callback-request-time": "2099-12-22T13:33:17.588Z", "categorry": "Cards"}""" : """
                {"customer-id": "BRVU00002", "customer-name": "Branislav Vukovic", "details": "A/B \\"~1\\""}""";
        return as("bank-agent")
                .post("/v1/case/" + resource, request)
                .expect(201)
                .header("Location");
    }

    private void command(Random random, String path) {
        int file = random.nextInt(3);
        int status =
                switch (random.nextInt(5)) {
                    case 0, 1 ->
                        as("bank-agent")
                                .post(
                                        path + "/attachments",
                                        "{\"file-id\": \"f/" + file + "\", \"file-name\": \"f" + file + ".pdf\"}")
                                .status();
                    case 2 ->
                        as("bank-agent")
                                .delete(path + "/attachments/f%2F" + file)
                                .status();
                    default ->
                        as("bank-agent")
                                .put(
                                        path,
                                        "{\"state\": \"" + STATES.get(random.nextInt(STATES.size()))
                                                + "\", \"resolution\": \"No " + random.nextInt(3) + "\"}")
                                .status();
                };
        assertThat(status).isIn(200, 201, 204, 404, 409);
    }
}
