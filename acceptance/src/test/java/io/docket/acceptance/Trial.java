package io.docket.acceptance;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.testing.http.Answer;
import io.docket.platform.testing.partner.Partners;
import io.docket.simulators.Simulators;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * Clients that write and read in all contexts while one fault comes after the other; and what must hold in the end. No
 * acknowledged write is lost or doubled, what is said not to be done is not done, every read model is what the log makes of
 * it, and thirty seconds after each fault all processes answer.
 */
class Trial {

    private static final List<String> ONLY =
            List.of(System.getProperty("docket.faults.only", "").split(","));

    private static final Duration UNTIL_ALL_ANSWER = Duration.ofSeconds(30);

    /** After which a process that does not answer is started again, to see what else is wrong. */
    private static final Duration UNTIL_GIVEN_UP = Duration.ofSeconds(60);

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration CALM = Duration.ofSeconds(4);
    private static final Duration UNTIL_AUTOMATIONS_ARE_DONE = Duration.ofSeconds(90);

    private static final int WRITERS_PER_NODE = 5;
    private static final int READERS_PER_NODE = 2;

    /** How many of the requests with a key are sent again in the end. */
    private static final int REPETITIONS = 300;

    /** What a process may print, over the whole test. */
    private static final int LINES = 2000;

    /** What automations have left to do; other tasks wait for their time. */
    private static final List<String> TASKS =
            List.of("send_to_card_system", "suspend_lost_card", "fulfil_esim_order", "send_sales_lead");

    private final Dockets dockets;
    private final Simulators simulators;
    private final Problems problems = new Problems();
    private final Ledger ledger = new Ledger(problems);
    private final ConcurrentLinkedQueue<String> course = new ConcurrentLinkedQueue<>();
    private final AtomicInteger probes = new AtomicInteger();

    Trial(Dockets dockets) {
        this.dockets = dockets;
        simulators = dockets.startPartners();
    }

    DocketSettings settings(Path folder) {
        return Writers.withReferenceData(DocketSettings.in(folder))
                .with(simulators)
                .with("DOCKET_AUTHORIZATIONSERVER_ISSUER", "http://docket.example")
                .with("DOCKET_CARDORDERS_FIRSTRETRY", "200ms")
                .with("DOCKET_CARDORDERS_LASTRETRY", "3s")
                .with("DOCKET_ESIM_FIRSTRETRY", "200ms")
                .with("DOCKET_ESIM_LASTRETRY", "3s")
                .with("DOCKET_SALESLEADS_FIRSTRETRY", "200ms")
                .with("DOCKET_SALESLEADS_LASTRETRY", "3s");
    }

    /** As in two containers on hosts of one name: both processes are number 1. */
    Supplier<DocketProcess> launch(DocketSettings settings) {
        boolean equalNames = isWanted("equal names") && Application.canBeFirstProcess();
        note("a process " + (equalNames ? "with the name of all others" : "WITH A NAME OF ITS OWN"));
        List<String> application = equalNames ? Application.unpackedAsFirstProcess() : Application.unpacked();
        return () -> dockets.launch(application, settings);
    }

    private static boolean isWanted(String fault) {
        return ONLY.stream().anyMatch(fault::contains);
    }

    /** Lets clients write and read while one fault comes after the other; returns what the readers have seen. */
    String suffer(List<Node> nodes, List<Fault> faults, Duration lasts) {
        List<Fault> wanted =
                faults.stream().filter(fault -> isWanted(fault.name())).toList();
        double end = ledger.now() + lasts.toSeconds();
        var readers = new Readers(nodes, READERS_PER_NODE, problems);
        var writers = new Writers(nodes, WRITERS_PER_NODE, ledger, readers::acknowledged);
        try {
            let(CALM);
            for (int turn = 0; ledger.now() < end; turn++) {
                if (!wanted.isEmpty()) {
                    suffer(wanted.get(turn % wanted.size()), nodes);
                }
                let(CALM);
            }
            note("No more faults.");
        } finally {
            writers.close();
            readers.close();
        }
        repeat(nodes);
        awaitAutomations(nodes.get(0));
        return readers.summary();
    }

    private void suffer(Fault fault, List<Node> nodes) {
        note(fault + " begins");
        long begun = System.nanoTime();
        fault.begin().run();
        let(fault.lasts());
        fault.heal().run();
        note(fault + " is over");
        Together.run(nodes.stream()
                .<Callable<Boolean>>map(node -> () -> awaitAnswers(node, fault))
                .toList());
        long recovered = System.nanoTime();
        nodes.forEach(node -> {
            Duration withoutWrite = node.longestWithoutWrite(begun, recovered);
            Duration withoutRead = node.longestWithoutRead(begun, recovered);
            note("%s: meanwhile without a write %.1f s at the longest, without a read after a write %.1f s"
                    .formatted(node, seconds(withoutWrite), seconds(withoutRead)));
            boolean heldUp =
                    withoutWrite.compareTo(UNTIL_ALL_ANSWER) > 0 || withoutRead.compareTo(UNTIL_ALL_ANSWER) > 0;
            if (heldUp && !fault.hurts(node)) {
                problems.add("a process held up by what hurts another one", fault + ": " + node);
            }
        });
    }

