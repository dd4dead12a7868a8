package io.docket.acceptance;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.docket.platform.testing.RunningAxonServer;
import io.docket.platform.testing.Wire;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.EventSubscriber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What Docket needs is away for a while: it says so, to everybody, and soon; and goes on when it is back. */
class AwayIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("away");

    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** More than there are threads to answer them. */
    private static final int CLIENTS = 260;

    private static final int KEYS = 60;

    /** A second, and what a busy machine adds to it. Less than somebody waits who asks what is away. */
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    /** A machine that stops for seconds does so once, and not each time. */
    private static final int LOOKS = 3;

    private static final int A_FEW_LINES = 60;

    private static final String READINESS = "/actuator/health/readiness";
    private static final String LIVENESS = "/actuator/health/liveness";

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void withoutTheDatabaseRequestsFailInTimeHealthAnswersAndTheLogStaysShort() {
        Database database = PostgreSql.newDatabase();
        try (Wire wire = Wire.to(database.port())) {
            DocketProcess docket =
                    DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).on(database.by(wire)));
            Client client = docket.client("bank-channel");
            client.complain("AWAY", "before").expect(201);
            Client analyst = docket.client("analyst");
            EventSubscriber follower =
                    EventSubscriber.open(docket.address(), requireNonNull(analyst.token()), "?from=earliest");
            await("the first events").atMost(PATIENCE).until(() -> !follower.received()
                    .isEmpty());
            long linesBefore = docket.output().lines().count();
            ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
            wire.cut();

            List<CompletableFuture<Answer>> requests = IntStream.range(0, CLIENTS)
                    .mapToObj(number -> CompletableFuture.supplyAsync(
                            () -> number % 2 == 0
                                    ? client.complain("AWAY", "away")
                                    : client.get(Client.ROOT + "/cases/WI0000497282"),
                            threads))
                    .toList();
            await("readiness to tell").atMost(PATIENCE).until(() -> status(docket, READINESS) == 503);
            assertThat(status(docket, LIVENESS)).isEqualTo(200);
            analyst.get("/events?until=now").expect(503);

            assertThat(requests).allSatisfy(request -> {
                Answer answer = request.join();
                assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isNotEmpty();
            });
            assertThat(docket.output().lines().count() - linesBefore).isLessThan(A_FEW_LINES);
            threads.shutdown();

            wire.mend();
            await("recovery").atMost(RECOVERY).ignoreExceptions().untilAsserted(() -> {
                String caseId = client.complain("AWAY", "after").expect(201).text("id");
                client.getCase(caseId).expect(200);
                assertThat(status(docket, READINESS)).isEqualTo(200);
            });
            assertThat(client.get(Client.ROOT + "/cases?page-size=200&customer-id=AWAY")
                            .expect(200)
                            .text())
                    .doesNotContain("\"away\"");
            goesOnWithoutAHole(follower, database);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void withoutAxonServerWritesFailAndReadsGoOnAndNothingIsLostOrDoneTwice() {
        RunningAxonServer.Log log = RunningAxonServer.newLog();
        Database database = PostgreSql.newDatabase();
        try (Wire wire = Wire.to(log.port())) {
            DocketProcess docket = DOCKETS.start(
                    DocketSettings.in(DOCKETS.newFolder()).on(database).recordedIn(log.by(wire)));
            Client client = docket.client("bank-channel");
            String caseId = client.complain("AWAY", "before").expect(201).text("id");
            long linesBefore = docket.output().lines().count();
            ExecutorService threads = Executors.newFixedThreadPool(KEYS);
            // Axon Server is told what to do, and nobody hears of it, until the connection is found out.
            wire.loseAnswers();
            Map<String, CompletableFuture<Answer>> requests = IntStream.range(0, KEYS)
                    .mapToObj(number -> "away-" + number)
                    .collect(toMap(
                            key -> key, key -> CompletableFuture.supplyAsync(() -> withKey(client, key), threads)));
            await("the first answer").atMost(PATIENCE).until(() -> requests.values().stream()
                    .anyMatch(CompletableFuture::isDone));
            wire.cut();

            await("writes to fail")
                    .atMost(PATIENCE)
                    .until(() -> client.complain("GONE", "away").status() == 503);
            client.getCase(caseId).expect(200);
            assertThat(status(docket, READINESS)).isEqualTo(200);
            assertThat(status(docket, LIVENESS)).isEqualTo(200);
            assertThat(requests).allSatisfy((key, request) -> {
                Answer answer = request.join();
                assertThat(answer.status()).as(answer.toString()).isIn(201, 503);
                assertThat(answer.status() == 201 || answer.header("Retry-After") != null)
                        .isTrue();
            });
            assertThat(docket.output().lines().count() - linesBefore).isLessThan(A_FEW_LINES);
            threads.shutdown();

            wire.mend();
            requests.forEach((key, request) -> {
                Answer first = request.join();
                Answer again = await("an answer to " + key)
                        .atMost(PATIENCE)
                        .until(() -> withKey(client, key), answer -> answer.status() == 201);
                if (first.status() == 201) {
                    assertThat(again.text()).isEqualTo(first.text());
                }
            });
            Answer last = client.complain("AWAY", "after").expect(201);
            assertThat(client.get(
                                    Client.ROOT + "/cases?page-size=1&customer-id=KEYS",
                                    "Consistency-Token",
                                    last.header("Consistency-Token"))
                            .expect(200)
                            .json()
                            .required("total-count")
                            .asInt())
                    .isEqualTo(KEYS);
        }
    }

    private static Answer withKey(Client client, String key) {
        return client.post(
                Client.ROOT + "/complaints", Map.of("customer-id", "KEYS", "details", key), "Idempotency-Key", key);
    }

    /** Who followed the events when the database went away is still connected, and has all of them. */
    private static void goesOnWithoutAHole(EventSubscriber follower, Database database) {
        long head = Long.parseLong(
                database.query("select max(global_index) from domain_event").get(0));
        await("all events").atMost(RECOVERY).until(() -> follower.received().stream()
                .anyMatch(event -> event.id() >= head));
        assertThat(follower.hasEnded()).isFalse();
        List<Long> ids =
                follower.received().stream().map(EventSubscriber.Received::id).toList();
        assertThat(ids).isEqualTo(LongStream.rangeClosed(1, ids.size()).boxed().toList());
        follower.close();
    }

    /** Whatever else goes on: a health check asks nobody. */
    private static int status(DocketProcess docket, String path) {
        for (int look = 1; ; look++) {
            long begun = System.nanoTime();
            int status = docket.anyone().get(path).status();
            Duration taken = Duration.ofNanos(System.nanoTime() - begun);
            if (taken.compareTo(AT_ONCE) < 0) {
                return status;
            }
            assertThat(look).as("%s has taken %s", path, taken).isLessThan(LOOKS);
        }
    }

    @Test
    @Tag("long")
    @Execution(ExecutionMode.CONCURRENT)
    void aConnectionThatGoesSilentHoldsUpNeitherThisProcessNorAnother() {
        Database database = PostgreSql.newDatabase();
        try (Wire wire = Wire.to(database.port())) {
            DocketProcess here =
                    DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).on(database.by(wire)));
            DocketProcess other =
                    DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()).on(database));
            Client clientHere = here.client("bank-channel");
            Client clientThere = other.client("bank-channel");
            clientHere.complain("SILENT", "before").expect(201);
            wire.silence();

            for (Client client : List.of(clientThere, clientHere)) {
                await("recovery").atMost(RECOVERY).untilAsserted(() -> {
                    String caseId =
                            client.complain("SILENT", "after").expect(201).text("id");
                    clientThere.getCase(caseId).expect(200);
                    clientHere.getCase(caseId).expect(200);
                });
            }
            await("readiness").atMost(RECOVERY).until(() -> status(here, READINESS) == 200);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void withoutTheIssuerTokensCannotBeCheckedYetAndNobodyLogsIn() throws IOException {
        int port = Proxy.freePort();
        String issuer = "http://localhost:" + port;
        DocketProcess docket = DOCKETS.launch(DocketSettings.in(DOCKETS.newFolder())
                        .with("SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI", issuer)
                        .with("DOCKET_CONSOLE_CLIENTID", "docket-console"))
                .awaitListening();
        // Signed by nobody, but in form.
        String token = "eyJhbGciOiJSUzI1NiJ9.e30.cHJvYmU";

        await("the end of the start").atMost(PATIENCE).until(() -> docket.output()
                .contains("Docket is ready."));
        long linesBefore = docket.output().lines().count();
        for (int time = 0; time < A_FEW_LINES; time++) {
            Answer answer = docket.anyone().get(Client.ROOT + "/cases", "Authorization", "Bearer " + token);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();
            for (String page : List.of("/console", "/console/login/docket")) {
                Answer told = docket.anyone().get(page, "Accept", "text/html");
                assertThat(told.status()).as(told.toString()).isEqualTo(503);
                assertThat(told.text()).contains("Service Unavailable</h1>");
            }
        }
        assertThat(docket.output().lines().count() - linesBefore).isLessThan(A_FEW_LINES);
        assertThat(status(docket, READINESS)).isEqualTo(503);
        assertThat(status(docket, LIVENESS)).isEqualTo(200);

        HttpServer server = issuer(port, issuer);
        try {
            await("readiness").atMost(RECOVERY).until(() -> status(docket, READINESS) == 200);
            docket.anyone()
                    .get(Client.ROOT + "/cases", "Authorization", "Bearer " + token)
                    .expect(401);
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer issuer(int port, String issuer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        answer(
                server,
                "/.well-known/openid-configuration",
                "{\"issuer\": \"" + issuer + "\", \"jwks_uri\": \"" + issuer + "/keys\", "
                        + "\"subject_types_supported\": [\"public\"]}");
        String modulus =
                "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4Ql"
                        + "L-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUs"
                        + "LA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoud"
                        + "F8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
        answer(
                server,
                "/keys",
                "{\"keys\": [{\"kty\": \"RSA\", \"kid\": \"key\", \"use\": \"sig\", \"alg\": \"RS256\", \"e\": \"AQAB\", "
                        + "\"n\": \"" + modulus + "\"}]}");
        server.start();
        return server;
    }

    private static void answer(HttpServer server, String path, String json) {
        server.createContext(path, exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
