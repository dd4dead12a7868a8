package io.docket.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.docket.benchmarks.Options.Workload;
import io.docket.benchmarks.load.HttpConnection;
import io.docket.benchmarks.load.Load;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The stream of all events: how fast somebody catches up, and how soon very many have what has just happened. */
final class Streams {

    private static final int SUBSCRIBERS = 1000;
    private static final int EVENTS_PER_SECOND = 500;
    private static final int CLIENTS = 64;
    private static final int BUFFER = 256 * 1024;
    private static final String OK = "HTTP/1.1 200 ";
    private static final byte[] TIME = "\"time\":\"".getBytes(US_ASCII);
    private static final int LONGEST_TIME = 30;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Options options;
    private final Figures figures;
    private final Contender system;
    private final Server server;
    private final Clock clock = Clock.systemUTC();

    Streams(Options options, Figures figures, Contender system, Server server) {
        this.options = options;
        this.figures = figures;
        this.system = system;
        this.server = server;
    }

    void workloads() {
        if (!options.has(Workload.STREAM)) {
            return;
        }
        new Load(server.port(), CLIENTS)
                .asFastAsAnswered(options.warmUp(), Workloads.complaints(server.token("bank-channel")));
        catchUp("masked", server.token("analyst"));
        catchUp("unmasked", server.token("analyst-pii"));
        live();
    }

    /** Again and again: half of the time makes it warm. */
    private void catchUp(String view, String token) {
        eventsPerSecond(token, options.time().dividedBy(2));
        figures.add(
                "events caught up with, " + view + ", events/s",
                system.title,
                eventsPerSecond(token, options.time().dividedBy(2)));
    }

    private double eventsPerSecond(String token, Duration atLeast) {
        long begun = System.nanoTime();
        long events = 0;
        do {
            events += caughtUp(token);
        } while (System.nanoTime() - begun < atLeast.toNanos());
        return events / ((System.nanoTime() - begun) / 1e9);
    }

    private long caughtUp(String token) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(request("/events?until=now", token, "application/x-ndjson", "Connection: close"));
            long events = lines(socket.getInputStream());
            if (events == 0) {
                throw new IllegalStateException("A stream has no events\n" + server.lastOutput());
            }
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] request(String path, String token, String accept, String... more) {
        String[] headers = Arrays.copyOf(more, more.length + 1);
        headers[more.length] = "Accept: " + accept;
        return HttpConnection.request("GET", path, token, "", headers);
    }

    /** Those of the heads and of the chunks end in two characters. */
    private static long lines(InputStream in) throws IOException {
        var buffer = new byte[BUFFER];
        long lines = 0;
        byte before = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n' && before != '\r') {
                    lines++;
                }
                before = buffer[i];
            }
        }
        return lines;
    }

    private void live() {
        String token = server.token("analyst");
        long before = server.heapInUse();
        var latencies = new Histogram(TimeUnit.MINUTES.toMillis(2), 3);
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                subscribe(selector, token);
            }
            read(selector, TimeUnit.SECONDS.toNanos(5), new Histogram(3));
            figures.add(
                    "memory for each of " + SUBSCRIBERS + " subscribers, KB",
                    system.title,
                    (server.heapInUse() - before) / 1024.0 / SUBSCRIBERS);
            var writing = CompletableFuture.supplyAsync(() -> new Load(server.port(), CLIENTS)
                    .atRate(EVENTS_PER_SECOND, options.time(), Workloads.complaints(server.token("bank-channel"))));
            // What is measured is the last part, in which everything is warm.
            read(selector, options.time().toNanos() / 2, new Histogram(3));
            read(selector, options.time().toNanos() / 2, latencies);
            Load.Result written = writing.join();
            if (written.failures() > Measurement.TOLERATED * written.latency().getTotalCount()) {
                throw new IllegalStateException("Complaints have failed: " + written.example());
            }
            if (written.failures() > 0) {
                figures.add(
                        "events that were not appended meanwhile, %",
                        system.title,
                        100.0 * written.failures() / written.latency().getTotalCount());
            }
            // Where so little is measured, the machine may have been busy all the while.
            long until = System.nanoTime() + PATIENCE_NANOS;
            while (latencies.getTotalCount() == 0 && System.nanoTime() < until) {
                read(selector, SHORT_NANOS, latencies);
            }
            figures.add(
                    "events appended meanwhile, of " + EVENTS_PER_SECOND + " events/s",
                    system.title,
                    written.perSecond());
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (latencies.getTotalCount() == 0) {
            throw new IllegalStateException("No subscriber has had an event\n" + server.lastOutput());
        }
        for (double percent : new double[] {50, 99, 100}) {
            figures.add(
                    "from an event to " + SUBSCRIBERS + " subscribers, " + EVENTS_PER_SECOND + " events/s, p"
                            + (int) percent + ", ms",
                    system.title,
                    (double) latencies.getValueAtPercentile(percent));
        }
    }

    /** Waits for the head of the answer: of a thousand requests at once, Docket lets hundreds in and refuses the others. */
    private void subscribe(Selector selector, String token) throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        channel.write(ByteBuffer.wrap(request("/events?from=latest", token, "text/event-stream")));
        ByteBuffer head = ByteBuffer.allocate(BUFFER);
        channel.read(head);
        String answer = US_ASCII.decode(head.flip()).toString();
        if (!answer.startsWith(OK)) {
            throw new IOException("A subscriber was answered " + answer);
        }
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** Of what a read brings, the oldest event is looked at: the others are younger. */
    private void read(Selector selector, long nanos, Histogram latencies) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            selector.select(100);
            for (SelectionKey key : selector.selectedKeys()) {
                buffer.clear();
                if (((SocketChannel) key.channel()).read(buffer) < 0) {
                    throw new IOException("A stream has ended\n" + server.lastOutput());
                }
                recordOldest(buffer.flip(), latencies);
            }
            selector.selectedKeys().clear();
        }
    }

    private void recordOldest(ByteBuffer events, Histogram latencies) {
        for (int i = 0; i + TIME.length + LONGEST_TIME < events.limit(); i++) {
            if (isTime(events, i)) {
                var text = new byte[LONGEST_TIME];
                events.get(i + TIME.length, text);
                String time = new String(text, US_ASCII);
                Instant then = Instant.parse(time.substring(0, time.indexOf('"')));
                latencies.recordValue(Math.max(0, clock.millis() - then.toEpochMilli()));
                return;
            }
        }
    }

    private static boolean isTime(ByteBuffer events, int at) {
        for (int i = 0; i < TIME.length; i++) {
            if (events.get(at + i) != TIME[i]) {
                return false;
            }
        }
        return true;
    }
}
