package io.docket.cardorders;

import static org.awaitility.Awaitility.await;

import io.docket.AuditedLife;
import io.docket.cardorders.api.OrderKind;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The audit tells how a card order stood after each command of a random history. */
class AuditedCardOrdersIntegrationTest extends RunningCardOrders {

    private static final Set<String> LAST = Set.of("external-processing-succeded", "canceled", "rejected", "expired");

    @ParameterizedTest
    @EnumSource(OrderKind.class)
    void asItStoodAfterEachCommand(OrderKind kind) {
        var random = new Random(kind.literal().hashCode());
        for (int history = 0; history < 2; history++) {
            Asked asked = newRequest(kind);
            String path = place(asked);
            var life = AuditedLife.of(channel(), as("auditor"), path, "work-items");
            life.look();
            if (asked.waitsForApproval()) {
                switch (random.nextInt(3)) {
                    case 0 ->
                        agent().put(path + "/reject", "{\"reason\":\"Overdrawn.\"}")
                                .expect(204);
                    case 1 -> channel().request("PUT", path + "/cancel").send().expect(204);
                    default -> approve(path);
                }
            }
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> LAST.contains(life.look().get("status").asString()));

            life.assertIsTold();
        }
    }
}
