package io.docket.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.docket.simulators.RunningSimulators.Answered;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardManagementSystemTest {

    private static final Instant NOW = Instant.parse("2026-05-03T10:00:00Z");

    private RunningSimulators simulators = new RunningSimulators(null, NOW);

    @AfterEach
    void stop() {
        simulators.close();
    }

    private Answered request(String key, String kind) throws IOException {
        return simulators.call("POST", "/card-requests", body(key, kind), "Idempotency-Key", key);
    }

    private static String body(String key, String kind) {
        return """
                { "work-item-id": "%s", "kind": "%s", "card-id": "CARD-0002", "serial-number": "0000000002",
                  "customer-number": "BRVU00002"%s }""".formatted(
                        key.substring(0, 12),
                        kind,
                        kind.equals("card-suspension") ? ", \"replacement-reason\": \"stolen-card\"" : "");
    }

    @Test
    void makesOneCardForOneKey() throws IOException {
        Answered first = request("WI0000500001", "card-replacement");
        Answered second = request("WI0000500001", "card-replacement");

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body().at("/new-card/card-id").asString()).isEqualTo("CARD-1777802400");
        assertThat(first.body().at("/new-card/serial-number").asString()).isEqualTo("1777802400");
        assertThat(second).isEqualTo(first);
        assertThat(simulators
                        .shown("card-system")
                        .at("/processed-requests/Items/0/asked")
                        .asInt())
                .isEqualTo(2);
        assertThat(simulators
                        .shown("card-system")
                        .at("/processed-requests/Items/0/effects")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void refusesWhatIsAskedOfATerminatedCardButItsSuspensionWhichChangesNothing() throws IOException {
        request("WI0000500001", "card-termination");

        Answered activation = request("WI0000500002", "card-activation");
        Answered suspension = request("WI0000500003-suspension", "card-suspension");

        assertThat(activation.status()).isEqualTo(422);
        assertThat(activation.body().path("reason").asString()).isEqualTo("The card is terminated");
        assertThat(suspension.status()).isEqualTo(200);
        assertThat(simulators
                        .shown("card-system")
                        .at("/processed-requests/Items/2/effects")
                        .asInt())
                .isZero();
    }

    @Test
    void refusesAndRemembersWhatBreaksItsDocument() throws IOException {
        Answered answer = simulators.call("POST", "/card-requests", "{}", "Idempotency-Key", "WI0000500001");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(simulators.shown("card-system").path("violations")).isNotEmpty();
        assertThat(simulators
                        .shown("card-system")
                        .at("/processed-requests/total-count")
                        .asInt())
                .isZero();
    }

    @Test
    void refusesNewRequestsForTheReasonThatItIsTold() throws IOException {
        request("WI0000500001", "card-blockade");
        simulators.tell("card-system", "{\"refusal\": \"No cards today\"}");

        assertThat(request("WI0000500001", "card-blockade").status()).isEqualTo(200);
        assertThat(request("WI0000500002", "card-blockade")
                        .body()
                        .path("reason")
                        .asString())
                .isEqualTo("No cards today");
    }

    @Test
    void givesNoAnswerWhileItIsDown() throws IOException {
        simulators.tell("card-system", "{\"down\": true}");
        assertThatThrownBy(() -> request("WI0000500001", "card-blockade")).isInstanceOf(IOException.class);

        simulators.tell("card-system", "{}");
        assertThat(request("WI0000500001", "card-blockade").status()).isEqualTo(200);
        assertThat(simulators
                        .shown("card-system")
                        .at("/processed-requests/Items/0/asked")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void failsAndLosesAnswersAsOftenAsItIsTold() throws IOException {
        simulators.tell("card-system", "{\"fail-next\": 1, \"answer-lost-next\": 1}");

        assertThatThrownBy(() -> request("WI0000500001", "card-blockade")).isInstanceOf(IOException.class);
        assertThat(simulators
                        .shown("card-system")
                        .at("/processed-requests/total-count")
                        .asInt())
                .isZero();
        assertThatThrownBy(() -> request("WI0000500001", "card-blockade")).isInstanceOf(IOException.class);
        assertThat(simulators
                        .shown("card-system")
                        .at("/processed-requests/total-count")
                        .asInt())
                .isEqualTo(1);
        assertThat(request("WI0000500001", "card-blockade").status()).isEqualTo(200);
    }

    @Test
    void worksTwiceOnARequestThatComesTwice() throws IOException {
        simulators.tell("card-system", "{\"answer-twice\": true}");

        assertThat(request("WI0000500001", "card-blockade").status()).isEqualTo(200);
        assertThat(simulators
                        .shown("card-system")
                        .at("/processed-requests/Items/0/asked")
                        .asInt())
                .isEqualTo(2);
        assertThat(simulators
                        .shown("card-system")
                        .at("/processed-requests/Items/0/effects")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void doesAHeldRequestWhenItIsToldAnew() throws IOException {
        simulators.tell("card-system", "{\"hold-next\": \"before-work\"}");
        var activation = simulators.begin(
                "POST", "/card-requests", body("WI0000500001", "card-activation"), "Idempotency-Key", "WI0000500001");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> simulators.shown("card-system").path("held-calls").asInt() == 1);

        request("WI0000500002-suspension", "card-suspension");
        simulators.tell("card-system", "{}");

        assertThatThrownBy(activation::join).hasCauseInstanceOf(IOException.class);
        assertThat(simulators
                        .shown("card-system")
                        .at("/processed-requests/Items/1/kind")
                        .asString())
                .isEqualTo("card-activation");
    }

    @Test
    void makesTroubleOnlyWithTheFunctionThatItIsAbout() throws IOException {
        simulators.tell("card-system", "{\"function\": \"another\", \"down\": true}");

        assertThat(request("WI0000500001", "card-blockade").status()).isEqualTo(200);
    }

    @Test
    void saysWhatItDoesNotUnderstand() throws IOException {
        assertThat(simulators.call("PUT", "/demo/card-system", "{\"delay\": 1}").status())
                .isEqualTo(400);
        assertThat(simulators
                        .call("PUT", "/demo/card-system", "{\"fail-next\": -1}")
                        .status())
                .isEqualTo(400);
        assertThat(simulators.call("PUT", "/demo/card-system", "[]").status()).isEqualTo(400);
        assertThat(simulators.call("DELETE", "/demo/card-system", null).status())
                .isEqualTo(405);
    }

    @Test
    void keepsItsRequestsAndItsTroubleInAFile(@TempDir Path folder) throws IOException {
        stop();
        Path file = folder.resolve("below").resolve("simulators");
        simulators = new RunningSimulators(file, NOW);
        Answered first = request("WI0000500001", "card-replacement");
        simulators.tell("card-system", "{\"answer-twice\": true}");
        stop();

        simulators = new RunningSimulators(file, NOW);

        assertThat(request("WI0000500001", "card-replacement")).isEqualTo(first);
        assertThat(simulators.shown("card-system").path("answer-twice").asBoolean())
                .isTrue();
        assertThat(simulators
                        .shown("card-system")
                        .at("/processed-requests/Items/0/asked")
                        .asInt())
                .isEqualTo(3);
    }
}
