package io.docket.simulators;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Simulators that are called over HTTP, at a time that a test sets. */
final class RunningSimulators implements AutoCloseable {

    private final Simulators simulators;
    private final HttpClient client = HttpClient.newHttpClient();

    RunningSimulators(@Nullable Path file, Instant now) {
        try {
            simulators = Simulators.start(0, file, Clock.fixed(now, ZoneOffset.UTC), null);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    record Answered(int status, JsonNode body) {}

    /** @throws IOException if there is no answer */
    Answered call(String method, String path, @Nullable String body, String... headers) throws IOException {
        try {
            HttpResponse<String> response =
                    client.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
            return new Answered(
                    response.statusCode(),
                    response.body().isEmpty()
                            ? JsonMapper.shared().createObjectNode()
                            : JsonMapper.shared().readTree(response.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<HttpResponse<String>> begin(String method, String path, String body, String... headers) {
        return client.sendAsync(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + simulators.port() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    void tell(String simulator, String trouble) throws IOException {
        Answered told = call("PUT", "/demo/" + simulator, trouble);
        if (told.status != 204) {
            throw new IllegalArgumentException(told.body.toString());
        }
    }

    JsonNode shown(String simulator) throws IOException {
        return call("GET", "/demo/" + simulator, null).body;
    }

    @Override
    public void close() {
        simulators.close();
    }
}
