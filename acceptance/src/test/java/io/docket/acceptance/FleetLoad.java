package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.partner.Partners;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that write and read through the proxy of a fleet, and follow its events, and what they were told. */
final class FleetLoad {

    private static final Duration UNTIL_DONE = Duration.ofSeconds(90);
    private static final int WRITERS = 4;
    private static final int READERS = 2;

    private final SplitFleet fleet;
    private final Problems problems = new Problems();
    private final Ledger ledger = new Ledger(problems);
    private final Set<String> before;
    private final AtomicInteger probes = new AtomicInteger();
    private final Readers readers;
    private final Writers writers;
    private final Analysts analysts;

    /**
     * Begins.
     *
     * @param folder where programs of the load print
     */
    FleetLoad(SplitFleet fleet, Path folder) {
        this.fleet = fleet;
        before = StoredLog.in(fleet.database()).markers();
        List<Node> front = List.of(fleet.front());
        readers = new Readers(front, READERS, problems);
        writers = new Writers(front, WRITERS, ledger, readers::acknowledged);
        analysts = new Analysts(
                folder,
                fleet.front().address(),
                URI.create(fleet.sides().issuer().name()));
    }

    /** Asks one process for a change that need not be made. */
    Answer tryToWrite(DocketProcess process) {
        Ledger.Entry entry = ledger.open(Deed.complaint("probe-" + probes.incrementAndGet(), false));
        Answer answer =
                entry.deed().send(fleet.client(entry.deed().kind().clientId()).at(process));
        entry.tell(new Node("process " + process.pid(), process.address()), answer);
        return answer;
    }

    Ledger ledger() {
        return ledger;
    }

    Readers readers() {
        return readers;
    }

    Analysts analysts() {
        return analysts;
    }

    /** Waits until so much more is acknowledged. */
    void awaitAcknowledged(int more) {
        long wanted = ledger.acknowledged().count() + more;
        await(more + " more acknowledged")
                .atMost(UNTIL_DONE)
                .until(() -> ledger.acknowledged().count() >= wanted);
    }

    /** Prints what has been seen, and what clients were told so far. */
    @SuppressWarnings("SystemOut")
    void note(String seen) {
        String told = ledger.summary() + readers.summary().lines().findFirst().orElseThrow();
        System.out.printf("%6.1f s  %s%n%s%n", ledger.now(), seen, told);
    }

    /** Fails if anything has been wrong so far. */
    void requireNoProblems() {
        assertThat(problems.isEmpty())
                .as("%s%n%s%n%s", problems, ledger.summary(), readers.summary())
                .isTrue();
    }

    /** Begins nothing new, and waits for what was begun. */
    void end() {
        writers.close();
        readers.close();
        await("the end of what was taken on")
                .atMost(UNTIL_DONE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(fleet.database()
                                .rows("select task_name, task_instance from task where task_name in"
                                        + " ('send_to_card_system', 'fulfil_esim_order', 'send_sales_lead')"))
                        .isEmpty());
    }

    /** Holds the log, what was handed out of it, and what the partners did against what clients were told. */
    void check() {
        Database database = fleet.database();
        ledger.unsettled().forEach(entry -> problems.add("never acknowledged", entry.toString()));
        var log = StoredLog.in(database);
        log.check(problems);
        ledger.check(log, before);
        database.rows("select * from projection_dead_letter")
                .forEach(row -> problems.add("a dead letter", String.join(" ", row)));
        Partners.at(fleet.sides().partners().address()).done("card-system", "processed-requests").stream()
                .filter(request -> request.required("effects").asInt() > 1)
                .forEach(request ->
                        problems.add("done more than once by the card management system", request.toString()));
        requireNoProblems();
        analysts.requireAllOf(database);
    }

    void close() {
        analysts.close();
    }
}
