package io.docket.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.docket.tlog.note.SignerKey;
import io.docket.tlog.note.VerifierKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A witness that listens. */
public final class WitnessServer implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int LONGEST_REQUEST = 128 * 1024;
    private static final String SECONDS_FOR_A_REQUEST = "10";

    private final Witness witness;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final CountDownLatch closed = new CountDownLatch(1);

    private WitnessServer(Witness witness, HttpServer server) {
        this.witness = witness;
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param port 0 for any that is free
     * @param key that it cosigns with
     * @param logs the keys of the logs that it cosigns; the name of each is the log's origin
     * @param state the folder where it keeps what it has cosigned, its own alone
     * @throws IOException if it cannot listen, or the folder cannot be used
     */
    public static WitnessServer start(int port, SignerKey key, List<VerifierKey> logs, Path state, Clock clock)
            throws IOException {
        // Nobody who sends slowly keeps one of the threads.
        System.setProperty("sun.net.httpserver.maxReqTime", SECONDS_FOR_A_REQUEST);
        var witness = new Witness(key, logs, CosignedFiles.in(state), clock);
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        var listening = new WitnessServer(witness, server);
        server.createContext("/", listening::answer);
        server.setExecutor(listening.threads);
        server.start();
        return listening;
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Waits until it is closed. */
    public void await() throws InterruptedException {
        closed.await();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Answer answer;
            if (path.equals("/add-checkpoint")) {
                answer = exchange.getRequestMethod().equals("POST") ? add(exchange) : Answer.of(405);
            } else if (exchange.getRequestMethod().equals("GET")) {
                answer = witness.latest(path);
            } else {
                answer = Answer.of(404);
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer add(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_REQUEST + 1);
        return body.length > LONGEST_REQUEST ? Answer.of(413) : witness.add(new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        witness.close();
        closed.countDown();
    }
}
