package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.partner.Partners;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/**
 * The card management system is down while two hundred orders come in, and Docket is killed while it works them off: each
 * is carried out once, and those for one card in their order. In the end Docket is stopped while a call hangs.
 *
 * <p>The outage is a minute in a small scale: the waits between two calls are a tenth of what they are by default.
 */
@Tag("long")
class OutageIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("outage");

    private static final String CARD_SYSTEM = "card-system";

    /** How often each order at the head of its lane is tried in vain: 0.1 + 0.2 + 0.4 + 0.8 seconds, at least. */
    private static final int ATTEMPTS_IN_OUTAGE = 5;

    private static final Pattern FAILED_CALL = Pattern.compile(
            "(?m)^\\S+ +WARN .*\\[(\\S+)] \\S+TaskQueue +:"
                    + " send_to_card_system (WI\\d{10})-\\d+ .* after attempt (\\d+): The (?:card system|wait for an answer) .*$");

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void ordersOutliveAnOutageAndAKillOnH2() {
        DocketProcess docket = start(DocketSettings.in(DOCKETS.newFolder()));
        endOutage(docket, requestInOutage("outage", docket));
        stopDuringCall(killDuringCalls(docket, requestInOutage("kill", docket)));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void ordersOutliveAKillOnPostgreSql() {
        DocketProcess docket = start(DocketSettings.in(DOCKETS.newFolder()).on(PostgreSql.newDatabase()));
        killDuringCalls(docket, requestInOutage("kill", docket));
    }

    private static DocketProcess start(DocketSettings settings) {
        return DOCKETS.start(WaitingOrders.withReferenceData(settings, "outage", "kill", "stop")
                .with("DOCKET_CARDORDERS_FIRSTRETRY", "100ms")
                .with("DOCKET_CARDORDERS_LASTRETRY", "6s"));
    }

    private static void endOutage(DocketProcess docket, WaitingOrders orders) {
        Partners partners = docket.partners();
        awaitAttempts(docket, orders);
        assertThat(processed(partners)).isEmpty();
        tell(partners, "");
        awaitCompletion(docket, orders);
        checkCardSystem(partners, orders);
        assertThat(processed(partners)).hasSize(WaitingOrders.COUNT).allSatisfy(request -> assertThat(
                        request.required("asked").asInt())
                .isEqualTo(1));
        checkFailuresInLog(docket, "outage-");
    }

    private static DocketProcess killDuringCalls(DocketProcess docket, WaitingOrders orders) {
        Partners partners = docket.partners();
        int before = processed(partners).size();
        tell(partners, "\"delay-millis\": 1000, \"answer-lost-next\": 20");
        awaitProcessed(partners, before + 60);
        docket.kill9();
        docket.awaitEnd();

        DocketProcess again = DOCKETS.start(docket.settings());
        Partners partnersAgain = again.partners();
        assertThat(processed(partnersAgain)).hasSizeLessThan(before + WaitingOrders.COUNT);
        tell(partnersAgain, "");
        awaitCompletion(again, orders);
        checkCardSystem(partnersAgain, orders);
        assertThat(processed(partnersAgain))
                .hasSize(before + WaitingOrders.COUNT)
                .anySatisfy(
                        request -> assertThat(request.required("asked").asInt()).isGreaterThan(1));
        checkHistories(again, orders);
        return again;
    }

    /** Has orders wait until the first of each lane has been begun, and the others have not. */
    private static WaitingOrders requestInOutage(String name, DocketProcess docket) {
        tell(docket.partners(), "\"down\": true");
        WaitingOrders orders = WaitingOrders.request(name, docket);
        assertThat(orders.ids()).hasSize(WaitingOrders.COUNT);
        int lanes = orders.lanes().size();
        Client channel = docket.client("bank-channel");
        await("the first orders of all lanes").atMost(PATIENCE).untilAsserted(() -> {
            assertThat(count(channel, "external-processing-in-progress")).isEqualTo(lanes);
            assertThat(count(channel, "approved")).isEqualTo(WaitingOrders.COUNT - lanes);
        });
        return orders;
    }

    private static void awaitAttempts(DocketProcess docket, WaitingOrders orders) {
        await("attempts in vain").atMost(PATIENCE).untilAsserted(() -> {
            Map<String, Integer> attempts = new HashMap<>();
            FAILED_CALL
                    .matcher(docket.output())
                    .results()
                    .forEach(line -> attempts.merge(line.group(2), Integer.valueOf(line.group(3)), Math::max));
            assertThat(attempts).hasSize(orders.lanes().size()).allSatisfy((id, attempt) -> assertThat(attempt)
                    .isGreaterThanOrEqualTo(ATTEMPTS_IN_OUTAGE));
            assertThat(orders.lanes()).allSatisfy(lane -> assertThat(attempts).containsKey(lane.get(0)));
        });
    }

    private static void awaitProcessed(Partners partners, int requests) {
        await("processed requests")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> partners.shown(CARD_SYSTEM)
                                .required("processed-requests")
                                .required("total-count")
                                .asInt()
                        >= requests);
    }

    private static void awaitCompletion(DocketProcess docket, WaitingOrders orders) {
        Client channel = docket.client("bank-channel");
        await("completion of all orders")
                .atMost(PATIENCE)
                .until(() -> count(channel, "approved") + count(channel, "external-processing-in-progress") == 0);
        assertThat(orders.ids()).allSatisfy(id -> assertThat(
                        channel.get(orders.path(id)).expect(200).text("status"))
                .isEqualTo("external-processing-succeded"));
    }

    private static int count(Client channel, String status) {
        return channel.get("/customer-order/orders?page-size=1&statuses=" + status)
                .expect(200)
                .json()
                .required("total-count")
                .asInt();
    }

    private static void tell(Partners partners, String trouble) {
        partners.tell(CARD_SYSTEM, trouble);
    }

    /** What the card management system has done, in that order. */
    private static List<JsonNode> processed(Partners partners) {
        return partners.done(CARD_SYSTEM, "processed-requests");
    }

    /** Each order has been carried out once, and those for one card in their order; the cancelled ones never. */
    private static void checkCardSystem(Partners partners, WaitingOrders orders) {
        List<JsonNode> requests = processed(partners);
        assertThat(requests).allSatisfy(request -> {
            assertThat(request.required("outcome").asString()).isEqualTo("done");
            assertThat(request.required("effects").asInt()).isEqualTo(1);
        });
        List<String> ids = requests.stream()
                .map(request -> request.required("work-item-id").asString())
                .toList();
        assertThat(ids).containsOnlyOnceElementsOf(orders.ids()).doesNotContainAnyElementsOf(orders.canceled());
        assertThat(orders.lanes())
                .allSatisfy(lane -> assertThat(ids).filteredOn(lane::contains).containsExactlyElementsOf(lane));
    }

    /** A stop waits for calls a little, and not for as long as the card management system likes. */
    private static void stopDuringCall(DocketProcess docket) {
        tell(docket.partners(), "\"delay-millis\": 600000");
        Client channel = docket.client("bank-channel");
        channel.post("/customer-order/card-activations", Map.of("card-id", "stop-issued-0"))
                .expect(202);
        await("the call").atMost(PATIENCE).until(() -> count(channel, "external-processing-in-progress") == 1);
        assertThat(docket.stop()).isIn(0, 143);
        checkFailuresInLog(docket, "");
    }

    private static void checkHistories(DocketProcess docket, WaitingOrders orders) {
        Client channel = docket.client("bank-channel");
        assertThat(orders.ids()).allSatisfy(id -> assertThat(changes(channel, orders.path(id)))
                .hasSize(4)
                .endsWith("order-approved", "processing-started", "processing-succeeded"));
        assertThat(orders.canceled()).allSatisfy(id -> assertThat(changes(channel, orders.path(id)))
                .endsWith("order-canceled")
                .doesNotContain("processing-started"));
    }

    private static List<String> changes(Client channel, String path) {
        return channel.get(path + "/history").expect(200).items().stream()
                .map(version -> version.required("change").asString())
                .toList();
    }

    /** One line for each call in vain, with the correlation id of the request, and nothing else about tasks. */
    private static void checkFailuresInLog(DocketProcess docket, String correlationId) {
        assertThat(FAILED_CALL.matcher(docket.output()).results())
                .allSatisfy(line -> assertThat(line.group(1)).startsWith(correlationId));
        assertThat(docket.output().lines())
                .noneMatch(line -> line.startsWith("\tat "))
                .filteredOn(line -> line.contains("Exception") || isTroubleOfTasks(line))
                .allMatch(line -> FAILED_CALL.matcher(line).find());
    }

    private static boolean isTroubleOfTasks(String line) {
        return (line.contains(" WARN ") || line.contains(" ERROR "))
                && (line.contains("TaskQueue") || line.contains("c.g.k.scheduler"));
    }
}
