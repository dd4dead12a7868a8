package io.docket.platform.partner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.docket.platform.testing.partner.UnwatchedCalls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;

@Timeout(30)
class PartnerClientTest {

    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Duration HURRIED = Duration.ofMillis(500);
    private static final int LONG_AFTER_MILLIS = 20_000;
    private static final int MAX_BYTES = 1024;

    @RegisterExtension
    private static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(options().dynamicPort().bindAddress("127.0.0.1"))
            .build();

    @Nested
    class Requests {

        @BeforeEach
        void answer() {
            PartnerClientTest.answer(jsonResponse("{}", 200));
        }

        @Test
        void askForJson() {
            client(null).get("/orders/?accessId=a%2Fb", MAX_BYTES);

            SERVER.verify(
                    1,
                    getRequestedFor(urlEqualTo("/api/orders/?accessId=a%2Fb"))
                            .withHeader("Accept", equalTo("application/json"))
                            .withoutHeader("Authorization"));
        }

        @Test
        void sendJson() {
            client(null).post("/orders", Map.of("name", "Grujić"), Map.of("Idempotency-Key", "1"), MAX_BYTES);

            SERVER.verify(
                    1,
                    postRequestedFor(urlEqualTo("/api/orders"))
                            .withHeader("Content-Type", equalTo("application/json"))
                            .withHeader("Accept", equalTo("application/json"))
                            .withHeader("Idempotency-Key", equalTo("1"))
                            .withoutHeader("Authorization")
                            .withRequestBody(equalToJson("{\"name\": \"Grujić\"}")));
        }

        @Test
        void haveOtherHeadersWhereAskedTo() {
            client(null).post("/orders", Map.of(), Map.of("Content-Type", "application/json;charset=UTF-8"), MAX_BYTES);

            SERVER.verify(
                    postRequestedFor(anyUrl()).withHeader("Content-Type", equalTo("application/json;charset=UTF-8")));
        }

        @Test
        void sayWhoWeAre() {
            client("Bearer s3cret").get("/orders", MAX_BYTES);

            SERVER.verify(getRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer s3cret")));
        }
    }

    @Nested
    class Answers {

        @ParameterizedTest
        @ValueSource(ints = {200, 204, 301, 302, 303, 307, 308, 401, 422, 500, 503})
        void areGivenWhateverTheirStatusIsAndRedirectsAreNotFollowed(int status) {
            answer(aResponse().withStatus(status).withHeader("Location", "/elsewhere"));

            PartnerAnswer answer = client(null).post("/orders", Map.of(), Map.of(), MAX_BYTES);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("location")).contains("/elsewhere");
            assertThat(answer.header("retry-after")).isEmpty();
            assertThat(SERVER.getAllServeEvents()).hasSize(1);
            assertThat(answer.unexpected()).hasMessage("The partner answered " + status);
        }

        @Test
        void mayHoldAnObject() {
            answer(jsonResponse("{\"a\": 1}", 200));

            assertThat(get().object().path("a").asInt()).isEqualTo(1);
            assertUnreadable(get()::arrayOfObjects);
        }

        @Test
        void mayHoldAnArrayOfObjects() {
            answer(jsonResponse("[{\"a\": 1}, {}]", 200));

            assertThat(get().arrayOfObjects()).hasSize(2);
            assertUnreadable(get()::object);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "[",
                    "null",
                    "[7]",
                    "\"done\"",
                    "<html>Please log in</html>",
                    "{} {}",
                    "{\"state\": 1, \"state\": 2}",
                    "[{\"state\": 1, \"state\": 2}]"
                })
        void mayHoldNothingThatCanBeRead(String body) {
            answer(jsonResponse(body, 200));

            assertUnreadable(get()::object);
            assertUnreadable(get()::arrayOfObjects);
        }

