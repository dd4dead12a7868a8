package io.docket.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.docket.platform.testing.http.TokenSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * An issuer of tokens that is none of our processes, and knows the demo clients; and one person, the auditor, who need not say
 * who they are.
 */
final class TestIssuer implements AutoCloseable {

    private static final Path CLIENTS = Path.of("..", "standalone", "src", "main", "resources", "demo", "clients.yaml");
    /** The client that people log in to the console through: a public one, and so with PKCE. */
    static final String CONSOLE = "docket-console";

    private static final String PERSON = "auditor";
    private static final long LIFETIME_SECONDS = 3600;

    private final HttpServer server;
    private final TokenSigner signer = TokenSigner.create();
    private final Map<String, JsonNode> clients = new HashMap<>();

    /** Of each code that has been given, and not been taken yet, the hash of who may take it. */
    private final Map<String, String> challenges = new ConcurrentHashMap<>();

    private TestIssuer() throws IOException {
        YAMLMapper.shared()
                .readTree(CLIENTS.toFile())
                .forEach(client -> clients.put(client.required("client-id").asString(), client));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, "issuer");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, 200, metadata()));
        server.createContext("/oauth2/jwks", exchange -> answer(exchange, 200, signer.keySet()));
        server.createContext("/oauth2/authorize", this::authorize);
        server.createContext("/oauth2/token", this::grant);
        server.start();
    }

    static TestIssuer start() {
        try {
            return new TestIssuer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** What its tokens name as their issuer. */
    String name() {
        return "http://localhost:" + port();
    }

    private Map<String, Object> metadata() {
        return Map.of(
                "issuer",
                name(),
                "jwks_uri",
                name() + "/oauth2/jwks",
                "token_endpoint",
                name() + "/oauth2/token",
                "authorization_endpoint",
                name() + "/oauth2/authorize",
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"));
    }

    /** Sends a browser back with a code, or answers what is wrong. */
    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
        if (!CONSOLE.equals(asked.get("client_id"))
                || !"code".equals(asked.get("response_type"))
                || !"S256".equals(asked.get("code_challenge_method"))) {
            answer(exchange, 400, Map.of("error", "invalid_request"));
            return;
        }
        String code = UUID.randomUUID().toString();
        challenges.put(code, asked.getOrDefault("code_challenge", ""));
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        asked.get("redirect_uri") + "?code=" + code + "&state="
                                + URLEncoder.encode(asked.getOrDefault("state", ""), UTF_8));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static Map<String, String> parameters(String form) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : form.split("&", -1)) {
            int end = parameter.indexOf('=');
            if (end > 0) {
                parameters.put(parameter.substring(0, end), URLDecoder.decode(parameter.substring(end + 1), UTF_8));
            }
        }
        return parameters;
    }

    /** To who has the code, and began the login: each code once. */
    private void exchangeCode(HttpExchange exchange, Map<String, String> asked) throws IOException {
        String challenge = challenges.remove(asked.getOrDefault("code", ""));
        if (challenge == null || !challenge.equals(hash(asked.getOrDefault("code_verifier", "")))) {
            answer(exchange, 400, Map.of("error", "invalid_grant"));
            return;
        }
        answer(exchange, 200, granted(PERSON, Objects.requireNonNull(clients.get(PERSON))));
    }

    private static String hash(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void grant(HttpExchange exchange) throws IOException {
        Map<String, String> asked =
                parameters(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        if ("authorization_code".equals(asked.get("grant_type"))) {
            exchangeCode(exchange, asked);
            return;
        }
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String credentials = authorization == null
                ? ""
                : new String(Base64.getDecoder().decode(authorization.substring("Basic ".length())), UTF_8);
        String id = credentials.replaceFirst(":.*", "");
        JsonNode client = clients.get(id);
        if (client == null || !credentials.equals(id + ":" + id + "-secret")) {
            answer(exchange, 401, Map.of("error", "invalid_client"));
            return;
        }
        answer(exchange, 200, granted(id, client));
    }

    private Map<String, ?> granted(String id, JsonNode client) {
        return Map.of("access_token", token(id, client), "token_type", "Bearer", "expires_in", LIFETIME_SECONDS);
    }

    private String token(String id, JsonNode client) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new HashMap<>();
        client.path("claims").properties().forEach(claim -> claims.put(claim.getKey(), plain(claim.getValue())));
        claims.put("iss", name());
        claims.put("sub", id);
        claims.put("client_id", id);
        claims.put("aud", "docket");
        claims.put("scope", plain(client.required("scopes")));
        claims.put("iat", now);
        claims.put("exp", now + LIFETIME_SECONDS);
        claims.put("jti", UUID.randomUUID().toString());
        return signer.sign(claims);
    }

    private static Object plain(JsonNode value) {
        return JsonMapper.shared().convertValue(value, Object.class);
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
