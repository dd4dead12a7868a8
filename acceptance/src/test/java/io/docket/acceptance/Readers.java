package io.docket.acceptance;

import io.docket.platform.testing.http.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Clients that read, at all processes, what was acknowledged by any of them. A process may say that it cannot answer now;
 * an answer from before the acknowledgement is wrong. Others look whether the processes say that they live.
 */
final class Readers {

    private static final Duration BETWEEN_READS = Duration.ofMillis(100);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** Of how many of the last writes one is read. */
    private static final int LATEST = 200;

    private final Deque<Ledger.Entry> latest = new ArrayDeque<>();
    private final Problems problems;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final Queue<Long> looks = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean over;

    /**
     * Starts reading.
     *
     * @param perNode how many clients each node has
     */
    Readers(List<Node> nodes, int perNode, Problems problems) {
        this.problems = problems;
        for (Node node : nodes) {
            for (int number = 0; number < perNode; number++) {
                var random = new Random(number);
                start(BETWEEN_READS, "r" + node + number, () -> readOne(node, random));
            }
            start(BETWEEN_LOOKS, "l" + node, () -> look(node));
        }
    }

    private void start(Duration between, String name, Runnable work) {
        var thread = new Thread(
                () -> {
                    while (!over) {
                        work.run();
                        LockSupport.parkNanos(between.toNanos());
                    }
                },
                name);
        threads.add(thread);
        thread.start();
    }

    /** To be read from now on. */
    void acknowledged(Ledger.Entry entry) {
        synchronized (latest) {
            latest.addLast(entry);
            if (latest.size() > LATEST) {
                latest.removeFirst();
            }
        }
    }

    private void readOne(Node node, Random random) {
        Ledger.Entry entry;
        synchronized (latest) {
            if (latest.isEmpty()) {
                return;
            }
            // One of the youngest every other time.
            int back = random.nextInt(random.nextBoolean() ? Math.min(5, latest.size()) : latest.size());
            entry = List.copyOf(latest).get(latest.size() - 1 - back);
        }
        read(node, entry);
    }

    private void read(Node node, Ledger.Entry entry) {
        Deed deed = entry.deed();
        String token = entry.answer().header("Consistency-Token");
        String version = "\"version-num\":\"" + token + '"';
        String marker = '"' + deed.marker() + '"';
        switch (deed.kind()) {
            case COMPLAINT -> {
                read(node, entry, Client.ROOT + "/cases/" + entry.answer().text("id"), null, marker);
                readList(node, entry, Client.ROOT + "/cases?customer-id=" + deed.marker(), token);
            }
            case ATTACHMENT -> {
                String path = deed.path().replace("/attachments", "");
                read(node, entry, path, null, marker);
                read(node, entry, path + "/history?page-size=200", null, version);
            }
            case RESOLUTION -> read(node, entry, deed.path() + "/history?page-size=200", null, version);
            case BLOCKADE, TERMINATION, DEBLOCKADE, LOSS -> {
                read(node, entry, entry.location(), null, '"' + entry.answer().text("id") + '"');
                readList(node, entry, deed.path() + "?card-id=" + deed.body().get("card-id"), token);
            }
            case ESIM ->
                read(node, entry, entry.location(), null, entry.answer().text("id"));
            case LEAD -> {
                String path = entry.location();
                read(node, entry, path, null, path.substring(path.lastIndexOf('/') + 1));
            }
        }
    }

    /** Reads a list that has one element. */
    private void readList(Node node, Ledger.Entry entry, String path, String token) {
        read(node, entry, path, token, "\"total-count\":1,");
    }

    private void read(Node node, Ledger.Entry entry, String path, @Nullable String token, String expected) {
        long begun = System.nanoTime();
        String[] headers = token == null ? new String[0] : new String[] {"Consistency-Token", token};
        Answer answer;
        try {
            answer = node.client(entry.deed().kind().clientId()).get(path, headers);
        } catch (UncheckedIOException e) {
            unanswered.incrementAndGet();
            if (node.isUnbroken()) {
                problems.add("no answer to a read", path + " at " + node + ": " + e.getCause());
            }
            return;
        }
        if (answer.status() == 503 || answer.status() == 429) {
            unanswered.incrementAndGet();
            checkRefusal(node, path, answer);
        } else if (answer.status() != 200) {
            problems.add("an answer " + answer.status() + " to a read", path + " at " + node + " " + answer.brief());
        } else {
            answered.incrementAndGet();
            latencies.add((System.nanoTime() - begun) / 1_000_000);
            if (token != null) {
                node.read();
            }
            if (!answer.text().contains(expected)) {
                problems.add(
                        "a read that does not show what was acknowledged ("
                                + entry.deed().kind() + ")",
                        path + " at " + node + " | " + entry + " | " + answer.brief());
            }
        }
    }

    /** Only a broken connection makes the proxy say of a read that it is not known whether it was done. */
    private void checkRefusal(Node node, String path, Answer answer) {
        if (answer.status() == 503 && answer.header("Retry-After").isEmpty()) {
            problems.add("a 503 that does not say when to try again", path + " at " + node + " " + answer.brief());
        }
        if (node.isUnbroken() && answer.saysOutcomeUnknown()) {
            problems.add("a connection that broke under a read", path + " at " + node);
        }
    }

    /** How many reads have not been answered so far. */
    int unanswered() {
        return unanswered.get();
    }

    private void look(Node node) {
        long begun = System.nanoTime();
        if (node.health("liveness", LOOK) == 200) {
            looks.add((System.nanoTime() - begun) / 1_000_000);
        }
    }

    String summary() {
        List<Long> reads = Ledger.sorted(latencies);
        List<Long> alive = Ledger.sorted(looks);
        return ("reads: %d answered, %d not; within (ms): p50 %d, p99 %d, at most %d%n"
                        + "liveness 200: %d times, within (ms): p50 %d, p99 %d, at most %d%n")
                .formatted(
                        answered.get(),
                        unanswered.get(),
                        Ledger.percentile(reads, 50),
                        Ledger.percentile(reads, 99),
                        Ledger.percentile(reads, 100),
                        alive.size(),
                        Ledger.percentile(alive, 50),
                        Ledger.percentile(alive, 99),
                        Ledger.percentile(alive, 100));
    }

    void close() {
        over = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
