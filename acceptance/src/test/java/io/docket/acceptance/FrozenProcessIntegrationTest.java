package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.partner.Partners;
import io.docket.simulators.Simulators;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A process is frozen in the middle of a call, another one takes its work over, and the first one goes on. */
class FrozenProcessIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("frozen");

    private static final String CARD_SYSTEM = "card-system";

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    @Tag("long")
    void aStolenCardEndsSuspendedThoughAFrozenProcessActivatesItAfterwards() {
        Database database = PostgreSql.newDatabase();
        Simulators simulators = DOCKETS.startPartners();
        Partners partners = Partners.at(simulators.address());
        DocketProcess frozen = start(database, simulators);
        DocketProcess healthy = start(database, simulators);
        partners.tell(CARD_SYSTEM, "\"hold-next\": \"before-work\"");
        healthy.freeze();
        Client channel = frozen.client("bank-channel");
        String activation = channel.post("/customer-order/card-activations", Map.of("card-id", "CARD-0001"))
                .expect(202)
                .text("id");
        await("the call")
                .atMost(PATIENCE)
                .until(() -> partners.shown(CARD_SYSTEM).required("held-calls").asInt() == 1);
        frozen.freeze();
        healthy.thaw();
        Client other = healthy.client("bank-channel");
        other.post(
                        "/customer-order/card-replacements",
                        Map.of("card-id", "CARD-0001", "replacement-reason", "stolen-card"))
                .expect(202);
        await("the end of the activation").atMost(PATIENCE).until(() -> has(database, activation, "order-rejected"));
        await("the suspension").atMost(PATIENCE).until(() -> done(partners).contains("card-suspension"));
        assertThat(done(partners)).containsOnly("card-suspension");
        assertThat(cardStatus(partners)).isEqualTo("suspended");

        partners.tell(CARD_SYSTEM, "");
        frozen.thaw();
        await("the late activation").atMost(PATIENCE).until(() -> done(partners).contains("card-activation"));

        await("another suspension").atMost(PATIENCE).untilAsserted(() -> assertThat(done(partners))
                .endsWith("card-suspension"));
        assertThat(cardStatus(partners)).isEqualTo("suspended");
        assertThat(done(partners)).containsOnlyOnce("card-activation");
    }

    private static DocketProcess start(Database database, Simulators partners) {
        return DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).on(database).with(partners));
    }

    private static boolean has(Database database, String order, String event) {
        return database.query("select payload_type from domain_event where aggregate_identifier = '" + order + "'")
                .contains("docket.card-order." + event);
    }

    /** What the card management system has done, in that order. */
    private static List<String> done(Partners partners) {
        return requests(partners)
                .map(request -> request.required("kind").asString())
                .toList();
    }

    private static String cardStatus(Partners partners) {
        return requests(partners)
                .reduce((before, last) -> last)
                .map(request -> request.required("card-status").asString())
                .orElseThrow();
    }

    private static Stream<JsonNode> requests(Partners partners) {
        return partners.done(CARD_SYSTEM, "processed-requests").stream();
    }
}