    /** Waits until a node is ready, takes a write and shows it. One that does not is started again in the end. */
    private boolean awaitAnswers(Node node, Fault fault) {
        long healed = System.nanoTime();
        Optional<String> first = Optional.empty();
        boolean late = false;
        for (; ; let(Duration.ofMillis(250))) {
            Optional<String> trouble = node.trouble(probe(), ledger, ANSWER);
            Duration since = Duration.ofNanos(System.nanoTime() - healed);
            if (trouble.isEmpty()) {
                note("%s answers after %.1f s%s"
                        .formatted(
                                node,
                                seconds(since),
                                first.map(was -> " (at first: " + was + ")").orElse("")));
                return late;
            }
            first = first.or(() -> trouble);
            if (!late && since.compareTo(UNTIL_ALL_ANSWER) > 0) {
                late = true;
                problems.add(
                        "a process that does not answer " + UNTIL_ALL_ANSWER.toSeconds() + " s after the fault",
                        "%s, %s at %.0f s: %s".formatted(fault, node, ledger.now(), trouble.get()));
            }
            if (node.isSupervised()) {
                continue;
            }
            if (!node.process().isAlive()) {
                int status = node.process().awaitEnd();
                note("%s has ended with %d".formatted(node, status));
                problems.add("a process that ended", "%s, %s: %d".formatted(fault, node, status));
                node.startAgain();
            } else if (since.compareTo(UNTIL_GIVEN_UP) > 0) {
                note("%s is given up, and started again".formatted(node));
                node.process().close();
                node.startAgain();
                healed = System.nanoTime();
            }
        }
    }

    private Deed probe() {
        return Deed.complaint("probe-" + probes.incrementAndGet(), false);
    }

    /** Requests with a key, sent again, are answered as they were, by any process. */
    private void repeat(List<Node> nodes) {
        List<Ledger.Entry> keyed =
                ledger.acknowledged().filter(entry -> entry.deed().keyed()).toList();
        int step = Math.max(1, keyed.size() / REPETITIONS);
        for (int i = 0; i < keyed.size(); i += step) {
            Ledger.Entry entry = keyed.get(i);
            Node node = nodes.get(i / step % nodes.size());
            try {
                Answer again = entry.deed().send(node.client(entry.deed().kind().clientId()));
                if (!again.isReplayed() || !again.text().equals(entry.answer().text())) {
                    problems.add(
                            "another answer to a repetition (" + entry.deed().kind() + ")",
                            entry + " | " + again.brief());
                }
            } catch (UncheckedIOException e) {
                problems.add("no answer to a repetition", entry + " at " + node + ": " + e.getCause());
            }
        }
    }

    /** Waits until what was acknowledged has also been carried out. */
    private void awaitAutomations(Node node) {
        List<Ledger.Entry> open = ledger.acknowledged()
                .filter(entry -> entry.deed().kind().isCarriedOutLater())
                .toList();
        double until = ledger.now() + UNTIL_AUTOMATIONS_ARE_DONE.toSeconds();
        while (!open.isEmpty() && ledger.now() < until) {
            open = open.parallelStream()
                    .filter(entry -> !isCarriedOut(entry, node))
                    .toList();
            let(Duration.ofSeconds(1));
        }
        open.forEach(entry -> problems.add("acknowledged, and not carried out", entry.toString()));
    }

