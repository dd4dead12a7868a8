package io.docket.platform.testing.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads Server-Sent Events in a thread of its own, until the stream ends or the subscriber is closed. */
public final class EventSubscriber implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<Received> received = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();
    private final int status;
    private final HttpHeaders headers;
    private final InputStream body;
    private final Thread thread;

    private volatile @Nullable IOException failure;

    /**
     * An event.
     *
     * @param id what {@code Last-Event-ID} resumes behind
     * @param event its type
     * @param data the CloudEvent
     */
    public record Received(long id, String event, JsonNode data) {}

    private EventSubscriber(HttpResponse<InputStream> answer) {
        this.status = answer.statusCode();
        this.headers = answer.headers();
        this.body = answer.body();
        this.thread = new Thread(this::read, "event-subscriber");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Begins to read.
     *
     * @param query with the question mark, or empty
     * @param more headers of the request
     */
    public static EventSubscriber open(URI server, String token, String query, Consumer<HttpRequest.Builder> more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/events" + query))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        more.accept(request);
        try {
            return new EventSubscriber(HTTP.send(request.build(), BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static EventSubscriber open(URI server, String token, String query) {
        return open(server, token, query, request -> {});
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String id = "";
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(":")) {
                    add(line.substring(1).strip());
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    add(new Received(
                            Long.parseLong(id), event, JsonMapper.shared().readTree(line.substring(6))));
                }
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private void add(String comment) {
        synchronized (received) {
            comments.add(comment);
        }
    }

    private void add(Received event) {
        synchronized (received) {
            received.add(event);
        }
    }

    public int status() {
        return status;
    }

    public HttpHeaders headers() {
        return headers;
    }

    /** What has come so far. */
    public List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    public List<String> comments() {
        synchronized (received) {
            return List.copyOf(comments);
        }
    }

    /** Whether the stream has ended. */
    public boolean hasEnded() {
        return !thread.isAlive();
    }

    /** Why it ended before its end. */
    public @Nullable IOException failure() {
        return failure;
    }

    /** Hangs up. */
    @Override
    public void close() {
        try {
            body.close();
            thread.join(5000);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
