package io.docket.simulators.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves simulators on one port: each company under its root, and {@code /demo/<name>} to steer it. With
 * certificates it serves HTTPS to clients whose certificate it trusts, and to nobody else.
 */
public final class SimulatorServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatorServer.class);

    private static final String STEERING = "/demo/";
    private static final int MAX_BODY_BYTES = 256 * 1024;

    static {
        // Without it, the JDK's server waits 40 ms for the client's acknowledgement before it sends a body.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "simulator");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Steered> byRoot = new LinkedHashMap<>();
    private final Map<String, Steered> byName = new LinkedHashMap<>();

    /**
     * A server that does not serve yet.
     *
     * @param address where it listens; port 0 for any that is free
     * @param certificates what it shows and trusts; {@code null} for plain HTTP
     * @throws IOException if the port is in use
     */
    public SimulatorServer(InetSocketAddress address, @Nullable SSLContext certificates) throws IOException {
        if (certificates == null) {
            server = HttpServer.create(address, 0);
        } else {
            HttpsServer https = HttpsServer.create(address, 0);
            https.setHttpsConfigurator(new ClientsWithCertificates(certificates));
            server = https;
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /**
     * Adds a company.
     *
     * @param records where its trouble is kept, and what it keeps itself
     */
    public SimulatorServer with(String name, Simulator simulator, Records records) {
        var steered = new Steered(name, simulator, records);
        byRoot.put(simulator.root(), steered);
        byName.put(name, steered);
        return this;
    }

    public SimulatorServer start() {
        server.start();
        return this;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
            Answer answer = body.length > MAX_BODY_BYTES ? Answer.of(413) : answer(request(exchange, body));
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (NoAnswer intended) {
            LOG.debug("No answer to {}", exchange.getRequestURI());
        } catch (RuntimeException e) {
            LOG.error("A simulator failed at {}", exchange.getRequestURI(), e);
        }
    }

    private Answer answer(Request request) {
        Steered steered = byName.get(request.pathBehind(STEERING));
        if (steered != null) {
            return steered.steer(request);
        }
        for (Map.Entry<String, Steered> company : byRoot.entrySet()) {
            if (request.path().startsWith(company.getKey())) {
                return company.getValue().answer(request);
            }
        }
        return Answer.of(404);
    }

    private static Request request(HttpExchange exchange, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        Map<String, String> query = new HashMap<>();
        String rawQuery = exchange.getRequestURI().getRawQuery();
        if (rawQuery != null) {
            for (String parameter : rawQuery.split("&", -1)) {
                int equals = parameter.indexOf('=');
                query.putIfAbsent(
                        decoded(equals < 0 ? parameter : parameter.substring(0, equals)),
                        equals < 0 ? "" : decoded(parameter.substring(equals + 1)));
            }
        }
        return new Request(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), query, headers, body);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
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
