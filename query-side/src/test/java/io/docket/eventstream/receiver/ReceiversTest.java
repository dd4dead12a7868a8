package io.docket.eventstream.receiver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.WebhookReceiver;
import io.docket.platform.testing.http.WebhookReceiver.Received;
import io.docket.platform.testing.partner.Certificates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers that mean ill, over real sockets. */
@SuppressWarnings("FutureReturnValueIgnored")
class ReceiversTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** With receivers that do not answer in time. */
    private static final Duration HURRIED = Duration.ofSeconds(2);

    /** The common pool has a single thread on a machine with two processors. */
    private static final Executor A_THREAD_EACH = task -> new Thread(task).start();

    private static final Instant NOW = Instant.parse("2026-05-03T11:20:00Z");
    private static final SigningKey KEY =
            SigningKey.parse(WebhookReceiver.SECRET).orElseThrow();
    private static final Message MESSAGE = new Message("e-1", "{\"id\":\"e-1\"}".getBytes(UTF_8));

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> lookedUp = new CopyOnWriteArrayList<>();

    private Duration patience = PATIENCE;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private <T extends AutoCloseable> T keep(T opened) {
        open.add(opened);
        return opened;
    }

    private WebhookReceiver receiver() {
        return keep(WebhookReceiver.start());
    }

    /** With names that mean these addresses, one after the other. */
    private Receivers receivers(List<Network> allowed, SSLContext trusted, String... addresses) {
        Deque<String> next = new ArrayDeque<>(Arrays.asList(addresses));
        return receivers(allowed, trusted, host -> {
            lookedUp.add(host);
            String found = next.size() > 1 ? next.poll() : next.peek();
            return found == null ? InetAddress.getAllByName(host) : addresses(found);
        });
    }

    private Receivers receivers(List<Network> allowed, SSLContext trusted, Receivers.NameLookup names) {
        var made = new Receivers(
                new Destinations(allowed),
                names,
                trusted,
                patience,
                Clock.fixed(NOW, ZoneOffset.UTC),
                new SimpleMeterRegistry());
        open.add(made::destroy);
        return made;
    }

    private static InetAddress[] addresses(String list) throws UnknownHostException {
        List<InetAddress> found = new ArrayList<>();
        for (String literal : list.split(" ", -1)) {
            found.add(InetAddress.getByName(literal));
        }
        return found.toArray(InetAddress[]::new);
    }

    private static SSLContext trusted() {
        try {
            return SSLContext.getDefault();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Receivers local(String... addresses) {
        return receivers(List.of(Network.of("127.0.0.0/8"), Network.of("::1/128")), trusted(), addresses);
    }

    private static Attempt send(Receivers receivers, URI url) {
        return receivers
                .find(url, "client", 0)
                .thenCompose(found -> receivers.send(found, MESSAGE, KEY))
                .join();
    }

    @Test
    void sendsASignedCloudEvent() {
        WebhookReceiver receiver = receiver();

        Attempt attempt = send(local(), URI.create(receiver.url() + "?token=t%20x"));

        assertThat(attempt).isEqualTo(new Attempt(Attempt.Answer.TAKEN, "HTTP 204", null));
        assertThat(receiver.received()).hasSize(1);
        Received request = receiver.received().get(0);
        assertThat(request.id()).isEqualTo("e-1");
        assertThat(request.timestamp()).isEqualTo(NOW.getEpochSecond());
        assertThat(request.genuine()).isTrue();
        assertThat(request.contentType()).isEqualTo("application/cloudevents+json; charset=UTF-8");
        assertThat(request.query()).isEqualTo("/events?token=t%20x");
        assertThat(request.event().get("id").asString()).isEqualTo("e-1");
    }

    @ParameterizedTest
    @CsvSource({
        "200,TAKEN", "299,TAKEN", "301,NOT_TAKEN", "302,NOT_TAKEN", "307,NOT_TAKEN", "308,NOT_TAKEN", "401,NOT_TAKEN",
        "404,NOT_TAKEN", "407,NOT_TAKEN", "408,NOT_TAKEN", "410,GONE", "429,NOT_TAKEN", "500,NOT_TAKEN", "503,NOT_TAKEN"
    })
    void oneRequestIsOneAttemptWhateverIsAnswered(int status, Attempt.Answer answer) {
        WebhookReceiver receiver = receiver();
        receiver.answer(request -> status);

        Attempt attempt = send(local(), receiver.url());

        assertThat(attempt).isEqualTo(new Attempt(answer, "HTTP " + status, null));
        assertThat(receiver.received()).extracting(Received::query).containsExactly("/events");
    }

    /** The name means something else as soon as it has been checked. */
    @Test
    void aNameIsLookedUpOnceAndItsAddressIsTheOneThatIsCalled() {
        WebhookReceiver receiver = receiver();
        URI url = URI.create("http://rebinding.example:" + receiver.port() + "/events");

        Attempt attempt = send(local("127.0.0.1", "127.0.0.2"), url);

        assertThat(attempt.isTaken()).isTrue();
        assertThat(lookedUp).containsExactly("rebinding.example");
        assertThat(receiver.received())
                .extracting(Received::host)
                .containsExactly("rebinding.example:" + receiver.port());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "::ffff:127.0.0.1",
                "0.0.0.0",
                "10.0.0.1",
                "169.254.169.254",
                "100.64.0.1",
                "fd00:ec2::254",
                "93.184.216.34 127.0.0.1",
                "127.0.0.1 93.184.216.34"
            })
    void whatIsNotPublicIsNotCalled(String addresses) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(100);
            Receivers receivers = receivers(List.of(), trusted(), addresses);
            for (String scheme : List.of("http", "https")) {
                URI url = URI.create(scheme + "://innocent.example:" + server.getLocalPort() + "/");
                assertThatThrownBy(() -> send(receivers, url))
                        .hasCauseInstanceOf(UnreachableReceiverException.class)
                        .hasMessageContaining("no public address")
                        .hasMessageNotContaining("127");
            }
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://2130706433/",
                "https://0x7f.1/",
                "https://017700000001/",
                "https://127.1/",
                "https://0/",
                "https://localhost/",
                "https://localhost./",
                "https://[::1]/",
                "https://[::ffff:7f00:1]/",
                "https://[::ffff:169.254.169.254]/",
                "https://no-such-name.invalid/"
            })
    void whateverTheSpelling(String url) {
        Receivers receivers = receivers(List.of(), trusted());
        assertThatThrownBy(() -> send(receivers, URI.create(url))).hasMessageContaining("no public address");
    }

    @Test
    void withoutTlsNothingGoesToThePublic() {
        Receivers receivers = local("93.184.216.34");
        assertThatThrownBy(() -> send(receivers, URI.create("http://public.example/")))
                .hasMessageContaining("Without TLS");
    }

    @ParameterizedTest
    @CsvSource({
        "https://receiver.example/x?y=z,true",
        "https://receiver.example:8443/,true",
        "https://93.184.216.34/,true",
        "http://receiver.example/,false",
        "ftp://receiver.example/,false",
        "https://user@receiver.example/,false",
        "https://receiver.example/#x,false",
        "https:///x,false",
        "https://receiver.example:0/,false",
        "https://receiver.example:65536/,false",
        "https://10.0.0.1/,false",
        "https://2130706433/,false",
        "https://0x7f000001/,false",
        "https://[::1]/,false",
        "https://[::ffff:10.0.0.1]/,false",
        "mailto:a@b.example,false"
    })
    void ofSomeUrlsItIsSeenAtOnce(String url, boolean expected) {
        assertThat(receivers(List.of(), trusted()).mayBeAllowed(URI.create(url)))
                .isEqualTo(expected);
    }

    @Test
    void aHostIsNoLongerThanANameCanBe() {
        Receivers receivers = receivers(List.of(), trusted());
        String name = "a.".repeat(123) + "example";
        assertThat(receivers.mayBeAllowed(URI.create("https://" + name + ":65535/")))
                .isTrue();
        assertThat(receivers.mayBeAllowed(URI.create("https://a." + name + ".a.a.a/")))
                .isFalse();
        assertThat(receivers.mayBeAllowed(URI.create("https://receiver.example:" + "0".repeat(1000) + "443/")))
                .isFalse();
    }

    /** Answers each connection with these pieces, again and again with the last one, and tells when it is closed. */
    private CompletableFuture<Void> answering(ServerSocket server, Duration pause, String... pieces) {
        open.add(server);
        Runnable answering = () -> {
            try (Socket socket = server.accept()) {
                awaitRequest(socket.getInputStream());
                OutputStream out = socket.getOutputStream();
                for (int i = 0; !server.isClosed(); i++) {
                    out.write(pieces[Math.min(i, pieces.length - 1)].getBytes(ISO_8859_1));
                    out.flush();
                    LockSupport.parkNanos(pause.toNanos());
                }
            } catch (IOException e) {
                // It has been closed.
            }
        };
        return CompletableFuture.runAsync(answering, A_THREAD_EACH);
    }

    private static void awaitRequest(InputStream in) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf("{\"id\":\"e-1\"}") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("It is gone");
            }
            read.append((char) next);
        }
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static URI url(ServerSocket server) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }

    @Test
    void anEndlessAnswerIsCutOffAndItsStatusCounts() throws Exception {
        ServerSocket server = server();
        CompletableFuture<Void> closed =
                answering(server, Duration.ZERO, "HTTP/1.1 200 OK\r\n\r\n", "x".repeat(10_000));
        assertThat(send(local(), url(server)).isTaken()).isTrue();
        await().atMost(Duration.ofSeconds(20)).until(closed::isDone);
    }

    @Test
    void anAnswerThatComesByDropsIsCutOff() throws Exception {
        patience = HURRIED;
        ServerSocket server = server();
        CompletableFuture<Void> closed =
                answering(server, Duration.ofMillis(100), "HTTP/1.1 200 OK\r\n", "X-Drop: 1\r\n");
        assertThat(send(local(), url(server))).isEqualTo(Attempt.failed("No answer in time"));
        await().atMost(Duration.ofSeconds(20)).until(closed::isDone);
    }

    @Test
    void anAnswerWithEndlessHeadersIsCutOff() throws Exception {
        ServerSocket server = server();
        CompletableFuture<Void> closed = answering(
                server, Duration.ZERO, "HTTP/1.1 200 OK\r\n", ("X-Header: " + "x".repeat(1000) + "\r\n").repeat(10));
        assertThat(send(local(), url(server))).isEqualTo(Attempt.failed("The connection failed"));
        await().atMost(Duration.ofSeconds(20)).until(closed::isDone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 100 Continue\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\r\n"})
    void whatIsNoAnswerIsNone(String piece) throws Exception {
        patience = HURRIED;
        ServerSocket server = server();
        answering(server, Duration.ofMillis(1), piece);
        assertThat(send(local(), url(server)).isTaken()).isFalse();
    }

    @Test
    void aReceiverThatIsNotThereFails() throws Exception {
        ServerSocket server = server();
        server.close();
        assertThat(send(local(), url(server))).isEqualTo(Attempt.failed("The connection failed"));
    }

    @Test
    void aReceiverCanAskForAPause() throws Exception {
        ServerSocket server = server();
        answering(server, Duration.ofMillis(1), "HTTP/1.1 503 x\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n", "");
        assertThat(send(local(), url(server)).retryAfter()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void whoeverIsCalledOverTlsHasToBeWhomTheNameMeans(@TempDir Path folder) throws Exception {
        Certificates certificates = Certificates.in(folder);
        var names = new CopyOnWriteArrayList<String>();
        SSLServerSocket server = (SSLServerSocket) certificates
                .ofPartner()
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        SSLParameters parameters = server.getSSLParameters();
        parameters.setSNIMatchers(List.of(new SNIMatcher(0) {
            @Override
            public boolean matches(SNIServerName name) {
                names.add(new String(name.getEncoded(), UTF_8));
                return true;
            }
        }));
        server.setSSLParameters(parameters);
        List<Network> here = List.of(Network.of("127.0.0.0/8"));
        Receivers trusting = receivers(here, certificates.ofClient(), "127.0.0.1");
        String port = ":" + server.getLocalPort() + "/";

        answering(server, Duration.ofMillis(1), "HTTP/1.1 204 x\r\n\r\n", "");
        assertThat(send(trusting, URI.create("https://localhost" + port)).isTaken())
                .isTrue();
        answering(server, Duration.ofMillis(1), "HTTP/1.1 204 x\r\n\r\n", "");
        assertThat(send(trusting, URI.create("https://another.example" + port)))
                .isEqualTo(Attempt.failed("TLS failed"));
        assertThat(names).containsExactly("another.example");
        answering(server, Duration.ofMillis(1), "HTTP/1.1 204 x\r\n\r\n", "");
        assertThat(send(receivers(here, trusted(), "127.0.0.1"), URI.create("https://localhost" + port)))
                .isEqualTo(Attempt.failed("TLS failed"));
    }

    @Test
    void aClientWhoseNamesTakeLongHoldsUpItselfAlone() {
        var answered = new CompletableFuture<Void>();
        Receivers receivers = receivers(List.of(), trusted(), host -> {
            if (host.startsWith("slow-")) {
                answered.join();
            }
            return addresses("93.184.216.34");
        });
        List<CompletableFuture<Receiver>> slow = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            slow.add(receivers.find(URI.create("https://slow-" + i + ".example/"), "one", 0));
        }

        assertThat(receivers.find(URI.create("https://quick.example/"), "other", 0))
                .succeedsWithin(Duration.ofSeconds(9));

        assertThat(slow).noneMatch(CompletableFuture::isDone);
        answered.complete(null);
        assertThat(slow).allSatisfy(found -> assertThat(found).succeedsWithin(Duration.ofSeconds(9)));
    }

    /** Others are called meanwhile. */
    @Test
    void aHundredReceiversThatSayNothingHoldNobodyUp() throws Exception {
        ServerSocket silent = keep(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
        Receivers receivers = local();
        List<CompletableFuture<Attempt>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(
                    receivers.find(url(silent), "client", 0).thenCompose(found -> receivers.send(found, MESSAGE, KEY)));
        }
        WebhookReceiver receiver = receiver();
        assertThat(send(receivers, receiver.url()).isTaken()).isTrue();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThat(waiting.stream().map(CompletableFuture::join)).containsOnly(Attempt.failed("No answer in time"));
    }
}
