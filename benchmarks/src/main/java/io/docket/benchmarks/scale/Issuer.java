package io.docket.benchmarks.scale;

import static java.util.Map.entry;

import com.sun.net.httpserver.HttpServer;
import io.docket.platform.testing.http.TokenSigner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** An issuer of tokens, which the two sides need beside them. */
public final class Issuer implements AutoCloseable {

    private static final String CLIENT = "bank-agent";
    private static final Duration LIFETIME = Duration.ofHours(12);

    private final Clock clock = Clock.systemUTC();
    private final HttpServer server;
    private final TokenSigner signer = TokenSigner.create();

    private Issuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(
                "/.well-known/openid-configuration",
                Map.of(
                        "issuer",
                        name(),
                        "jwks_uri",
                        name() + "/keys",
                        "token_endpoint",
                        name() + "/token",
                        "authorization_endpoint",
                        name() + "/authorize",
                        "response_types_supported",
                        List.of("code"),
                        "subject_types_supported",
                        List.of("public")));
        answer("/keys", signer.keySet());
        server.start();
    }

    /** Starts it on this machine. */
    public static Issuer start() throws IOException {
        return new Issuer();
    }

    /** What its tokens name as their issuer; its address. */
    public String name() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void answer(String path, Map<String, ?> body) {
        byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    /** A token of somebody who takes down the complaints of all customers and reads them, for half a day. */
    public String token() {
        long now = clock.instant().getEpochSecond();
        return signer.sign(Map.ofEntries(
                entry("iss", name()),
                entry("sub", CLIENT),
                entry("client_id", CLIENT),
                entry("aud", "docket"),
                entry("scope", List.of("cases.read", "cases.write", "cases.manage", "customers.all")),
                entry("agent_id", "A-1001"),
                entry("agent_name", "Stevan.Kostoski"),
                entry("iat", now),
                entry("exp", now + LIFETIME.toSeconds()),
                entry("jti", UUID.randomUUID().toString())));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
