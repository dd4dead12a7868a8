package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A process is frozen in the middle of a call, another one takes its work over, and the first one goes on. */
class FrozenProcessIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("frozen");

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    @Tag("long")
    void aStolenCardEndsSuspendedThoughAFrozenProcessActivatesItAfterwards() {
        Database database = PostgreSql.newDatabase();
        DocketProcess frozen = start(database);
        DocketProcess healthy = start(database);
        frozen.client("operator")
                .put("/demo/card-system", Map.of("delay-millis", 15_000))
                .expect(204);
        healthy.freeze();
        Client channel = frozen.client("bank-channel");
        String activation = channel.post("/customer-order/card-activations", Map.of("card-id", "CARD-0001"))
                .expect(202)
                .text("id");
        await("the call").atMost(PATIENCE).until(() -> has(database, activation, "processing-started"));
        frozen.freeze();
        healthy.thaw();
        healthy.client("operator").put("/demo/card-system", Map.of()).expect(204);
        Client other = healthy.client("bank-channel");
        other.post(
                        "/customer-order/card-replacements",
                        Map.of("card-id", "CARD-0001", "replacement-reason", "stolen-card"))
                .expect(202);
        await("the end of the activation").atMost(PATIENCE).until(() -> has(database, activation, "order-rejected"));
        await("the suspension").atMost(PATIENCE).until(() -> done(database).contains("card-suspension"));
        assertThat(done(database)).containsOnly("card-suspension");
        assertThat(cardStatus(database)).isEqualTo("suspended");

        frozen.thaw();
        await("the late activation").atMost(PATIENCE).until(() -> done(database).contains("card-activation"));

        await("the end of it").atMost(PATIENCE).until(() -> database.query("select 1 from card_suspension")
                .isEmpty());
        assertThat(cardStatus(database)).isEqualTo("suspended");
        assertThat(done(database)).endsWith("card-activation", "card-suspension");
    }

    private static DocketProcess start(Database database) {
        return DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).on(database));
    }

    private static boolean has(Database database, String order, String event) {
        return database.query("select payload_type from domain_event where aggregate_identifier = '" + order + "'")
                .contains("docket.card-order." + event);
    }

    /** What the card management system has done, in that order. */
    private static List<String> done(Database database) {
        return database.query("select kind from simulated_card_request order by request_number");
    }

    private static String cardStatus(Database database) {
        return database.query("select status from simulated_card where card_id = 'CARD-0001'")
                .get(0);
    }
}
