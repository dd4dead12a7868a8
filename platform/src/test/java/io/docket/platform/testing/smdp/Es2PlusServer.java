package io.docket.platform.testing.smdp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * An SM-DP+ over HTTPS: accepts only the client whose certificate it trusts, checks every message with
 * {@link Es2PlusRules}, keeps profiles, and can be told to misbehave once.
 */
public final class Es2PlusServer implements AutoCloseable {

    private static final String PATH = "/gsma/rsp2/es2plus/";
    private static final String PROTOCOL_HEADER = "X-Admin-Protocol";
    private static final String PROTOCOL = "gsma/rsp/v2.2.0";
    private static final String CONTENT_TYPE = "application/json;charset=UTF-8";
    private static final long PATIENCE_SECONDS = 60;

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Es2PlusRules rules = new Es2PlusRules();
    private final Es2PlusProfiles profiles = new Es2PlusProfiles();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Answer> next = new AtomicReference<>();
    private final AtomicReference<@Nullable Hold> hold = new AtomicReference<>();

    private Es2PlusServer(HttpsServer server) {
        this.server = server;
    }

    /** Starts it on any free port. */
    public static Es2PlusServer start(Certificates certificates) {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            HttpsServer https = HttpsServer.create(address, 0);
            https.setHttpsConfigurator(new ClientsWithCertificates(certificates.smdpContext()));
            var started = new Es2PlusServer(https);
            https.setExecutor(started.threads);
            https.createContext("/", started::handle);
            https.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands before {@code /gsma/rsp2/es2plus/}. */
    public URI address() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    /** Where the messages that came break the rules of SGP.22. */
    public List<String> violations() {
        return rules.violations();
    }

    /** The calls that came, in that order, those without an answer included. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The profiles that are not available to others, by their ICCIDs. */
    public Map<String, Es2PlusProfiles.Profile> profiles() {
        return profiles.taken();
    }

    /** The next call is not worked on, and answered so. */
    public void answerNextWith(Answer answer) {
        next.set(answer);
    }

    /** The next call of a function waits at a moment until it is let go; {@link Hold#awaitCall()} tells that it does. */
    public Hold holdNext(String function, Moment moment) {
        var held = new Hold(function, moment);
        hold.set(held);
        return held;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String principal = ((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName();
            String path = exchange.getRequestURI().toString();
            String function = path.startsWith(PATH) ? path.substring(PATH.length()) : "";
            ObjectNode message = rules.check(
                    principal, exchange.getRequestMethod(), path, function, exchange.getRequestHeaders(), body);
            if (message == null) {
                answer(exchange, new Answer(400, Map.of(), new byte[0], false));
                return;
            }
            calls.add(new Call(function, message));
            Answer told = next.getAndSet(null);
            if (told != null) {
                answer(exchange, told);
                return;
            }
            Hold held = takeHold(function);
            if (held != null && held.moment == Moment.BEFORE_ITS_WORK) {
                held.wait(exchange);
                return;
            }
            byte[] done = profiles.execute(function, message).toString().getBytes(StandardCharsets.UTF_8);
            if (held != null) {
                held.wait(exchange);
                return;
            }
            answer(exchange, Answer.ok(done));
        }
    }

    private @Nullable Hold takeHold(String function) {
        Hold held = hold.get();
        return held != null && held.function.equals(function) && hold.compareAndSet(held, null) ? held : null;
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers.forEach(exchange.getResponseHeaders()::set);
        int length = answer.truncated ? answer.body.length + 1 : answer.body.length;
        exchange.sendResponseHeaders(answer.status, length == 0 ? -1 : length);
        if (length > 0) {
            exchange.getResponseBody().write(answer.body);
            exchange.getResponseBody().flush();
        }
    }

    @Override
    public void close() {
        Hold held = hold.getAndSet(null);
        if (held != null) {
            held.letGo();
        }
        server.stop(0);
        threads.shutdownNow();
    }

    /** When a call is held. */
    public enum Moment {
        /** Nothing has been done. */
        BEFORE_ITS_WORK,
        /** The work is done, and the answer is not given. */
        BEFORE_ITS_ANSWER
    }

    /** A call that waits; its caller never gets an answer. */
    public static final class Hold {

        private final String function;
        private final Moment moment;
        private final CountDownLatch came = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        private Hold(String function, Moment moment) {
            this.function = function;
            this.moment = moment;
        }

        private void wait(HttpExchange exchange) {
            came.countDown();
            try {
                if (!go.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("Never let go: " + exchange.getRequestURI());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Returns when the call has come and waits. */
        public void awaitCall() {
            try {
                if (!came.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("No call of " + function);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** Ends the wait, and closes the connection. */
        public void letGo() {
            go.countDown();
        }
    }

    /** A call, as it came. */
    public record Call(String function, ObjectNode message) {

        /** What the caller calls the call. */
        public String id() {
            return message.at("/header/functionCallIdentifier").asString("");
        }
    }

    /** An answer over HTTP, right or wrong. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(int status, Map<String, String> headers, byte[] body, boolean truncated) {

        /** As ES2+ wants it. */
        public static Answer ok(byte[] body) {
            return new Answer(200, es2PlusHeaders(), body, false);
        }

        /** With the headers of ES2+. */
        public static Answer ok(String body) {
            return ok(body.getBytes(StandardCharsets.UTF_8));
        }

        /** The headers of ES2+. */
        static Map<String, String> es2PlusHeaders() {
            return Map.of("Content-Type", CONTENT_TYPE, PROTOCOL_HEADER, PROTOCOL);
        }

        /** With another status. */
        public Answer withStatus(int other) {
            return new Answer(other, headers, body, truncated);
        }

        /** With another header, or without it. */
        public Answer with(String header, @Nullable String value) {
            Map<String, String> changed = new LinkedHashMap<>(headers);
            changed.remove(header);
            if (value != null) {
                changed.put(header, value);
            }
            return new Answer(status, changed, body, truncated);
        }

        /** Broken off before its end. */
        public Answer cutOff() {
            return new Answer(status, headers, body, true);
        }
    }

    private static final class ClientsWithCertificates extends HttpsConfigurator {

        ClientsWithCertificates(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
        }
    }
}
