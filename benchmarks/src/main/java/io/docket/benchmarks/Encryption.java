package io.docket.benchmarks;

import io.docket.benchmarks.clear.InClear;
import io.docket.benchmarks.load.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What it costs to encrypt personal data: complaints of a process that does so by turns, and so is as warm, and has as much
 * in its store, when it does as when it does not.
 */
final class Encryption {

    private static final int CLIENTS = 64;

    /** Four make a round, in which what gets better or worse all the while is shared out evenly. */
    private static final int ROUND = 4;

    private static final int TURNS = 3 * ROUND;

    private static final String EVENTS = "select coalesce(max(global_index), 0) from domain_event";

    private final Options options;
    private final Figures figures;
    private final Database database;
    private final Path folder;

    Encryption(Options options, Figures figures, Database database, Path folder) {
        this.options = options;
        this.figures = figures;
        this.database = database;
        this.folder = folder;
    }

    private enum Kind {
        ENCRYPTED("Docket"),
        IN_CLEAR("Docket, nothing encrypted");

        final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    /** How far all has come at a moment, or between two. */
    private record Course(long nanos, long commands, long cpuNanos) {

        Course since(Course before) {
            return new Course(nanos - before.nanos, commands - before.commands, cpuNanos - before.cpuNanos);
        }

        Course plus(Course other) {
            return new Course(nanos + other.nanos, commands + other.commands, cpuNanos + other.cpuNanos);
        }
    }

    void measure() {
        Duration turn = options.time().dividedBy(2);
        try (Server server = Server.docketInClear(options.docket(), turn, database, folder)) {
            server.awaitReady();
            String token = server.token("bank-agent");
            var load = new Load(server.port(), CLIENTS);
            load.asFastAsAnswered(options.warmUp(), Workloads.complaints(token));
            // At most a round passes before the first whole one begins.
            var running = CompletableFuture.supplyAsync(
                    () -> load.asFastAsAnswered(turn.multipliedBy(ROUND + TURNS + 1), Workloads.complaints(token)));
            Map<Kind, Course> courses = courses(server, turn);
            running.join();
            courses.forEach(this::add);
        }
        if (database.number("select count(*) from person_record") == database.number(EVENTS)) {
            throw new IllegalStateException("All is encrypted: the agent has changed nothing");
        }
    }

    private Map<Kind, Course> courses(Server server, Duration turn) {
        Map<Kind, Course> courses = new EnumMap<>(Kind.class);
        long first = (System.currentTimeMillis() / turn.toMillis() / ROUND + 1) * ROUND;
        sleepUntil(first * turn.toMillis());
        Course before = now(server);
        for (long number = first; number < first + TURNS; number++) {
            sleepUntil((number + 1) * turn.toMillis());
            Course after = now(server);
            Kind kind = InClear.isInClear(number) ? Kind.IN_CLEAR : Kind.ENCRYPTED;
            courses.merge(kind, after.since(before), Course::plus);
            before = after;
        }
        return courses;
    }

    private Course now(Server server) {
        return new Course(
                System.nanoTime(),
                database.number(EVENTS),
                server.cpu().plus(database.cpu()).toNanos());
    }

    private static void sleepUntil(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis - System.currentTimeMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void add(Kind kind, Course course) {
        figures.add("POST complaint, 64 clients, by turns", kind.title, course.commands * 1e9 / course.nanos);
        figures.add(
                "POST complaint, 64 clients, by turns, µs of a processor",
                kind.title,
                course.cpuNanos / 1e3 / course.commands);
    }
}
