package io.docket.benchmarks.load;

import io.docket.benchmarks.load.HttpConnection.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** A number of clients, each with a connection of its own to one of the servers. */
public final class Load {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);
    private static final int DIGITS = 3;

    private final List<Integer> ports;
    private final int clients;

    public Load(int port, int clients) {
        this(List.of(port), clients);
    }

    /** Clients that several servers share evenly. */
    public Load(List<Integer> ports, int clients) {
        this.ports = List.copyOf(ports);
        this.clients = clients;
    }

    /** Makes the next request of a client. */
    @FunctionalInterface
    public interface Requests {
        byte[] next(int client, long number);
    }

    /**
     * What came of it.
     *
     * @param perSecond answers of success
     * @param failures answers of another kind, and broken connections
     * @param example what one of the failures was
     * @param latency in nanoseconds; at a rate, from when a request was due
     */
    public record Result(double perSecond, long failures, String example, Histogram latency) {

        /** In milliseconds. */
        public double percentile(double percent) {
            return latency.getValueAtPercentile(percent) / 1e6;
        }
    }

    /** Each client sends the next request as soon as it has an answer. */
    public Result asFastAsAnswered(Duration time, Requests requests) {
        return run(time, 0, requests);
    }

    /**
     * Requests are due at a fixed rate, whether or not earlier ones are answered: what waits for a client that is late
     * counts as waiting, so that the percentiles hide no pause.
     */
    public Result atRate(double perSecond, Duration time, Requests requests) {
        return run(time, perSecond, requests);
    }

    private Result run(Duration time, double rate, Requests requests) {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            var total = new Histogram(LONGEST, DIGITS);
            var numbers = new AtomicLong();
            long start = System.nanoTime();
            List<Future<Client>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                running.add(threads.submit(() -> new Client(number).run(start, time, rate, numbers, requests)));
            }
            long successes = 0;
            long failures = 0;
            String example = "";
            for (Future<Client> future : running) {
                Client client = future.get();
                total.add(client.latency);
                successes += client.successes;
                failures += client.failures;
                example = client.failures > 0 ? client.example : example;
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Result(successes / seconds, failures, example, total);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private final class Client {

        private final int number;
        private final Histogram latency = new Histogram(LONGEST, DIGITS);
        private long successes;
        private long failures;
        private String example = "";

        Client(int number) {
            this.number = number;
        }

        Client run(long start, Duration time, double rate, AtomicLong numbers, Requests requests) throws IOException {
            long end = start + time.toNanos();
            try (var connection = new HttpConnection(ports.get(number % ports.size()))) {
                while (true) {
                    long next = numbers.getAndIncrement();
                    long due = rate > 0 ? start + (long) (next * 1e9 / rate) : System.nanoTime();
                    if (due >= end) {
                        return this;
                    }
                    for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                        LockSupport.parkNanos(early);
                    }
                    try {
                        Reply reply = connection.send(requests.next(number, next));
                        if (reply.status() >= 200 && reply.status() < 300) {
                            successes++;
                        } else {
                            failures++;
                            example = reply.status() + " " + reply.body();
                        }
                    } catch (IOException e) {
                        failures++;
                        example = e.toString();
                    }
                    latency.recordValue(Math.min(System.nanoTime() - due, LONGEST));
                }
            }
        }
    }
}
