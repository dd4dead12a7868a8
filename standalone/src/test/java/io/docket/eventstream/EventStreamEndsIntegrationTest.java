package io.docket.eventstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.docket.OwnTokens;
import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.EventSubscriber;
import io.docket.platform.testing.http.EventSubscriber.Received;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** How long streams go on, how they end, and how many there may be. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EventStreamEndsIntegrationTest extends StreamedEvents {

    /** They begin with the first test, so that they have been quiet for long when the last one comes. */
    private static @Nullable EventSubscriber quiet;

    private static @Nullable Socket quietLines;

    @Autowired
    private Environment environment;

    @BeforeEach
    void somebodyWhomNothingConcerns() throws IOException {
        if (quiet == null) {
            String nothing = "?subject=WI0000000404";
            quiet = EventSubscriber.open(anonymous().server(), anonymous().tokenOf("analyst"), nothing);
            quietLines = ask(nothing, "HTTP/1.0", anonymous().tokenOf("analyst"), "application/x-ndjson");
        }
    }

    @AfterAll
    static void hangUpTheQuietOnes() throws IOException {
        requireNonNull(quiet).close();
        requireNonNull(quietLines).close();
        quiet = null;
    }

    @Test
    void aStreamEndsWithItsTokenAndSaysSo() {
        String token = OwnTokens.of(environment).signed(claims -> claims.claim("scope", List.of("events.read"))
                .expirationTime(Date.from(Instant.now().plusSeconds(10))));
        EventSubscriber subscriber = keep(EventSubscriber.open(anonymous().server(), token, "?from=latest"));

        await().atMost(PATIENCE).until(subscriber::hasEnded);
        assertThat(subscriber.failure()).isNull();
        assertThat(subscriber.comments())
                .containsExactly("The token has expired. Resume behind the last id with another one.");
    }

    /** Its token ends in the middle. Nobody is to take what has come for all of it. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1", "HTTP/1.0"})
    void whatIsAskedForUpToNowAndDoesNotComeWholeHasNoEnd(String version) throws IOException {
        writeMoreThanAllBuffersHold();
        Instant end = Instant.now().plusSeconds(6).truncatedTo(ChronoUnit.SECONDS);
        String token = OwnTokens.of(environment)
                .signed(claims -> claims.claim("scope", List.of("events.read", "events.pii"))
                        .expirationTime(Date.from(end)));
        var received = new ByteArrayOutputStream();
        try (Socket slow = ask("?until=now&after=" + before, version, token, "text/event-stream")) {
            InputStream in = slow.getInputStream();
            assertThatThrownBy(() -> {
                        // The stream is looked at once a second.
                        await().pollInterval(Duration.ofMillis(300))
                                .atMost(PATIENCE)
                                .until(() -> {
                                    received.write(in.readNBytes(1024));
                                    return Instant.now().isAfter(end.plusMillis(2500));
                                });
                        in.transferTo(received);
                    })
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }

        String text = received.toString(StandardCharsets.UTF_8);
        assertThat(text).startsWith("HTTP/1.1 200").contains("id: " + (before + 1));
        assertThat(text.contains("Transfer-Encoding: chunked")).isEqualTo(version.equals("HTTP/1.1"));
        assertThat(text).doesNotContain("id: " + head()).doesNotEndWith("0\r\n\r\n");
    }

    @Test
    void aClientHasSoManyStreamsAndNoMore() {
        String token = OwnTokens.of(environment)
                .signed(claims -> claims.subject("greedy").claim("scope", List.of("events.read")));
        for (int i = 0; i < 100; i++) {
            assertThat(keep(EventSubscriber.open(anonymous().server(), token, "?from=latest"))
                            .status())
                    .isEqualTo(200);
        }
        Answer refused = anonymous().withToken(token).get("/events?from=latest").expect(429);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(refused.json().get("detail").asString()).isEqualTo("This client has 100 streams open already.");

        // A client that hangs up is noticed when something is to be sent to it.
        open.forEach(EventSubscriber::close);
        open.clear();
        await().atMost(PATIENCE).untilAsserted(() -> {
            registerComplaint();
            EventSubscriber next = keep(EventSubscriber.open(anonymous().server(), token, "?from=latest"));
            assertThat(next.status()).isEqualTo(200);
        });
    }

    @Test
    void whoReadsNothingHoldsUpNobodyAndGetsAllInTheEnd() throws IOException {
        EventSubscriber other = subscribe("analyst-pii", "?after=" + before);
        try (Socket unread =
                ask("?after=" + before, "HTTP/1.0", anonymous().tokenOf("analyst-pii"), "text/event-stream")) {
            writeMoreThanAllBuffersHold();
            await().atMost(PATIENCE).until(() -> lastOf(other.received()) == head());

            BufferedReader lines = reader(unread);
            List<Long> ids = new ArrayList<>();
            while (ids.isEmpty() || ids.get(ids.size() - 1) < head()) {
                String line = lines.readLine();
                if (line.startsWith("id: ")) {
                    ids.add(Long.valueOf(line.substring(4)));
                }
            }
            assertThat(ids)
                    .isEqualTo(
                            LongStream.rangeClosed(before + 1, head()).boxed().toList());
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aQuietStreamSaysThatItIsStillThere() throws IOException {
        EventSubscriber still = requireNonNull(quiet);
        await().atMost(PATIENCE).until(() -> !still.comments().isEmpty());
        assertThat(still.comments()).containsOnly("keep-alive");
        assertThat(still.received()).isEmpty();
        assertThat(still.hasEnded()).isFalse();

        Socket asLines = requireNonNull(quietLines);
        asLines.setSoTimeout((int) PATIENCE.toMillis());
        BufferedReader lines = reader(asLines);
        List<String> head = lines.lines().takeWhile(line -> !line.isEmpty()).toList();
        assertThat(head.get(0)).startsWith("HTTP/1.1 200");
        assertThat(lines.readLine()).isEmpty();
    }

    private Socket ask(String query, String version, String token, String form) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(
                anonymous().server().getHost(), anonymous().server().getPort()));
        socket.getOutputStream()
                .write(("GET /events" + query + " " + version + "\r\nHost: localhost\r\nAuthorization: Bearer " + token
                                + "\r\nAccept: " + form + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private void writeMoreThanAllBuffersHold() {
        String resolution = "Nothing new. ".repeat(300);
        for (int i = 0; i < 100; i++) {
            as("bank-agent")
                    .put("/v1/case/cases/" + id, "{\"resolution\":\"" + i + resolution + "\"}")
                    .expect(200);
        }
    }

    private static long lastOf(List<Received> events) {
        return events.isEmpty() ? 0 : events.get(events.size() - 1).id();
    }
}
