package io.docket.acceptance;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.docket.platform.testing.http.Answer;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What clients wanted done, and what they were told about it. */
final class Ledger {

    /** What a client knows of what it wanted. */
    enum Knowledge {
        ACKNOWLEDGED,

        /** The answer says that nothing was done. */
        REFUSED,

        /** There was no answer, or none that says whether it was done. */
        UNKNOWN
    }

    private static final int SHOWN_ATTEMPTS = 4;

    private final Problems problems;
    private final long start = System.nanoTime();
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();

    /** @param problems where answers are noted that there should not be */
    Ledger(Problems problems) {
        this.problems = problems;
    }

    Entry open(Deed deed) {
        var entry = new Entry(deed);
        if (entries.put(deed.marker(), entry) != null) {
            throw new IllegalStateException(deed.marker() + " is there already");
        }
        return entry;
    }

    /** How many answers said so far that it is not known whether it was done. */
    int unknown() {
        return unknown.get();
    }

    /** Seconds since this was begun. */
    double now() {
        return (System.nanoTime() - start) / 1e9;
    }

    Stream<Entry> acknowledged() {
        return entries.values().stream().filter(Entry::isAcknowledged);
    }

    /** Those that were sent again and again, and never acknowledged. */
    Stream<Entry> unsettled() {
        return entries.values().stream().filter(entry -> entry.deed.keyed() && !entry.isAcknowledged());
    }

    /**
     * Holds the log against what clients were told.
     *
     * @param before the markers of what was there before
     */
    void check(StoredLog log, Set<String> before) {
        for (Entry entry : entries.values()) {
            List<StoredLog.Event> events = log.eventsOf(entry.deed.marker());
            List<String> types = events.stream().map(StoredLog.Event::type).toList();
            switch (entry.knowledge) {
                case ACKNOWLEDGED -> {
                    String what = "acknowledged, and " + (events.isEmpty() ? "lost" : "not done exactly once");
                    report(entry, what, Effect.of(entry.deed.kind()).faults(types), events);
                    checkPosition(entry, events);
                }
                case REFUSED -> {
                    if (!events.isEmpty()) {
                        report(entry, "said not to be done, and done", List.of(""), events);
                    }
                }
                case UNKNOWN -> {
                    if (!events.isEmpty()) {
                        report(
                                entry,
                                "unknown, and half done",
                                Effect.of(entry.deed.kind()).faults(types),
                                events);
                    }
                }
            }
        }
        log.markers().stream()
                .filter(marker -> !entries.containsKey(marker) && !before.contains(marker))
                .forEach(marker -> problems.add(
                        "events that nobody asked for", log.eventsOf(marker).toString()));
    }

    private void report(Entry entry, String what, List<String> faults, List<StoredLog.Event> events) {
        if (!faults.isEmpty()) {
            problems.add(
                    what + " (" + entry.deed.kind() + (entry.deed.keyed() ? ", with a key)" : ", without a key)"),
                    String.join(", ", faults) + " | " + entry + " | " + events);
        }
    }

    private void checkPosition(Entry entry, List<StoredLog.Event> events) {
        String acknowledged = entry.answer == null ? "" : entry.answer.header("Consistency-Token");
        if (Effect.of(entry.deed.kind()).isOneEvent()
                && events.stream()
                        .noneMatch(event -> String.valueOf(event.position()).equals(acknowledged))) {
            problems.add("acknowledged with the position of something else", entry + " | " + events);
        }
    }

    String summary() {
        var lines = new StringBuilder("%-14s %12s %8s %8s%n".formatted("", "acknowledged", "refused", "unknown"));
        for (Deed.Kind kind : Deed.Kind.values()) {
            lines.append(line(kind.toString(), entry -> entry.deed.kind() == kind));
        }
        int repetitions = entries.values().stream()
                .mapToInt(entry -> Math.max(0, entry.attempts.size() - 1))
                .sum();
        List<Long> sorted = sorted(latencies);
        return lines.append(line("all", entry -> true))
                .append("%d repetitions, %d times after a 503; acknowledged within (ms): p50 %d, p99 %d, at most %d%n"
                        .formatted(
                                repetitions,
                                unavailable.get(),
                                percentile(sorted, 50),
                                percentile(sorted, 99),
                                percentile(sorted, 100)))
                .toString();
    }

