package io.docket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.RawRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Many clients that send their requests slowly, never to the end, or too many. Of each kind of slow ones there are more than threads. */
@TestPropertySource(
        properties = {
            "docket.limits.receive-within=10s",
            "docket.limits.reads-per-minute=40",
            "docket.limits.writes-per-minute=60",
            "docket.limits.tokens-per-minute=50",
            "docket.limits.tokens-per-minute-and-address=100",
            "server.tomcat.threads.max=10"
        })
class GreedyClientsIntegrationTest extends RunningDocket {

    private static final int CLIENTS = 20;

    /** Far less than a client may send, and more than what it may send again after a moment. */
    private static final int AT_ONCE = 3;

    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final String COMPLAINT = "{\"customer-id\":\"C1\",\"customer-name\":\"N\",\"details\":\"Slow.\"}";

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private Socket connect(String sent) throws IOException {
        URI server = anonymous().server();
        var socket = new Socket(server.getHost(), server.getPort());
        sockets.add(socket);
        socket.setSoTimeout((int) Duration.ofSeconds(40).toMillis());
        socket.getOutputStream().write(sent.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }

    private static String head(String method, String path, String headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    private String bearer() {
        return "Authorization: Bearer " + anonymous().tokenOf("bank-agent") + "\r\nContent-Type: application/json\r\n";
    }

    private static String basic() {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString("bank-agent:bank-agent-secret".getBytes(ISO_8859_1))
                + "\r\n" + form();
    }

    private static String form() {
        return "Content-Type: application/x-www-form-urlencoded\r\n";
    }

    private static void assertCutOff(Socket socket, String request) {
        try {
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            assertThat(answer).as(request).matches("(?s)|HTTP/1.1 (200|503|4\\d\\d) .*");
        } catch (java.net.SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        } catch (IOException stuck) {
            throw new AssertionError("Not cut off: " + request, stuck);
        }
    }

    @Test
    void clientsThatDoNotSendTheirRequestsToTheEndHoldUpNobodyAndAreCutOff() throws IOException {
        as("bank-agent");
        List<String> requests = List.of(
                head("POST", "/v1/case/complaints", "Content-Length: 100\r\n") + "{",
                head("POST", "/v1/case/complaints", "Transfer-Encoding: chunked\r\n") + "5\r\n{",
                head("POST", "/v1/case/complaints", bearer() + "Content-Length: 100\r\n"),
                head("DELETE", "/nowhere", bearer() + "Content-Length: 100\r\n") + "{",
                head("POST", "/oauth2/token", basic() + "Content-Length: 100\r\n") + "grant_type=",
                head("POST", "/oauth2/token", "Content-Length: 100\r\n"),
                head("POST", "/console/logout", form() + "Content-Length: 100\r\n") + "_csrf=",
                head("GET", "/openapi.yaml", "Content-Length: 100\r\n"),
                head("POST", "/actuator/health", "Content-Length: 100\r\n"),
                head("POST", "/nowhere", "Content-Length: 100\r\n"),
                head("TRACE", "/", "Content-Length: 100\r\n"),
                "POST /v1/case/complaints HTTP/1.1\r\nHost: loc");
        for (String request : requests) {
            for (int i = 0; i < CLIENTS; i++) {
                connect(request);
            }
        }
        Instant begun = Instant.now();

        assertThat(as("bank-agent").get("/v1/case/cases").status()).isEqualTo(200);
        assertThat(as("bank-agent").post("/v1/case/complaints", COMPLAINT).status())
                .isEqualTo(201);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(WITHIN);
        for (int i = 0; i < sockets.size(); i++) {
            assertCutOff(sockets.get(i), requests.get(i / CLIENTS));
        }
    }

    @Test
    void clientsThatDoNotReadTheirAnswersHoldUpNobody() throws IOException {
        as("bank-agent");
        URI server = anonymous().server();
        for (int i = 0; i < CLIENTS; i++) {
            var socket = new Socket();
            sockets.add(socket);
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            socket.getOutputStream()
                    .write(head("GET", "/swagger-ui/swagger-ui-bundle.js", "").getBytes(ISO_8859_1));
        }
        Instant begun = Instant.now();

        assertThat(as("bank-agent").get("/v1/case/cases").status()).isEqualTo(200);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(WITHIN);
    }

    @Test
    void aBodyThatTricklesIsToldAndCutOff() throws IOException {
        Socket socket = connect(head("POST", "/v1/case/complaints", bearer() + "Content-Length: 1000\r\n"));

        assertThat(trickle(socket, " ")).startsWith("HTTP/1.1 408 ").contains("did not arrive within 10 seconds");
    }

    @Test
    void aHeadThatTricklesIsCutOff() throws IOException {
        assertThat(trickle(connect("GET /v1/case/cases HTTP/1.1\r\nHost: localhost\r\nX-Slow: "), "x"))
                .isEmpty();
    }

    /** Sends a byte every now and then until the connection is cut; gives what was answered. */
    private static String trickle(Socket socket, String text) throws IOException {
        Instant latest = Instant.now().plusSeconds(40);
        socket.setSoTimeout(300);
        var answer = new StringBuilder();
        while (Instant.now().isBefore(latest)) {
            try {
                int octet = socket.getInputStream().read();
                if (octet < 0) {
                    return answer.toString();
                }
                answer.append((char) octet);
            } catch (java.net.SocketTimeoutException quiet) {
                try {
                    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
                } catch (IOException cut) {
                    return answer.toString();
                }
            } catch (java.net.SocketException reset) {
                return answer.toString();
            }
        }
        throw new AssertionError("Not cut off");
    }

    private static void assertTooMany(Supplier<Answer> request, int limit, int before) {
        Answer answer = request.get();
        for (int sent = 1; answer.status() == before && sent < 3 * limit; sent++) {
            answer = request.get();
        }
        assertThat(answer.status()).as(answer.toString()).isEqualTo(429);
        assertThat(answer.json().toString()).contains("Too many requests; try again a little later.");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 60);
    }

    @Test
    void aClientMaySendSoManyRequestsAMinuteOverAllApis() {
        assertTooMany(() -> as("account-manager").get("/esim/v1/order/x"), 40, 404);
        assertTooMany(() -> as("account-manager").get("/v1/case/cases"), AT_ONCE, 200);
        assertThat(as("account-manager").post("/esim/v1/order", "{}").status()).isEqualTo(400);
        assertThat(as("reseller-acme").get("/esim/v1/order/x").status()).isEqualTo(404);

        assertTooMany(() -> as("co-acme").post("/2.5/sp_spec/order", "{}"), 60, 400);
        assertThat(as("co-acme").get("/2.5/sp_spec/order/x").status()).isEqualTo(404);
    }

    @Test
    void soManyTokensAMinuteMayBeAskedForInTheNameOfAClientOrFromAnAddress() {
        assertTooMany(() -> askForToken("127.0.0.2", "auditor"), 50, 401);
        assertTooMany(() -> askForToken("127.0.0.3", "auditor"), AT_ONCE, 401);
        assertThat(askForToken("127.0.0.3", "operator").status()).isEqualTo(401);

        var names = new AtomicInteger();
        assertTooMany(() -> askForToken("127.0.0.4", "guess-" + names.incrementAndGet()), 100, 401);
    }

    private Answer askForToken(String from, String client) {
        return RawRequest.send(
                anonymous().server(),
                from,
                head(
                        "POST",
                        "/oauth2/token",
                        "Connection: close\r\nContent-Length: 0\r\nAuthorization: Basic "
                                + Base64.getEncoder().encodeToString((client + ":guessed").getBytes(ISO_8859_1))
                                + "\r\n"));
    }

    @Test
    void aBodyThatComesInPiecesIsTakenAndTheConnectionKept() throws IOException {
        String request =
                head("POST", "/v1/case/complaints", bearer() + "Content-Length: " + COMPLAINT.length() + "\r\n");
        Socket socket = connect(request);
        for (int time = 0; time < 2; time++) {
            for (String half : List.of(COMPLAINT.substring(0, 20), COMPLAINT.substring(20))) {
                pause(socket);
                socket.getOutputStream().write(half.getBytes(ISO_8859_1));
            }
            assertThat(answer(socket)).startsWith("HTTP/1.1 201 ").doesNotContainIgnoringCase("Connection: close");
            if (time == 0) {
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            }
        }
    }

    @Test
    void aFormThatComesInPiecesGetsItsToken() throws IOException {
        String form = "grant_type=client%5Fcredentials";
        Socket socket = connect(head("POST", "/oauth2/token", basic() + "Content-Length: " + form.length() + "\r\n")
                + form.substring(0, 9));
        pause(socket);
        socket.getOutputStream().write(form.substring(9).getBytes(ISO_8859_1));

        assertThat(answer(socket)).startsWith("HTTP/1.1 200 ").contains("access_token");
    }

    @Test
    void aRefusalIsReadByAClientThatSendsItsBodyLater() throws IOException {
        Socket socket = connect(head("POST", "/v1/case/complaints", "Content-Length: 40000\r\n"));
        for (int part = 0; part < 40; part++) {
            socket.getOutputStream().write(new byte[1000]);
        }

        assertThat(answer(socket)).startsWith("HTTP/1.1 401 ").contains("Connection: close");
        assertThat(socket.getInputStream().read()).isNegative();
    }

    /** Long enough for what was sent to be looked at alone. */
    private static void pause(Socket socket) throws IOException {
        socket.setSoTimeout(300);
        try {
            assertThat(socket.getInputStream().read())
                    .as("an answer that is too early")
                    .isNegative();
        } catch (java.net.SocketTimeoutException expected) {
            socket.setSoTimeout(30_000);
        }
    }

    /** One answer that says its length, without what comes behind. */
    private static String answer(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = socket.getInputStream().read();
            assertThat(octet).as("after " + head).isNotNegative();
            head.append((char) octet);
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        int length = lower.contains("content-length: ")
                ? Integer.parseInt(lower.split("content-length: ", 2)[1].split("\r\n", 2)[0])
                : chunk(socket);
        return head + new String(socket.getInputStream().readNBytes(length), ISO_8859_1);
    }

    private static int chunk(Socket socket) throws IOException {
        var size = new StringBuilder();
        while (size.indexOf("\r\n") < 0) {
            size.append((char) socket.getInputStream().read());
        }
        return Integer.parseInt(size.toString().strip(), 16);
    }
}
