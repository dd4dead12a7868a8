package io.docket.esim;

import static org.awaitility.Awaitility.await;

import io.docket.AuditedLife;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The audit tells how an eSIM order stood after each command of a random history. */
class AuditedEsimOrdersIntegrationTest extends RunningEsimOrders {

    private static final Set<String> LAST = Set.of("COMPLETED", "FAILED");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void asItStoodAfterEachCommand(long seed) {
        var random = new Random(seed);
        String email = newEmail();
        JsonNode done = lives(printedFor(email, "new-esim"), random);
        String iccid = done.at("/output/iccid").asString();
        lives(printedFor(email, "top-up").replace("\"iccid\": \"123456789\"", "\"iccid\": \"" + iccid + "\""), random);
    }

    private JsonNode lives(String request, Random random) {
        String order = place(request);
        var life = AuditedLife.of(reseller(), as("auditor"), order, "esim-orders");
        life.look();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1 + random.nextInt(10)))
                .until(() -> LAST.contains(life.look().get("status").asString()));

        life.assertIsTold();
        return life.look();
    }
}
