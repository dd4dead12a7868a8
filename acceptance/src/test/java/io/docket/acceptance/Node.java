package io.docket.acceptance;

import static java.util.Objects.requireNonNull;

import io.docket.platform.testing.http.Answer;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One of the processes of a system; when it ends another one is started in its place. */
final class Node {

    /** How long a client of it waits for an answer: more than a process needs that knows that it cannot answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final Duration UNTIL_RESTART = Duration.ofSeconds(1);

    private final String name;
    private final @Nullable Supplier<DocketProcess> launch;
    private final List<DocketProcess> processes = new CopyOnWriteArrayList<>();
    private final List<Integer> failures = new CopyOnWriteArrayList<>();
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final NavigableSet<Long> writes = new ConcurrentSkipListSet<>();
    private final NavigableSet<Long> reads = new ConcurrentSkipListSet<>();

    private volatile @Nullable DocketProcess process;
    private volatile URI address;
    private volatile boolean supervised;
    private volatile boolean unbroken;

    /** Starts the first process, and waits until it is ready. */
    Node(String name, Supplier<DocketProcess> launch) {
        this.name = name;
        this.launch = launch;
        DocketProcess started = launch.get().awaitReady();
        process = started;
        processes.add(started);
        address = started.address();
    }

    /** What others have started, and see to. */
    Node(String name, URI address) {
        this.name = name;
        this.address = address;
        launch = null;
    }

    String name() {
        return name;
    }

    URI address() {
        return address;
    }

    DocketProcess process() {
        return requireNonNull(process, "Others see to it");
    }

    /** All processes that have run here. */
    List<DocketProcess> processes() {
        return processes;
    }

    /** Starts another process, and waits until it listens. */
    void startAgain() {
        DocketProcess started = requireNonNull(launch, "Others see to it").get();
        process = started;
        processes.add(started);
        started.awaitListening();
        address = started.address();
    }

    /** From now on a process that fails is followed by another, as under systemd with {@code Restart=on-failure}. */
    Node supervised() {
        supervised = true;
        var supervisor = new Thread(this::supervise, "supervisor-" + name);
        supervisor.setDaemon(true);
        supervisor.start();
        return this;
    }

    private void supervise() {
        while (supervised) {
            int status = process().awaitEnd(FOR_EVER);
            if (!supervised) {
                return;
            }
            failures.add(status);
            LockSupport.parkNanos(UNTIL_RESTART.toNanos());
            try {
                startAgain();
            } catch (IllegalStateException endedBeforeItListened) {
                // Then it is followed by another.
            }
        }
    }

    boolean isSupervised() {
        return supervised;
    }

    /** What the processes ended with that were followed by another. */
    List<Integer> failures() {
        return failures;
    }

    /** Stops the process for good, as an operator does; returns what it ends with. */
    int stop() {
        supervised = false;
        return process().stop();
    }

    /** From now on, whether nothing dies here: then each request is answered, and no connection breaks under one. */
    void expectUnbroken(boolean expected) {
        unbroken = expected;
    }

    boolean isUnbroken() {
        return unbroken;
    }

    /** A client without a token. */
    Client anyone() {
        return Client.withoutToken(address);
    }

    /** A client whose token has been granted here; tokens outlive processes. */
    Client client(String clientId) {
        return clients.computeIfAbsent(clientId, id -> Client.of(address, id))
                .at(address)
                .waiting(PATIENCE);
    }

    /** Notes that a write was acknowledged. */
    void wrote() {
        writes.add(System.nanoTime());
    }

    /** Notes that a read with a Consistency-Token was answered. */
    void read() {
        reads.add(System.nanoTime());
    }

    /** The longest time within which no write was acknowledged, between two values of {@link System#nanoTime()}. */
    Duration longestWithoutWrite(long from, long to) {
        return longestGap(writes, from, to);
    }

    /** The longest time within which no read with a Consistency-Token was answered. */
    Duration longestWithoutRead(long from, long to) {
        return longestGap(reads, from, to);
    }

    private static Duration longestGap(NavigableSet<Long> times, long from, long to) {
        long longest = 0;
        long last = from;
        for (long time : times.subSet(from, to)) {
            longest = Math.max(longest, time - last);
            last = time;
        }
        return Duration.ofNanos(Math.max(longest, to - last));
    }

    /** The status of a health group; 0 if there is no answer in time. */
    int health(String group, Duration within) {
        try {
            return anyone().waiting(within).get("/actuator/health/" + group).status();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    /** Why the process does not do what it should: be ready, take a write, and show it in a list; nothing if it does. */
    Optional<String> trouble(Deed write, Ledger ledger, Duration within) {
        if (!process().isAlive()) {
            return Optional.of("has ended");
        }
        int readiness = health("readiness", within);
        if (readiness != 200) {
            return Optional.of("readiness " + (readiness == 0 ? "does not answer" : readiness));
        }
        Client client = client("bank-channel").waiting(within);
        Ledger.Entry entry = ledger.open(write);
        try {
            Answer answer = write.send(client);
            entry.tell(this, answer);
            if (entry.isAcknowledged()) {
                Answer list = client.get(
                        Client.ROOT + "/cases?customer-id=" + write.marker(),
                        "Consistency-Token",
                        answer.header("Consistency-Token"));
                return list.status() == 200
                                && list.json().required("total-count").asInt() == 1
                        ? Optional.empty()
                        : Optional.of("a list after a write: " + list.brief());
            }
            return Optional.of("a write: " + answer.brief());
        } catch (UncheckedIOException e) {
            entry.tell(this, e);
            return Optional.of("no answer: " + e.getCause());
        }
    }

    /** The lines that the processes have printed. */
    List<Long> linesPrinted() {
        return processes.stream().map(each -> each.output().lines().count()).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
