package io.docket.benchmarks;

import io.docket.benchmarks.Options.Workload;
import io.docket.benchmarks.load.Load;
import io.docket.benchmarks.load.Load.Requests;
import io.docket.benchmarks.load.Load.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One system in one round, and what is asked of it. */
final class Measurement {

    static final int[] CLIENTS_OF_WRITES = {1, 16, 64, 256};

    static final int CLIENTS_OF_READS = 16;
    private static final int CLIENTS_OF_CHANGES = 64;
    private static final int CASES = 1024;
    private static final long CASES_PER_SECOND = 128;

    /** Of what a system does as fast as it can: where latencies are looked at. */
    private static final double SHARE = 0.7;

    private static final double[] PERCENTILES = {50, 99, 99.9};

    /** How many requests may fail, as a share: more than that is no load, but a fault. */
    static final double TOLERATED = 0.95;

    private static final Duration SETTLING = Duration.ofSeconds(30);

    private final Options options;
    private final Figures figures;
    private final Contender system;
    private final Server server;
    private final String token;

    Measurement(Options options, Figures figures, Contender system, Server server, String token) {
        this.options = options;
        this.figures = figures;
        this.system = system;
        this.server = server;
        this.token = token;
    }

    static String name(String workload, int clients) {
        return workload + ", " + clients + (clients == 1 ? " client" : " clients");
    }

    /** What a process costs that nobody asks anything of. */
    void idle() {
        if (!options.has(Workload.IDLE)) {
            return;
        }
        Duration settling = atMost(SETTLING, options.time());
        sleep(settling);
        Duration before = server.cpu();
        sleep(settling);
        Duration used = server.cpu().minus(before);
        figures.add("idle, % of a core", system.title, 100.0 * used.toNanos() / settling.toNanos());
    }

    private static Duration atMost(Duration most, Duration wanted) {
        return wanted.compareTo(most) < 0 ? wanted : most;
    }

    private static void sleep(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How soon a process that has just started is as fast as it gets. */
    void warmth() {
        Requests complaints = Workloads.complaints(token);
        measure(CLIENTS_OF_CHANGES, options.time(), complaints);
        double second = measure(CLIENTS_OF_CHANGES, options.time(), complaints).perSecond();
        measure(CLIENTS_OF_CHANGES, options.warmUp(), complaints);
        double last = measure(CLIENTS_OF_CHANGES, options.time(), complaints).perSecond();
        figures.add(
                "second " + options.time().toSeconds() + " s of load, share of full speed",
                system.title,
                second / last);
    }

    /** Reads before writes: what is behind with its views would be busy with them while it is read. */
    void workloads() {
        if (options.hasAny(Workload.GET, Workload.LIST, Workload.MIX, Workload.PUT)) {
            List<String> cases = Workloads.register(server, token, (int)
                    Math.min(CASES, CASES_PER_SECOND * options.time().toSeconds()));
            server.awaitReadable(token, cases.get(cases.size() - 1));
            measure(CLIENTS_OF_READS, options.warmUp(), Workloads.mix(token, cases));
            if (options.has(Workload.GET)) {
                reads(Workloads.casesById(token, cases));
            }
            if (options.has(Workload.LIST)) {
                warm("list of a customer", CLIENTS_OF_READS, Workloads.listsOfCustomers(token));
                warm("list by importance", CLIENTS_OF_READS, Workloads.listsByImportance(token));
                if (system.isDocket()) {
                    pages();
                }
            }
            if (options.has(Workload.MIX)) {
                warm("mix", CLIENTS_OF_READS, Workloads.mix(token, cases));
            }
            if (options.has(Workload.PUT)) {
                warm("PUT case", CLIENTS_OF_READS, Workloads.changes(token, cases, CLIENTS_OF_READS));
                warm("PUT case", CLIENTS_OF_CHANGES, Workloads.changes(token, cases, CLIENTS_OF_CHANGES));
            }
        }
        if (options.has(Workload.POST)) {
            posts();
        }
    }

    private void posts() {
        Requests complaints = Workloads.complaints(token);
        measure(CLIENTS_OF_CHANGES, options.warmUp(), complaints);
        for (int clients : CLIENTS_OF_WRITES) {
            String name = name("POST complaint", clients);
            Result result = add(name, clients, complaints);
            if (clients == CLIENTS_OF_CHANGES) {
                latencies(name, clients, complaints, result);
                if (system.isDocket()) {
                    lag(complaints);
                }
            }
        }
        if (system.isDocket()) {
            warm("POST complaint with Idempotency-Key", CLIENTS_OF_CHANGES, Workloads.complaintsWithKeys(token));
        }
    }

    /** How long it takes until a case that is acknowledged can be read, while others write as fast as they can. */
    private void lag(Requests complaints) {
        var lags = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
        var others = CompletableFuture.supplyAsync(() -> measure(CLIENTS_OF_CHANGES, options.time(), complaints));
        while (!others.isDone()) {
            String id = Workloads.register(server, token, 1).get(0);
            long acknowledged = System.nanoTime();
            server.awaitReadable(token, id);
            lags.recordValue(System.nanoTime() - acknowledged);
        }
        others.join();
        for (double percent : new double[] {50, 99}) {
            figures.add(
                    "from the answer to a POST to its case read, 64 clients, p" + (int) percent + ", ms",
                    system.title,
                    lags.getValueAtPercentile(percent) / 1e6);
        }
    }

    /** Whether pages that are far behind cost more. */
    private void pages() {
        long last = Workloads.pagesByImportance(server, token);
        page("first", 1);
        page("middle", Math.max(1, last / 2));
        page("last", Math.max(1, last));
    }

    private void page(String which, long number) {
        Result result = measure(1, options.time(), Workloads.listsByImportance(token, number));
        figures.add("list by importance, " + which + " page, p50, ms", system.title, result.percentile(50));
    }

    /** Single cases, or what stands in their place. */
    void reads(Requests reads) {
        Result result = warm("GET by id", CLIENTS_OF_READS, reads);
        latencies(name("GET by id", CLIENTS_OF_READS), CLIENTS_OF_READS, reads, result);
    }

    /** What all requests have in common is warm already. */
    private Result warm(String workload, int clients, Requests requests) {
        measure(clients, options.warmUp().dividedBy(4), requests);
        return add(name(workload, clients), clients, requests);
    }

    private Result add(String workload, int clients, Requests requests) {
        Result result = measure(clients, options.time(), requests);
        figures.add(workload, system.title, result.perSecond());
        if (result.failures() > 0) {
            double failed = 100.0 * result.failures() / result.latency().getTotalCount();
            figures.add(workload + ", % that failed", system.title, failed);
        }
        return result;
    }

    private void latencies(String workload, int clients, Requests requests, Result fastest) {
        Result result = new Load(server.port(), clients).atRate(SHARE * fastest.perSecond(), options.time(), requests);
        for (double percent : PERCENTILES) {
            figures.add(
                    workload + " at 70 %, p" + Double.toString(percent).replace(".0", "") + ", ms",
                    system.title,
                    result.percentile(percent));
        }
    }

    Result measure(int clients, Duration time, Requests requests) {
        Result result = new Load(server.port(), clients).asFastAsAnswered(time, requests);
        if (result.failures() > TOLERATED * result.latency().getTotalCount()) {
            throw new IllegalStateException(result.failures() + " of "
                    + result.latency().getTotalCount() + " requests failed: " + result.example() + "\n"
                    + server.lastOutput());
        }
        return result;
    }
}
