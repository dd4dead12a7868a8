package io.docket.salesleads;

import static org.awaitility.Awaitility.await;

import io.docket.AuditedLife;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The audit tells how a sales lead stood after each command of a random history. */
class AuditedSalesLeadsIntegrationTest extends RunningSalesLeads {

    private static final Set<String> LAST = Set.of("ACTIVATED", "REJECTED");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void asItStoodAfterEachCommand(long seed) {
        var random = new Random(seed);
        ObjectNode request = request();
        String offering =
                ((ObjectNode) request.at("/products/0")).get("offeringId").asString();
        ((ObjectNode) request.at("/products/0"))
                .put("offeringId", List.of(offering, offering, "withdrawn-2020").get(random.nextInt(3)));
        boolean later = random.nextBoolean();
        if (later) {
            request.put(
                    "requestedDateTime",
                    clock().instant().plus(Duration.ofMinutes(5)).toString());
        }
        String order = send(request).expect(200).header("Location");
        var life = AuditedLife.of(co(), as("auditor"), order, "sales-leads");
        life.look();
        if (later) {
            clock().advance(Duration.ofMinutes(6));
        }
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> LAST.contains(life.look().get("status").asString()));

        life.assertIsTold();
    }
}
