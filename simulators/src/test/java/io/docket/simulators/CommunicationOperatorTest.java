package io.docket.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.simulators.RunningSimulators.Answered;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommunicationOperatorTest {

    private static final Instant NOW = Instant.parse("2026-05-03T10:00:00Z");

    private RunningSimulators simulators = new RunningSimulators(null, NOW);

    @AfterEach
    void stop() {
        simulators.close();
    }

    private Answered place(String reference, String access) throws IOException {
        return simulators.call("POST", "/onapi/2.5/orders/", """
                { "accessId": "%2$s", "service": "BB-1000", "operation": "ACTIVATE", "spReference": "%1$s",
                  "spSubscriptionId": "%1$s", "requestedDateTime": "2026-05-01T00:00:00Z" }""".formatted(reference, access));
    }

    private String state(String order) throws IOException {
        return simulators
                .call("GET", "/onapi/2.5/orders/" + order, null)
                .body()
                .path("state")
                .asString();
    }

    @Test
    void deliversAtOnceUnlessToldOtherwise() throws IOException {
        Answered answer = place("lead-1", "access");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("state").asString()).isEqualTo("DONE_SUCCESS");
        assertThat(simulators
                        .call("GET", "/onapi/2.5/orders/?accessId=access", null)
                        .body())
                .hasSize(1);
        assertThat(simulators
                        .call("GET", "/onapi/2.5/orders/?accessId=elsewhere", null)
                        .body())
                .isEmpty();
    }

    @Test
    void answersAnOrderThatIsUnderWayWithItself() throws IOException {
        simulators.tell("co", "{\"held\": true}");
        Answered first = place("lead-1", "access");
        Answered second = place("lead-1", "access");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body().path("orderId")).isEqualTo(first.body().path("orderId"));
        assertThat(simulators.shown("co").at("/orders/Items/0/asked").asInt()).isEqualTo(2);
    }

    @Test
    void takesAnOrderAnewThatWasDone() throws IOException {
        place("lead-1", "access");
        place("lead-1", "access");

        assertThat(simulators.shown("co").at("/orders/total-count").asInt()).isEqualTo(2);
    }

    @Test
    void leavesHeldOrdersReceivedUntilToldOtherwise() throws IOException {
        simulators.tell("co", "{\"held\": true}");
        String order = place("lead-1", "access").body().path("orderId").asString();
        assertThat(state(order)).isEqualTo("RECEIVED");

        simulators.tell("co", "{}");
        assertThat(state(order)).isEqualTo("DONE_SUCCESS");
        var events = simulators.call("GET", "/onapi/2.5/orderevents/", null).body();
        assertThat(events).hasSize(2);
        assertThat(simulators
                        .call(
                                "GET",
                                "/onapi/2.5/orderevents/?since="
                                        + events.at("/0/event").asString(),
                                null)
                        .body())
                .hasSize(1);
    }

    @Test
    void movesOrdersOnWithTheClock(@TempDir Path folder) throws IOException {
        stop();
        Path file = folder.resolve("simulators");
        simulators = new RunningSimulators(file, NOW);
        String order = place("lead-1", "co-slow").body().path("orderId").asString();
        assertThat(state(order)).isEqualTo("RECEIVED");
        restart(file, NOW.plusSeconds(10));
        assertThat(state(order)).isEqualTo("IN_PROGRESS");
        restart(file, NOW.plusSeconds(30));
        assertThat(state(order)).isEqualTo("DONE_SUCCESS");
    }

    private void restart(Path file, Instant now) {
        stop();
        simulators = new RunningSimulators(file, now);
    }

    @Test
    void refusesAndFailsAtTheAccessesForIt() throws IOException {
        Answered refused = place("lead-1", "co-refuses");
        Answered failed = place("lead-2", "co-fails");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("cause").asString()).isEqualTo("The access takes no orders");
        assertThat(failed.body().path("state").asString()).isEqualTo("DONE_FAILED");
        assertThat(failed.body().path("message").asString()).isEqualTo("The access cannot be connected");
    }

    @Test
    void refusesAndRemembersWhatBreaksItsDocument() throws IOException {
        assertThat(simulators.call("POST", "/onapi/2.5/orders/", "{}").status()).isEqualTo(400);
        assertThat(simulators.call("GET", "/onapi/2.5/orders/", null).status()).isEqualTo(400);

        assertThat(simulators.shown("co").path("violations")).isNotEmpty();
        assertThat(simulators.shown("co").at("/orders/total-count").asInt()).isZero();
    }

    @Test
    void knowsNoOtherOrdersAndEvents() throws IOException {
        assertThat(simulators.call("GET", "/onapi/2.5/orders/CO1", null).status())
                .isEqualTo(404);
        assertThat(simulators
                        .call("GET", "/onapi/2.5/orderevents/?since=x", null)
                        .status())
                .isEqualTo(400);
        assertThat(simulators
                        .call("GET", "/onapi/2.5/orderevents/?since=7", null)
                        .status())
                .isEqualTo(400);
        assertThat(simulators.call("GET", "/onapi/2.5/accesses/", null).status())
                .isEqualTo(501);
    }

    @Test
    void saysNothingAtAllWhileItIsDown() throws IOException {
        simulators.tell("co", "{\"fail-next\": 1}");
        assertThat(simulators.call("GET", "/onapi/2.5/orderevents/", null).status())
                .isEqualTo(200);
        assertThatThrownBy(() -> place("lead-1", "access")).isInstanceOf(IOException.class);

        simulators.tell("co", "{\"down\": true}");
        assertThatThrownBy(() -> place("lead-1", "access")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> simulators.call("GET", "/onapi/2.5/orderevents/", null))
                .isInstanceOf(IOException.class);
    }
}
