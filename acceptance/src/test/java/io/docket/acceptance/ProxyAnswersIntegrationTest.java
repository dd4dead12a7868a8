package io.docket.acceptance;

import static io.docket.acceptance.TellingServer.CORRELATION_ID;
import static io.docket.acceptance.TellingServer.GOT;
import static io.docket.acceptance.TellingServer.NAMED;
import static io.docket.acceptance.TellingServer.SIDE;
import static io.docket.acceptance.TellingServer.UNANSWERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.RawRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the proxy answers itself is what Docket would have answered, with the request's name, in the form of its API. */
class ProxyAnswersIntegrationTest {

    private static final String MADE = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String READY = "/actuator/health/readiness";
    private static final Duration UNTIL_NOTICED = Duration.ofSeconds(60);

    /** On the command side, one process; on the query side, none. */
    private static TellingServer command;

    private static Proxy proxy;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        command = new TellingServer("command");
        proxy = Proxy.start(folder, List.of(command.port()), List.of(Proxy.freePort()), command.port());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        command.close();
    }

    /** No process has got the first ones; the others broke off. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /v1/case/cases       | application/problem+json | {"title":"Service Unavailable","status":503,"detail":"Try again a little later."}
            GET  | /esims               | application/problem+json | {"title":"Service Unavailable","status":503,"detail":"Try again a little later."}
            GET  | /esim/v1/order/1     | application/json         | {"type":"SERVICE_UNAVAILABLE","messages":["Try again a little later."]}
            GET  | /%65sim/v1/order/1   | application/json         | {"type":"SERVICE_UNAVAILABLE","messages":["Try again a little later."]}
            GET  | /2.5/sp_spec/order/1 | application/json         | {"cause":"Try again a little later."}
            POST | /v1/case/unanswered  | application/problem+json | {"title":"Service Unavailable","status":503,"detail":"It is not known whether this was done. Send it again with the same Idempotency-Key, or look it up.","problem":"outcome-unknown"}
            POST | /esim/v1/unanswered  | application/json         | {"type":"OUTCOME_UNKNOWN","messages":["It is not known whether this was done. Send it again with the same Idempotency-Key, or look it up."]}
            POST | /2.5/unanswered      | application/json         | {"cause":"It is not known whether this was done. Send it again with the same Idempotency-Key, or look it up."}
            """)
    void eachApiHasItsForm(String method, String path, String type, String body) {
        Answer answer = proxy.send(method, path).expect(503);
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.text()).isEqualTo(body);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    /** It may have been done. */
    @Test
    void whoTakesTooLongMayHaveDoneIt(@TempDir Path folder) throws IOException {
        try (var silent = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
                var before = Proxy.start(folder, """
                        backend command
                          timeout server 500ms
                          server silent 127.0.0.1:%d no-check
                        backend query
                        backend issuer
                        """.formatted(silent.getLocalPort()), Map.of())) {
            Answer answer = before.send("POST", "/esim/v1/order", CORRELATION_ID + ": mine")
                    .expect(503);
            assertThat(answer.text("type")).isEqualTo("OUTCOME_UNKNOWN");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.header(CORRELATION_ID)).isEqualTo("mine");
        }
    }

    /** Nobody there; broken off; not for everybody. */
    private static List<Answer> answersTo(String... headers) {
        return List.of(
                proxy.send("GET", "/", headers).expect(503),
                proxy.send("POST", UNANSWERED, headers).expect(503),
                proxy.send("GET", "/actuator/prometheus", headers).expect(404));
    }

    static Stream<String> acceptable() {
        return Stream.of("mine", "a,b;c=\"~!\"", "n".repeat(128));
    }

    @ParameterizedTest
    @MethodSource("acceptable")
    void theyHaveTheNameThatTheClientGave(String name) {
        assertThat(answersTo(CORRELATION_ID + ": " + name))
                .extracting(answer -> answer.headers().allValues(CORRELATION_ID))
                .containsOnly(List.of(name));
    }

    static Stream<List<String>> without() {
        return Stream.of(
                List.of(),
                List.of(CORRELATION_ID + ": "),
                List.of(CORRELATION_ID + ": two words"),
                List.of(CORRELATION_ID + ": \u00e4"),
                List.of(CORRELATION_ID + ": " + "n".repeat(129)));
    }

    @ParameterizedTest
    @MethodSource("without")
    void theyHaveNewNamesWhereItGaveNoneOrABadOne(List<String> headers) {
        List<Answer> answers = answersTo(headers.toArray(String[]::new));
        assertThat(answers)
                .extracting(answer -> answer.header(CORRELATION_ID))
                .allMatch(name -> name.matches(MADE))
                .doesNotHaveDuplicates();
        assertThat(answers)
                .allMatch(answer -> answer.headers().allValues(CORRELATION_ID).size() == 1);
    }

    /** What is found in the log under a name that only the proxy's answer had. */
    @Test
    void aProcessGetsTheNameThatIsAnswered() {
        Answer made = proxy.send("POST", "/").expect(200);
        assertThat(made.header(CORRELATION_ID)).matches(MADE).isEqualTo(made.header(GOT + CORRELATION_ID));
        Answer given = proxy.send("POST", "/", CORRELATION_ID + ": mine", CORRELATION_ID + ": other");
        assertThat(given.headers().allValues(GOT + CORRELATION_ID)).containsExactly("mine", "other");
        assertThat(given.header(CORRELATION_ID)).isEqualTo("mine");
    }

    /** It refuses it, and says so under the name that it makes. */
    @Test
    void aBadNameAndTheNameOfAnAnswerAreTheProcesses() {
        Answer answer =
                proxy.send("POST", NAMED, CORRELATION_ID + ": two words").expect(200);
        assertThat(answer.header(GOT + CORRELATION_ID)).isEqualTo("two words");
        assertThat(answer.headers().allValues(CORRELATION_ID)).containsExactly("command");
    }

    /** With what the proxy tells of it, a head would not have room. */
    @ParameterizedTest
    @ValueSource(ints = {301, 1_500, 8_000, 14_000})
    void aHostThatIsTooLongIsABadRequest(int length) {
        Answer answer = proxy.send("POST", "/", "Host: " + "h".repeat(length)).expect(400);
        assertThat(answer.header(SIDE)).isEmpty();
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().required("status").asInt()).isEqualTo(400);
        assertThat(answer.header(CORRELATION_ID)).matches(MADE);
    }

    /** The largest head that is let through, with the longest of what is told of it. */
    @Test
    void whatIsToldOfARequestHasRoom() {
        for (int size = 14_000; size < 16_000; size += 50) {
            Answer answer = proxy.send("POST", "/", "Host: :" + "9".repeat(299), "X: " + "x".repeat(size - 700));
            assertThat(answer.status()).as("%d", size).isIn(200, 400);
        }
    }

    /** Answered by a page of HAProxy's, before any of its rules; no process gets it, and nothing comes behind it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: localhost\r\nNo Name: of a header\r\nContent-Length: 0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nHost: elsewhere\r\nContent-Length: 0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: new\r\n\r\n",
                "POST /a b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
            })
    void whatIsNoRequestEndsTheConnection(String request) {
        int before = command.requests();
        String behind = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
        Answer answer = RawRequest.send(proxy.address(), request + behind).expect(400);

        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/1.1");
        assertThat(command.requests()).isEqualTo(before);
    }

    /** As the health check of its container asks. */
    @Test
    void whetherItHasProcessesItSaysOnItsMachine(@TempDir Path complete, @TempDir Path fronted) {
        await("a side that is away")
                .atMost(UNTIL_NOTICED)
                .until(() -> proxy.send("GET", READY).status() == 503);
        List<Integer> both = List.of(command.port());
        try (var ready = Proxy.start(complete, both, both, command.port());
                var behind =
                        Proxy.start(fronted, both, both, command.port(), Map.of("DOCKET_PROXY_FRONT", "127.0.0.0/8"))) {
            ready.send("GET", READY).expect(200);
            behind.send("GET", READY).expect(404);
        }
    }

    @Test
    void theServersThatComeWithItAreRead() throws Exception {
        Process read = new ProcessBuilder(
                        "haproxy",
                        "-c",
                        "-f",
                        Proxy.FILES.resolve("haproxy.cfg").toString(),
                        "-f",
                        Proxy.FILES.resolve("servers.cfg").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(read.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(read.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("[WARNING]");
    }
}