    private static boolean isCarriedOut(Ledger.Entry entry, Node node) {
        Deed.Kind kind = entry.deed().kind();
        try {
            Answer answer = node.client(kind.clientId()).get(entry.location());
            return answer.status() == 200 && kind.isEnd(answer.text("status"));
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Has the trial fail in the end. */
    void problem(String kind, String what) {
        problems.add(kind, "at %.0f s: %s".formatted(ledger.now(), what));
    }

    void stop(List<Node> nodes) {
        nodes.forEach(node -> {
            int status = node.stop();
            if (status != 0 && status != 143) {
                problems.add("a process that does not stop as it should", node + ": " + status);
            }
        });
    }

    /** The same database in another folder. */
    DocketSettings copyOf(DocketSettings settings) {
        try {
            var copy = new DocketSettings(dockets.newFolder(), settings.environment());
            FileSystemUtils.copyRecursively(settings.data(), copy.data());
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds what lies in the database against what clients were told. */
    void check(Database database, Set<String> before) {
        ledger.unsettled().forEach(entry -> problems.add("never acknowledged", entry.toString()));
        var log = StoredLog.in(database);
        note("%d events in the log".formatted(log.size()));
        log.check(problems);
        ledger.check(log, before);
        database.query("select table_name from information_schema.tables where table_name like '%dead_letter'")
                .forEach(table -> find("a dead letter", database, "select * from " + table));
        Set<String> mayWait = suspensionsOfCardsAtRisk(log);
        TASKS.forEach(
                queue -> database.query("select task_instance from task where task_name = '" + queue + "'").stream()
                        .filter(task -> !mayWait.contains(task.replaceFirst("-\\d+$", "")))
                        .forEach(task -> problems.add("a task that is never done", queue + " " + task)));
        checkPartners(log, before);
    }

    /** A card is suspended again and again as long as an older order may make it active. */
    private Set<String> suspensionsOfCardsAtRisk(StoredLog log) {
        Set<Object> atRisk = ledger.acknowledged()
                .map(Ledger.Entry::deed)
                .filter(deed -> log.hasEvent(deed.marker(), Effect.GIVEN_UP)
                        && !log.hasEvent(deed.marker(), Effect.ANSWERED_LATE))
                .map(deed -> deed.body().get("card-id"))
                .collect(toSet());
        return ledger.acknowledged()
                .filter(entry -> entry.deed().kind() == Deed.Kind.LOSS)
                .filter(entry -> atRisk.contains(entry.deed().body().get("card-id")))
                .map(entry -> entry.answer().text("id"))
                .collect(toSet());
    }

    private void find(String problem, Database database, String sql) {
        database.rows(sql).forEach(row -> problems.add(problem, String.join(" ", row)));
    }

    /** What was done outside was done once, and what was reported lost is not in use. */
    private void checkPartners(StoredLog log, Set<String> before) {
        Map<String, String> status = new HashMap<>();
        var partners = Partners.at(simulators.address());
        for (JsonNode request : partners.done("card-system", "processed-requests")) {
            if (request.required("effects").asInt() > 1) {
                problems.add("done more than once by the card management system", request.toString());
            }
            status.put(
                    request.required("card-id").asString(""),
                    request.required("card-status").asString(""));
        }
        ledger.acknowledged()
                .filter(entry -> entry.deed().kind() == Deed.Kind.LOSS)
                .filter(entry -> "active"
                        .equals(status.get(String.valueOf(entry.deed().body().get("card-id")))))
                .forEach(entry -> problems.add("a lost card that is active", entry.toString()));
        long esims = log.count("esim-order-completed", before);
        long profiles = partners.done("smdp", "profiles").stream()
                .filter(profile -> !profile.required("state").asString().equals("available"))
                .count();
        if (profiles != esims) {
            problems.add("profiles that nobody has", profiles + " profiles for " + esims + " completed orders");
        }
    }

    /** Has the read models made anew of the log, in a copy of the database, and compares them row by row. */
    void compare(Database live, Database copy, DocketSettings onCopy) {
        ReadModels.empty(copy);
        assertThat(dockets.start(onCopy).stop()).isIn(0, 143);
        ReadModels.compare(live, copy, problems);
    }

    void report(String name, List<Node> nodes, String readings) {
        for (Node node : nodes) {
            note("lines that the processes at %s have printed: %s".formatted(node, node.linesPrinted()));
            node.processes().stream()
                    .filter(process -> process.output().lines().count() > LINES)
                    .forEach(process -> problems.add(
                            "more than " + LINES + " lines in a log",
                            node + " " + process.outputFile() + "\n        "
                                    + String.join("\n        ", process.mostPrinted(10))));
        }
        String report = String.join("\n", course) + "\n" + ledger.summary() + readings
                + (problems.isEmpty() ? "" : "PROBLEMS\n" + problems);
        write(name, report);
        assertThat(problems.isEmpty()).as(report).isTrue();
    }

    @SuppressWarnings("SystemOut")
    private static void write(String name, String report) {
        System.out.println(report);
        try {
            Files.writeString(
                    Path.of(System.getProperty("docket.output", "target/docket-output"))
                            .resolve("faults-" + name + ".txt"),
                    report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Also printed at once: it takes long until all is. */
    @SuppressWarnings("SystemOut")
    void note(String what) {
        String line = "%6.1f s  %s".formatted(ledger.now(), what);
        course.add(line);
        System.out.println(line);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** A fault takes its time; there is nothing to wait for. */
    static void let(Duration pass) {
        try {
            Thread.sleep(pass.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