        private void assertUnreadable(Runnable reading) {
            assertThatThrownBy(reading::run)
                    .isInstanceOf(PartnerUnavailableException.class)
                    .hasMessageStartingWith("The partner answered 200 without ");
        }
    }

    @Nested
    class Unavailable {

        @Test
        void whenTheAnswerIsLate() {
            answer(jsonResponse("{}", 200).withFixedDelay(LONG_AFTER_MILLIS));

            assertUnavailableInTime();
        }

        @Test
        void whenTheBodyTrickles() {
            String body = "{\"a\": \"" + "0123456789".repeat(10) + "\"}";
            answer(jsonResponse(body, 200).withChunkedDribbleDelay(80, LONG_AFTER_MILLIS));

            assertUnavailableInTime();
        }

        @Test
        void whenNothingFollowsTheHeaders() throws Exception {
            try (var server = new SilentServer()) {
                assertUnavailable(client(server.address(), HURRIED, null))
                        .hasMessageContaining("did not answer within");
            }
        }

        @ParameterizedTest
        @EnumSource(Fault.class)
        void whenTheConnectionBreaks(Fault fault) {
            answer(aResponse().withFault(fault));

            assertUnavailable(client(null)).hasMessageStartingWith("The partner cannot be reached: ");
        }

        @Test
        void whenTheAnswerEndsTooSoon() {
            answer(aResponse()
                    .withStatus(200)
                    .withHeader("Content-Length", "500")
                    .withBody("{}"));

            assertUnavailable(client(address(), HURRIED, null));
        }

        @Test
        void whenNobodyListens() throws Exception {
            int port;
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }

            assertUnavailable(client(URI.create("http://127.0.0.1:" + port), PATIENT, null))
                    .cause()
                    .hasCauseInstanceOf(ConnectException.class);
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 422, 500})
        void withAnAnswerThatIsTooLong(int status) {
            answer(jsonResponse("{}" + " ".repeat(MAX_BYTES), status));

            assertUnavailable(client(null)).hasMessageContaining("more than 1024 bytes");
        }

        @Test
        void whenTheCallerIsInterrupted() {
            answer(jsonResponse("{}", 200).withFixedDelay(LONG_AFTER_MILLIS));
            Thread.currentThread().interrupt();

            assertUnavailable(client(null));
            assertThat(Thread.interrupted()).isTrue();
        }

        @Test
        void withoutNamingASecret() {
            answer(aResponse().withFault(Fault.EMPTY_RESPONSE));

            assertUnavailable(client("Bearer s3cret")).message().doesNotContain("s3cret");
        }

        private void assertUnavailableInTime() {
            long start = System.nanoTime();
            assertUnavailable(client(address(), HURRIED, null)).hasMessageContaining("did not answer within");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(HURRIED, Duration.ofMillis(LONG_AFTER_MILLIS).dividedBy(2));
        }

        private static AbstractThrowableAssert<?, ?> assertUnavailable(PartnerClient client) {
            return assertThatThrownBy(() -> client.post("/orders", Map.of(), Map.of(), MAX_BYTES))
                    .isInstanceOf(PartnerUnavailableException.class);
        }
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        SERVER.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static PartnerAnswer get() {
        return client(null).get("/orders", MAX_BYTES);
    }

    private static URI address() {
        return URI.create(SERVER.baseUrl() + "/api/");
    }

    private static PartnerClient client(@Nullable String authorization) {
        return client(address(), PATIENT, authorization);
    }

    private static PartnerClient client(URI address, Duration readTimeout, @Nullable String authorization) {
        return new PartnerClient(
                "partner",
                "The partner",
                PartnerConnection.of("docket.partner", address, null, PATIENT, readTimeout),
                authorization,
                new DefaultSslBundleRegistry(),
                UnwatchedCalls.make());
    }

    /** Promises a body, and sends none, until it is closed. */
    private static final class SilentServer implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final CountDownLatch closed = new CountDownLatch(1);

        SilentServer() throws IOException {
            Thread thread = new Thread(this::answer, "silent-server");
            thread.setDaemon(true);
            thread.start();
        }

        private void answer() {
            try (Socket connection = listener.accept();
                    OutputStream out = connection.getOutputStream()) {
                out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                closed.await();
            } catch (IOException e) {
                closed.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + listener.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            listener.close();
        }
    }
}
