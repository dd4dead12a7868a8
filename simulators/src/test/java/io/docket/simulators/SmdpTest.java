package io.docket.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SmdpTest {

    private static final String BLANK = "8944474600000101811F";

    private final RunningSimulators simulators = new RunningSimulators(null, Instant.parse("2026-05-03T10:00:00Z"));

    @AfterEach
    void stop() {
        simulators.close();
    }

    private JsonNode call(String function, String id, String fields) throws IOException {
        return simulators
                .call(
                        "POST",
                        "/gsma/rsp2/es2plus/" + function,
                        """
                        { "header": { "functionRequesterIdentifier": "docket", "functionCallIdentifier": "%s" }, %s }""".formatted(id, fields),
                        "X-Admin-Protocol",
                        "gsma/rsp/v2.2.0")
                .body();
    }

    private static String status(JsonNode answer) {
        return answer.at("/header/functionExecutionStatus/status").asString();
    }

    private static String reason(JsonNode answer) {
        JsonNode data = answer.at("/header/functionExecutionStatus/statusCodeData");
        return data.path("subjectCode").asString() + " "
                + data.path("reasonCode").asString();
    }

    @Test
    void makesAProfileOfATypeAndReleasesIt() throws IOException {
        JsonNode download = call("downloadOrder", "1", "\"profileType\": \"data\"");
        JsonNode confirm = call(
                "confirmOrder",
                "2",
                "\"iccid\": \"" + download.path("iccid").asString()
                        + "\", \"matchingId\": \"M-1\", \"releaseFlag\": true");

        assertThat(download.path("iccid").asString()).isEqualTo("8944474717778024007F");
        assertThat(status(confirm)).isEqualTo("Executed-Success");
        assertThat(confirm.path("smdpAddress").asString()).isEqualTo("rsp.docket.example");
        JsonNode profile = simulators.shown("smdp").at("/profiles/Items/0");
        assertThat(profile.path("state").asString()).isEqualTo("released");
        assertThat(profile.at("/calls/confirmOrder/effects").asInt()).isEqualTo(1);
    }

    @Test
    void doesACallOnce() throws IOException {
        JsonNode first = call("downloadOrder", "1", "\"profileType\": \"data\"");
        JsonNode second = call("downloadOrder", "1", "\"profileType\": \"data\"");

        assertThat(second).isEqualTo(first);
        assertThat(simulators.shown("smdp").at("/profiles/total-count").asInt()).isEqualTo(1);
        assertThat(simulators
                        .shown("smdp")
                        .at("/profiles/Items/0/calls/downloadOrder/asked")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void takesACallWithAnotherMessageForAViolation() throws IOException {
        call("downloadOrder", "1", "\"profileType\": \"data\"");
        call("downloadOrder", "1", "\"profileType\": \"voice\"");

        assertThat(simulators.shown("smdp").path("violations")).hasSize(1);
    }

    @Test
    void givesABlankProfileOnceAndTakesItBack() throws IOException {
        String blank = "\"iccid\": \"" + BLANK + "\"";

        assertThat(status(call("downloadOrder", "1", blank))).isEqualTo("Executed-Success");
        assertThat(reason(call("downloadOrder", "2", blank))).isEqualTo("8.2.1 3.3");
        assertThat(status(call("cancelOrder", "3", blank + ", \"finalProfileStatusIndicator\": \"Available\"")))
                .isEqualTo("Executed-Success");
        assertThat(status(call("downloadOrder", "4", blank))).isEqualTo("Executed-Success");
    }

    @Test
    void confirmsOnlyWhatIsAllocatedAndReleasesOnlyWhatIsConfirmed() throws IOException {
        String blank = "\"iccid\": \"" + BLANK + "\"";

        assertThat(reason(call("confirmOrder", "1", blank + ", \"releaseFlag\": false")))
                .isEqualTo("8.2.1 3.9");
        call("downloadOrder", "2", blank);
        assertThat(reason(call("releaseProfile", "3", blank))).isEqualTo("8.2.1 1.2");
        assertThat(status(call("confirmOrder", "4", blank + ", \"releaseFlag\": false")))
                .isEqualTo("Executed-Success");
        assertThat(status(call("releaseProfile", "5", blank))).isEqualTo("Executed-Success");
    }

    @Test
    void refusesAMatchingIdThatIsInUseAndAnotherEuicc() throws IOException {
        String eid = "\"eid\": \"89049032000000000000000000000001\"";
        String other = "\"eid\": \"89049032000000000000000000000002\"";
        String first = call("downloadOrder", "1", "\"profileType\": \"data\"")
                .path("iccid")
                .asString();
        String second = call("downloadOrder", "2", "\"profileType\": \"data\", " + eid)
                .path("iccid")
                .asString();
        String confirm = "\"iccid\": \"%s\", \"matchingId\": \"M-1\", \"releaseFlag\": true";
        call("confirmOrder", "3", confirm.formatted(first));

        assertThat(reason(call("confirmOrder", "4", confirm.formatted(second)))).isEqualTo("8.2.6 3.3");
        assertThat(reason(call("confirmOrder", "5", confirm.formatted(second) + ", " + other)))
                .isEqualTo("8.1.1 3.10");
    }

    @Test
    void noticesACallerThatDoesNotSpeakItsProtocol() throws IOException {
        assertThat(simulators
                        .call("POST", "/gsma/rsp2/es2plus/downloadOrder", "{}")
                        .status())
                .isEqualTo(400);
        call("downloadOrder", "1", "\"profileType\": \"data\", \"unknown\": 1");
        simulators.call("POST", "/gsma/rsp2/es2plus/another", "{}");

        assertThat(simulators.shown("smdp").path("violations")).hasSize(3);
    }
}
