package io.docket.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A server behind the proxy that names itself and tells what it got, or ends connections instead of answering. */
final class TellingServer implements AutoCloseable {

    /** The header with the name of the server that answers. */
    static final String SIDE = "Side";

    /** What headers that it got begin with, in its answers. */
    static final String GOT = "Got-";

    static final String CORRELATION_ID = "X-Correlation-ID";

    /** What a path ends in whose requests are not answered. */
    static final String UNANSWERED = "/unanswered";

    /** The path whose answers have a correlation id of their own. */
    static final String NAMED = "/named";

    private final String name;
    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();

    TellingServer(String name) throws IOException {
        this.name = name;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!path.startsWith("/actuator/")) {
            requests.incrementAndGet();
        }
        if (path.endsWith(UNANSWERED)) {
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set(SIDE, name);
        exchange.getRequestHeaders().forEach((header, values) -> {
            if (header.toLowerCase(Locale.ROOT).contains("forwarded") || header.equalsIgnoreCase(CORRELATION_ID)) {
                exchange.getResponseHeaders().put(GOT + header, values);
            }
        });
        if (path.equals(NAMED)) {
            exchange.getResponseHeaders().set(CORRELATION_ID, name);
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How many requests it got, but for those that ask how it is. */
    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
