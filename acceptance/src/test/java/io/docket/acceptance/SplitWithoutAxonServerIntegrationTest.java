package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.RunningAxonServer;
import io.docket.platform.testing.Wire;
import io.docket.platform.testing.http.Answer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two processes of each side that keep their events in Axon Server, which is away for a while under load. */
@Tag("fleet")
class SplitWithoutAxonServerIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("split-without-axon-server");

    private static final Duration OUTAGE = Duration.ofSeconds(20);

    @Test
    void whoWritesIsToSendItAgainReadsGoOnAndNothingIsLostOrDoneTwice() {
        RunningAxonServer.Log log = RunningAxonServer.newLog();
        try (Wire wire = Wire.to(log.port())) {
            SplitFleet fleet = SplitFleet.start(
                    DOCKETS, PostgreSql.newDatabaseWithRoles(), settings -> settings.recordedIn(log.by(wire)));
            var load = new FleetLoad(fleet, DOCKETS.newFolder());
            load.awaitAcknowledged(50);
            fleet.front().expectUnbroken(true);
            int unanswered = load.readers().unanswered();

            wire.cut();
            long cut = System.nanoTime();
            fleet.commandSide().forEach(process -> assertToBeSentAgain(load.tryToWrite(process)));
            assertToBeSentAgain(fleet.client("bank-channel").complain("OUTAGE", "through the proxy"));
            fleet.client("bank-agent")
                    .get(Client.ROOT + "/cases?customer-id=OUTAGE")
                    .expect(200);
            Stream.concat(fleet.commandSide().stream(), fleet.querySide().stream())
                    .forEach(process ->
                            process.anyone().get("/actuator/health/readiness").expect(200));
            LockSupport.parkNanos(OUTAGE.toNanos() - (System.nanoTime() - cut));
            wire.mend();

            load.awaitAcknowledged(100);
            load.note("Axon Server back, and more acknowledged; a short lag after " + fleet.awaitShortLag());
            assertThat(load.readers().unanswered()).isEqualTo(unanswered);
            load.end();
            load.check();
            // Held against Axon Server again and again.
            fleet.querySide().forEach(process -> fleet.client("operator")
                    .at(process)
                    .get("/actuator/health")
                    .expect(200));
            load.close();
        }
    }

    private static void assertToBeSentAgain(Answer answer) {
        answer.expect(503);
        assertThat(answer.header("Retry-After")).matches("\\d+");
    }
}
