package io.docket.platform.testing.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A receiver of webhooks on this machine, which keeps what it is sent, and checks it as Standard Webhooks say. */
public final class WebhookReceiver implements AutoCloseable {

    /** The secret of its subscriptions. */
    public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    private volatile ToIntFunction<Received> answers = request -> 204;

    /**
     * A request.
     *
     * @param id the {@code webhook-id}
     * @param genuine whether the signature is that of the secret
     */
    public record Received(
            String id, long timestamp, String contentType, String host, String query, JsonNode event, boolean genuine) {

        public long position() {
            return Long.parseLong(event.get("position").asString());
        }

        public String subject() {
            return event.get("subject").asString();
        }
    }

    private WebhookReceiver(HttpServer server) {
        this.server = server;
        server.createContext("/", this::receive);
        server.setExecutor(threads);
        server.start();
    }

    /** One that answers 204, until it is told something else. */
    public static WebhookReceiver start() {
        try {
            return new WebhookReceiver(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/events");
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** What it answers from now on; 0 for a connection that breaks. */
    public void answer(ToIntFunction<Received> status) {
        answers = status;
    }

    /** All that it was sent, whatever it answered. */
    public List<Received> received() {
        return received;
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        String timestamp = exchange.getRequestHeaders().getFirst("webhook-timestamp");
        var request = new Received(
                id,
                Long.parseLong(timestamp),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders().getFirst("Host"),
                exchange.getRequestURI().toString(),
                JsonMapper.shared().readTree(body),
                exchange.getRequestHeaders().getFirst("webhook-signature").equals(signature(id, timestamp, body)));
        int status = answers.applyAsInt(request);
        received.add(request);
        if (status == 0) {
            exchange.close();
            return;
        }
        if (status / 100 == 3) {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + port() + "/elsewhere");
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static String signature(String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring("whsec_".length())), "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
