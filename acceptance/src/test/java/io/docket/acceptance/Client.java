package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.http.DemoToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One of the demo clients, talking to one process. */
final class Client {

    static final String ROOT = "/v1/case";

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI address;
    private final @Nullable String token;
    private final Duration patience;

    private Client(URI address, @Nullable String token, Duration patience) {
        this.address = address;
        this.token = token;
        this.patience = patience;
    }

    static Client withoutToken(URI address) {
        return new Client(address, null, PATIENCE);
    }

    /** The client with a new token. */
    static Client of(URI address, String clientId) {
        HttpRequest.Builder request =
                Keycloak.isIssuer() ? Keycloak.running().tokenRequest(clientId) : DemoToken.request(address, clientId);
        return withToken(address, DemoToken.in(send(request)));
    }

    static Client withToken(URI address, String token) {
        return new Client(address, token, PATIENCE);
    }

    /** The same client, with the same token, talking to another process. */
    Client at(DocketProcess process) {
        return at(process.address());
    }

    Client at(URI other) {
        return new Client(other, token, patience);
    }

    /** The same client, waiting this long for an answer. */
    Client waiting(Duration most) {
        return new Client(address, token, most);
    }

    @Nullable
    String token() {
        return token;
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /** An image, which has to be there. */
    byte[] getImage(String path, String type) {
        Answer image = get(path, "Accept", type).expect(200);
        assertThat(image.header("Content-Type")).isEqualTo(type);
        return image.body();
    }

    Answer post(String path, Object body, String... headers) {
        return send(request(path, headers).POST(json(body)).header("Content-Type", "application/json"));
    }

    Answer put(String path, Object body, String... headers) {
        return send(request(path, headers).PUT(json(body)).header("Content-Type", "application/json"));
    }

    /** As {@code curl -X PUT} does it: no body, and no {@code Content-Type}. */
    Answer putWithoutBody(String path) {
        return send(request(path).PUT(BodyPublishers.noBody()));
    }

    Answer delete(String path, String... headers) {
        return send(request(path, headers).DELETE());
    }

    Answer delete(String path, Object body) {
        return send(request(path).method("DELETE", json(body)).header("Content-Type", "application/json"));
    }

    /** Reads a case. */
    Answer getCase(String caseId) {
        return get(ROOT + "/cases/" + caseId);
    }

    /** Registers a complaint; the server draws its id. */
    Answer complain(String customerId, String details) {
        return post(ROOT + "/complaints", Map.of("customer-id", customerId, "details", details));
    }

    Answer attach(String caseId, String fileId) {
        return post(
                ROOT + "/cases/" + caseId + "/attachments", Map.of("file-id", fileId, "file-name", fileId + ".pdf"));
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(patience);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static BodyPublisher json(Object body) {
        return BodyPublishers.ofString(
                body instanceof String text ? text : JsonMapper.shared().writeValueAsString(body));
    }

    /**
     * Sends a request.
     *
     * @throws UncheckedIOException if there is no answer, or not all of it, within the time-out of the request
     */
    static Answer send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        CompletableFuture<HttpResponse<byte[]>> sent = HTTP.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            var response = sent.get(request.timeout().orElse(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (ExecutionException e) {
            throw new UncheckedIOException(
                    e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause()));
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new UncheckedIOException(
                    new HttpTimeoutException(request.uri().getPath()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
