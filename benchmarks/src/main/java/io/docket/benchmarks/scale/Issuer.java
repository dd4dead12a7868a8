package io.docket.benchmarks.scale;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** An issuer of tokens, which the two sides need beside them. */
public final class Issuer implements AutoCloseable {

    private static final String KEY = "benchmark";
    private static final String CLIENT = "bank-agent";
    private static final Duration LIFETIME = Duration.ofHours(12);

    private final Clock clock = Clock.systemUTC();
    private final HttpServer server;
    private final KeyPair keys;

    private Issuer() throws IOException, GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
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
        answer("/keys", Map.of("keys", List.of(publicKey())));
        server.start();
    }

    /** Starts it on this machine. */
    public static Issuer start() throws IOException {
        try {
            return new Issuer();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What its tokens name as their issuer; its address. */
    public String name() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private Map<String, String> publicKey() {
        var key = (RSAPublicKey) keys.getPublic();
        return Map.of(
                "kty",
                "RSA",
                "use",
                "sig",
                "alg",
                "RS256",
                "kid",
                KEY,
                "n",
                number(key.getModulus()),
                "e",
                number(key.getPublicExponent()));
    }

    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return base64(Arrays.copyOfRange(bytes, bytes[0] == 0 ? 1 : 0, bytes.length));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
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
        String signed = part(Map.of("alg", "RS256", "typ", "at+jwt", "kid", KEY))
                + "."
                + part(Map.of(
                        "iss",
                        name(),
                        "sub",
                        CLIENT,
                        "client_id",
                        CLIENT,
                        "aud",
                        "docket",
                        "scope",
                        List.of("cases.read", "cases.write", "cases.manage", "customers.all"),
                        "agent_id",
                        "A-1001",
                        "agent_name",
                        "Stevan.Kostoski",
                        "iat",
                        now,
                        "exp",
                        now + LIFETIME.toSeconds(),
                        "jti",
                        UUID.randomUUID().toString()));
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(UTF_8));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(Map<String, ?> content) {
        return base64(JsonMapper.shared().writeValueAsBytes(content));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
