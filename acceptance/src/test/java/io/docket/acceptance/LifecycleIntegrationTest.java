package io.docket.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.EventSubscriber;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Starting, being ready, stopping and starting again. */
class LifecycleIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("lifecycle");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String READINESS = "/actuator/health/readiness";
    private static final String LIVENESS = "/actuator/health/liveness";

    /** Also of the one file, without what the build unpacks beside it. */
    @Test
    void theStartSaysWhereToGoAndWhatToTry() {
        DocketProcess docket = DOCKETS.startPackaged(DocketSettings.in(DOCKETS.newFolder()));
        await("the report").atMost(PATIENCE).untilAsserted(() -> assertThat(docket.output())
                .contains("Docket is ready.", "Try it:"));

        String address = docket.address().toString();
        for (String path : List.of("/swagger-ui", "/openapi.yaml", "/actuator/health")) {
            assertThat(docket.output()).contains(address + path);
        }
        assertThat(docket.anyone().get("/swagger-ui").status()).isIn(200, 302);
        docket.anyone().get("/openapi.yaml").expect(200);
        assertThat(docket.anyone().get("/actuator/health").expect(200).text("status"))
                .isEqualTo("UP");
        assertThat(docket.anyone().get(LIVENESS).expect(200).text("status")).isEqualTo("UP");
        assertThat(docket.output())
                .contains("-u bank-channel:bank-channel-secret", address + "/oauth2/token", address + "/v1/case/cases");
        docket.client("bank-channel").get("/v1/case/cases").expect(200);
    }

    @Test
    void aStopLetsTheRequestUnderWayFinishAndTheNextStartFindsAllDataAgain() throws IOException {
        DocketProcess docket =
                DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).with("DOCKET_LIMITS_RECEIVEWITHIN", "60s"));
        Client client = docket.client("bank-channel");
        Answer casesBefore = client.get("/v1/case/cases").expect(200);
        Answer historyBefore = client.get("/v1/case/cases/WI0000497282/history").expect(200);

        var body = new HeldBody("{\"customer-id\": \"SLOW\", \"details\": \"Sent while the server stops\"}");
        CompletableFuture<Answer> underWay =
                CompletableFuture.supplyAsync(() -> Client.send(client.request("/v1/case/complaints")
                        .expectContinue(true)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofInputStream(() -> body))));
        body.awaitWanted();
        EventSubscriber subscriber = EventSubscriber.open(
                docket.address(), requireNonNull(docket.client("analyst").token()), "?from=latest");
        docket.terminate();
        await("the end of the stream").atMost(PATIENCE).until(subscriber::hasEnded);
        assertThat(subscriber.failure()).isNull();
        assertThat(subscriber.comments()).endsWith("This server ends. Resume behind the last id.");
        await("the stop to begin").atMost(PATIENCE).until(() -> docket.output()
                .contains("Commencing graceful shutdown"));
        assertThat(underWay).isNotDone();
        body.release();
        String caseId = underWay.join().expect(201).text("id");
        assertThat(docket.awaitEnd()).isIn(0, 143);

        DocketProcess again = DOCKETS.start(docket.settings());
        Client sameToken = client.at(again);
        sameToken.getCase(caseId).expect(200);
        Answer casesAfter = sameToken.get("/v1/case/cases").expect(200);
        assertThat(casesAfter.items())
                .filteredOn(item -> !item.required("case-id").asString().equals(caseId))
                .containsExactlyElementsOf(casesBefore.items());
        assertThat(sameToken
                        .get("/v1/case/cases/WI0000497282/history")
                        .expect(200)
                        .json())
                .isEqualTo(historyBefore.json());
    }

    @Test
    @Tag("long")
    void itIsNotReadyBeforeTheProjectionsHaveCaughtUp() {
        Database database = PostgreSql.newDatabase();
        DocketProcess docket =
                DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).on(database));
        Client client = docket.client("bank-channel");
        Answer casesBefore = client.get("/v1/case/cases").expect(200);
        assertThat(docket.stop()).isIn(0, 143);
        // All is to be projected again, and another process holds the projections for as long as the test wants.
        database.execute(List.of(
                "delete from case_list",
                "delete from case_word",
                "delete from case_history",
                "update projection_position set token = null, token_type = null, owner = 'another', time_stamp = '"
                        + Instant.now().plus(Duration.ofHours(1)) + "'"));

        DocketProcess again = DOCKETS.launch(docket.settings()).awaitListening();
        await("the end of the start").atMost(PATIENCE).until(() -> again.output()
                .contains("Docket is ready."));
        assertThat(again.anyone().get(READINESS).expect(503).text("status")).isEqualTo("OUT_OF_SERVICE");
        assertThat(again.anyone().get(LIVENESS).expect(200).text("status")).isEqualTo("UP");
        client.at(again).get("/v1/case/cases").expect(503);
        await("how far it is").atMost(PATIENCE).until(() -> again.output()
                .contains("Not ready yet: the read models are being made"));

        database.execute(List.of("update projection_position set owner = null"));
        again.awaitReady();
        assertThat(again.anyone().get(READINESS).expect(200).text("status")).isEqualTo("UP");
        assertThat(client.at(again).get("/v1/case/cases").expect(200).json()).isEqualTo(casesBefore.json());
    }

    @Nested
    class Refuses {

        @Test
        void productionWithWhatIsUnsafeThere() {
            DocketProcess docket =
                    DOCKETS.launch(DocketSettings.in(DOCKETS.newFolder()).with("SPRING_PROFILES_ACTIVE", "Prod"));

            assertThat(docket.awaitEnd()).isEqualTo(1);
            assertThat(docket.output())
                    .contains(
                            "demo-data: docket.demo.enabled",
                            "simulated-smdp: docket.smdp.base-url",
                            "h2: spring.datasource.url",
                            "docket.production.allowed=")
                    .doesNotContain("\tat ");
            assertThat(docket.settings().data()).doesNotExist();
        }

        @Test
        void havingNeitherAnIssuerNorTheDemoData() {
            DocketProcess docket =
                    DOCKETS.launch(DocketSettings.in(DOCKETS.newFolder()).withoutDemo());

            assertThat(docket.awaitEnd()).isEqualTo(1);
            assertThat(docket.output())
                    .contains(
                            "Without the demo data set there are no clients",
                            "spring.security.oauth2.resourceserver.jwt.issuer-uri")
                    .doesNotContain("\tat ");
        }
    }

    /** The body of a request that is held back until it is released. */
    private static final class HeldBody extends InputStream {

        private final CountDownLatch wanted = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final InputStream content;

        HeldBody(String content) {
            this.content = new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        }

        /** Waits until the server has read the head of the request, and asks for the body. */
        void awaitWanted() {
            awaitOn(wanted);
        }

        void release() {
            released.countDown();
        }

        @Override
        public int read() throws IOException {
            wanted.countDown();
            awaitOn(released);
            return content.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            wanted.countDown();
            awaitOn(released);
            return content.read(buffer, offset, length);
        }

        private static void awaitOn(CountDownLatch latch) {
            try {
                assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
