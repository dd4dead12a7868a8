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

    private final List<Supplier<Client>> processes;
    private final boolean lines;
    private final Random chance;
    private final int most;
    private final MessageDigest digest = sha256();
    private final Thread thread;

    private volatile boolean over;
    private volatile long last;
    private volatile long rest;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile String trouble = "";

    /**
     * Begins to read.
     *
     * @param processes of which it asks one each time, by a client with a new token
     * @param seed of what happens at random; an even one reads Server-Sent Events, an odd one lines of JSON
     * @param most after so many events at the latest it hangs up
     */
    StreamReader(List<Supplier<Client>> processes, int seed, int most) {
        this(processes, seed, most, Long.MAX_VALUE);
    }

    /**
     * The same.
     *
     * @param rest the event behind which it reads nothing, and hangs up neither, until it is to {@link #goOn go on}
     */
    StreamReader(List<Supplier<Client>> processes, int seed, int most, long rest) {
        this.processes = List.copyOf(processes);
        this.lines = seed % 2 == 1;
        this.chance = new Random(seed);
        this.most = most;
        this.rest = rest;
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
        Client client = processes.get(chance.nextInt(processes.size())).get();
        HttpRequest.Builder request = lines
                ? client.request("/events?after=" + last, "Accept", "application/x-ndjson")
                : client.request("/events", "Accept", "text/event-stream", "Last-Event-ID", String.valueOf(last));
        HttpResponse<InputStream> answer = HTTP.send(request.build(), BodyHandlers.ofInputStream());
        int left = 1 + chance.nextInt(most);
        try (var text = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            if (answer.statusCode() == 503 || answer.statusCode() == 429) {
                throw new IOException("Not now");
            } else if (answer.statusCode() != 200) {
                trouble = "Asked for what comes behind " + last + ", it is answered with " + answer.statusCode();
                return;
            }
            connections.incrementAndGet();
            for (String line = text.readLine(); line != null && left > 0 && !over; line = text.readLine()) {
                if (line.startsWith(lines ? "{" : "data: ")) {
                    take(line);
                    left--;
                    rest();
                }
            }
        }
    }

    private void rest() {
        while (last >= rest && !over) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Reads on, to the end, behind the event at which it was to rest. */
    void goOn() {
        rest = Long.MAX_VALUE;
    }

    private void take(String event) {
        long position = Long.parseLong(attribute("position", event));
        if (position != last + 1) {
            trouble = "Behind " + last + " came " + position;
            return;
        }
        digest.update((position + " " + attribute("id", event) + "\n").getBytes(StandardCharsets.UTF_8));
        last = position;
    }

    private static String attribute(String name, String event) {
        String begin = "\"" + name + "\":\"";
        int at = event.indexOf(begin) + begin.length();
        return event.substring(at, event.indexOf('"', at));
    }

    /** The position of the last event that it has. Fails if that was not the one behind the one before, or if it is refused. */
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
        // It may wait for the next event.
        thread.interrupt();
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
