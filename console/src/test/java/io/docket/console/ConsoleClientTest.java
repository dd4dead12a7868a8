package io.docket.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;

@SuppressWarnings("NullAway.Init")
class ConsoleClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch answered = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    private HttpServer issuer;
    private ConsoleClient client;

    @BeforeEach
    void start() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/", exchange -> {
            asked.incrementAndGet();
            awaitAnswered();
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        issuer.start();
        client = new ConsoleClient(
                new StaticListableBeanFactory().getBeanProvider(ClientRegistration.class),
                new ConsoleProperties("console", null, List.of()),
                "http://localhost:" + issuer.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        answered.countDown();
        issuer.stop(0);
    }

    private void awaitAnswered() {
        try {
            assertThat(answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void oneAsksTheIssuerHoweverManyComeAndNobodyAgainAtOnce() {
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(client::isReachable);
        await().atMost(PATIENCE).until(() -> asked.get() == 1);

        assertThat(client.isReachable()).as("while another one asks").isFalse();

        answered.countDown();
        assertThat(first.join()).isFalse();
        await().atMost(PATIENCE).until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("console-issuer")));
        assertThat(client.isReachable()).as("after a failure").isFalse();
        assertThat(asked).hasValue(1);
    }
}
