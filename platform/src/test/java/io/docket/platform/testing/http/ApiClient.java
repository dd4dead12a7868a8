package io.docket.platform.testing.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Talks to a running Docket as one of its demo clients, with a token, or without one. Every answer is held against the
 * contract that the server publishes.
 */
public final class ApiClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI server;
    private final HttpClient http;
    private final PublishedContract contract;
    private final Map<String, String> tokens;
    private final @Nullable String token;

    private ApiClient(
            URI server,
            HttpClient http,
            PublishedContract contract,
            Map<String, String> tokens,
            @Nullable String token) {
        this.server = server;
        this.http = http;
        this.contract = contract;
        this.tokens = tokens;
        this.token = token;
    }

    /** A client without a token. */
    public static ApiClient of(URI server) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
        Answer document = exchange(
                http, HttpRequest.newBuilder(server.resolve("/openapi.yaml")).build());
        assertThat(document.status()).as("status of /openapi.yaml").isEqualTo(200);
        return new ApiClient(server, http, PublishedContract.of(document.text()), new ConcurrentHashMap<>(), null);
    }

    /** The contract that the server publishes. */
    public PublishedContract contract() {
        return contract;
    }

    public URI server() {
        return server;
    }

    /** With a token of a demo client, whose secret is its id followed by {@code -secret}. */
    public ApiClient as(String clientId) {
        return withToken(tokenOf(clientId));
    }

    public ApiClient withToken(String bearer) {
        return new ApiClient(server, http, contract, tokens, bearer);
    }

    /** A token of a demo client, asked for once. */
    public String tokenOf(String clientId) {
        return tokens.computeIfAbsent(clientId, this::askForToken);
    }

    private String askForToken(String clientId) {
        return DemoToken.in(exchange(
                http, DemoToken.request(server, clientId).timeout(TIMEOUT).build()));
    }

    public Answer get(String path) {
        return request("GET", path).send();
    }

    public Answer post(String path, String json) {
        return request("POST", path).json(json).send();
    }

    public Answer put(String path, String json) {
        return request("PUT", path).json(json).send();
    }

    public Answer delete(String path) {
        return request("DELETE", path).send();
    }

    /**
     * Starts a request.
     *
     * @param path with its query
     */
    public Request request(String method, String path) {
        return new Request(method, path);
    }

    private static Answer exchange(HttpClient http, HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new AssertionError("No answer to " + request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("No answer to " + request, e);
        }
    }

    /** A request in the making. */
    public final class Request {

        private final String method;
        private final URI uri;
        private final HttpRequest.Builder builder;
        private BodyPublisher body = BodyPublishers.noBody();

        private Request(String method, String path) {
            this.method = method;
            uri = URI.create(server + path);
            builder = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
            if (token != null) {
                builder.header("Authorization", "Bearer " + token);
            }
        }

        /** Adds a header, beside others of the same name. */
        public Request header(String name, String value) {
            builder.header(name, value);
            return this;
        }

        public Request json(String json) {
            return body("application/json", BodyPublishers.ofString(json));
        }

        public Request body(String contentType, BodyPublisher content) {
            builder.header("Content-Type", contentType);
            body = content;
            return this;
        }

        /** Sends it, and fails if the contract does not allow the answer. */
        public Answer send() {
            Answer answer = exchange(http, builder.method(method, body).build());
            contract.check(method, uri.getRawPath(), answer);
            return answer;
        }
    }
}