    private String line(String name, Predicate<Entry> which) {
        Map<Knowledge, Long> counts =
                entries.values().stream().filter(which).collect(groupingBy(entry -> entry.knowledge, counting()));
        return "%-14s %12d %8d %8d%n"
                .formatted(
                        name,
                        counts.getOrDefault(Knowledge.ACKNOWLEDGED, 0L),
                        counts.getOrDefault(Knowledge.REFUSED, 0L),
                        counts.getOrDefault(Knowledge.UNKNOWN, 0L));
    }

    static List<Long> sorted(Collection<Long> values) {
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted;
    }

    static long percentile(List<Long> sorted, int percent) {
        return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
    }

    /** A deed, and what became of it. */
    final class Entry {

        private final Deed deed;
        private final Queue<String> attempts = new ConcurrentLinkedQueue<>();
        private final long opened = System.nanoTime();

        private volatile Knowledge knowledge = Knowledge.UNKNOWN;
        private volatile boolean possiblyDone;
        private volatile @Nullable Answer answer;

        private Entry(Deed deed) {
            this.deed = deed;
        }

        Deed deed() {
            return deed;
        }

        /** Notes the answer to one attempt. */
        void tell(Node node, Answer told) {
            attempts.add("%.1f s %s: %d".formatted(now(), node, told.status()));
            if (deed.kind().isAcknowledgedBy(told)) {
                answer = told;
                knowledge = Knowledge.ACKNOWLEDGED;
                latencies.add((System.nanoTime() - opened) / 1_000_000);
                return;
            }
            if (told.status() == 503) {
                unavailable.incrementAndGet();
                unknown.addAndGet(told.saysOutcomeUnknown() ? 1 : 0);
                if (told.header("Retry-After").isEmpty()) {
                    problems.add("a 503 that does not say when to try again", this + " | " + told.brief());
                }
            }
            boolean expected = told.status() == 503 || told.status() == 429 || told.isStillRunning();
            if (!expected) {
                problems.add("an answer " + told.status() + " to a " + deed.kind(), this + " | " + told.brief());
            }
            notAcknowledged(told.isStillRunning() || told.saysOutcomeUnknown() || (!expected && told.status() >= 500));
        }

        /** Notes that there was no answer to one attempt. */
        void tell(Node node, UncheckedIOException failure) {
            attempts.add("%.1f s %s: %s".formatted(now(), node, failure.getCause()));
            if (node.isUnbroken()) {
                problems.add("no answer to a " + deed.kind(), toString());
            }
            notAcknowledged(!(failure.getCause() instanceof ConnectException));
        }

        private void notAcknowledged(boolean possiblyDoneNow) {
            possiblyDone = possiblyDone || possiblyDoneNow;
            knowledge = possiblyDone ? Knowledge.UNKNOWN : Knowledge.REFUSED;
        }

        boolean isAcknowledged() {
            return knowledge == Knowledge.ACKNOWLEDGED;
        }

        /** The answer that acknowledges it. */
        Answer answer() {
            Answer acknowledged = answer;
            if (acknowledged == null) {
                throw new IllegalStateException(this + " is not acknowledged");
            }
            return acknowledged;
        }

        /** Where to read what was made. */
        String location() {
            return answer().headers().firstValue("Location").orElseGet(() -> deed.path() + "/" + answer().text("id"));
        }

        @Override
        public String toString() {
            List<String> all = List.copyOf(attempts);
            String told = all.size() <= 2 * SHOWN_ATTEMPTS
                    ? all.toString()
                    : all.subList(0, SHOWN_ATTEMPTS) + " … " + all.subList(all.size() - SHOWN_ATTEMPTS, all.size());
            return deed.marker() + " " + deed.path() + " " + told
                    + (answer == null ? "" : " " + answer.text().strip());
        }
    }
}
