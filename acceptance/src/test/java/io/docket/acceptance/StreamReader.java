package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Follows the stream of all events as a program does that is interrupted now and then: it hangs up at random, in the middle of
 * an event too, and resumes behind the last one that it has, at any process. Holds each event against the one before.
 */
final class StreamReader implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private static final long PAUSE_NANOS = 50_000_000;

    private final Supplier<List<Client>> processes;
    private final Random chance;
    private final int most;
    private final MessageDigest digest = sha256();
    private final Thread thread;

    private volatile boolean over;
    private volatile long last;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile String trouble = "";

    /**
     * Begins to read.
     *
     * @param processes the clients that it may ask, each at a process
     * @param most after so many events at the latest it hangs up
     */
    StreamReader(Supplier<List<Client>> processes, int seed, int most) {
        this.processes = processes;
        this.chance = new Random(seed);
        this.most = most;
        this.thread = new Thread(this::run, "stream-reader-" + seed);
        thread.setDaemon(true);
        thread.start();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails unless it has read what the log has up to there. Reads no more. */
    void requireAllOf(Database database) {
        close();
        String log = database.query("select encode(sha256(convert_to(coalesce(string_agg(global_index || ' ' || "
                        + "event_identifier || chr(10), '' order by global_index), ''), 'UTF8')), 'hex') "
                        + "from domain_event where global_index <= " + last)
                .get(0);
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(log);
    }

    private void run() {
        while (!over && trouble.isEmpty()) {
            try {
                read();
            } catch (IOException | RuntimeException e) {
                // The process was killed, or has not come back yet.
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void read() throws IOException, InterruptedException {
        List<Client> now = processes.get();
        Client client = now.get(chance.nextInt(now.size()));
        HttpRequest request = client.request(
                        "/events", "Accept", "text/event-stream", "Last-Event-ID", String.valueOf(last))
                .timeout(Duration.ofSeconds(20))
                .GET()
                .build();
        HttpResponse<InputStream> answer = HTTP.send(request, BodyHandlers.ofInputStream());
        int left = 1 + chance.nextInt(most);
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            if (answer.statusCode() != 200) {
                throw new IOException("Answered with " + answer.statusCode());
            }
            connections.incrementAndGet();
            long id = 0;
            for (String line = lines.readLine(); line != null && left > 0 && !over; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = Long.parseLong(line.substring(4));
                } else if (line.startsWith("data: ")) {
                    take(id, line);
                    left--;
                }
            }
        }
    }

    private void take(long id, String data) {
        if (id != last + 1) {
            trouble = "Behind " + last + " came " + id;
            return;
        }
        int at = data.indexOf("\"id\":\"") + 6;
        digest.update((id + " " + data.substring(at, data.indexOf('"', at)) + "\n").getBytes(StandardCharsets.UTF_8));
        last = id;
    }

    /** The position of the last event that it has. */
    long last() {
        assertThat(trouble).isEmpty();
        return last;
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
