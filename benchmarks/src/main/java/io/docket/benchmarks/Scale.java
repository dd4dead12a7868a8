package io.docket.benchmarks;

import io.docket.benchmarks.load.Load;
import io.docket.benchmarks.load.Load.Result;
import io.docket.benchmarks.scale.Course;
import io.docket.benchmarks.scale.Course.Part;
import io.docket.benchmarks.scale.Looks;
import io.docket.benchmarks.scale.Processors;
import io.docket.benchmarks.scale.SmallMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;

/**
 * What a second process of the command side adds, and where the limit lies: each on a machine of its own that is much smaller
 * than this one, so that the others have enough of it; and without such limits. One and two take turns, warm and on the same
 * database, with a process of the query side that keeps up.
 */
final class Scale {

    private static final String WORKLOAD = "sides: ";
    private static final int CLIENTS = 64;

    /** Of a processor, for a process of the command side. Two, what they ask of the others, and the load fit into two. */
    private static final double SMALL = 0.25;

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private static final String EVENTS = "select coalesce(max(global_index), 0) from domain_event where type = 'Case'";

    private final Options options;
    private final Figures figures;
    private final Database database;
    private final Path folder;

    Scale(Options options, Figures figures, Database database, Path folder) {
        this.options = options;
        this.figures = figures;
        this.database = database;
        this.folder = folder;
    }

    /** What runs, and who asks. */
    private record Running(List<Server> commands, Server query, String token) {}

    void measure() {
        List<SmallMachine> machines = machines();
        try (var sides = new Sides(options.project(), database, folder)) {
            Running running = start(sides, machines);
            turn(running, running.commands, options.warmUp(), readings());
            if (!machines.isEmpty()) {
                machines.forEach(machine -> machine.limit(SMALL));
                turn(running, running.commands, options.time(), readings());
                compare(running, SMALL, Course.percent(SMALL) + " of a processor for each");
                machines.forEach(SmallMachine::lift);
            }
            compare(running, Processors.count(), "no limit");
        } finally {
            machines.forEach(Scale::close);
        }
        limitOfDatabase();
    }

    /** None, where they cannot be made. */
    private List<SmallMachine> machines() {
        List<SmallMachine> made = new ArrayList<>();
        try {
            for (int number = 0; number < 2; number++) {
                made.add(SmallMachine.make("docket-" + ProcessHandle.current().pid() + "-" + number));
            }
        } catch (IOException e) {
            made.forEach(Scale::close);
            made.clear();
            figures.note(
                    "NOT MEASURED: command processes with a share of a processor each. It takes Linux, and the right"
                            + " to make control groups: root, and in a container a privileged one. " + e);
        }
        return made;
    }

    private static void close(SmallMachine machine) {
        try {
            machine.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Running start(Sides sides, List<SmallMachine> machines) {
        List<Server> commands = new ArrayList<>();
        for (int number = 0; number < 2; number++) {
            UnaryOperator<List<String>> on =
                    machines.isEmpty() ? UnaryOperator.identity() : machines.get(number)::starting;
            Server command = sides.command(on);
            command.awaitReady();
            commands.add(command);
        }
        Server query = sides.query();
        query.awaitReady();
        return new Running(commands, query, sides.token());
    }

    private static Histogram readings() {
        return new Histogram(PATIENCE.toNanos(), 3);
    }

    /**
     * One, two, two, and the other one: what gets better or worse all the while is shared out evenly.
     *
     * @param each how many processors a process may have
     */
    private void compare(Running running, double each, String limit) {
        Histogram readingsOfOne = readings();
        Histogram readingsOfTwo = readings();
        Course one = turn(running, running.commands.subList(0, 1), options.time(), readingsOfOne);
        Course two = turn(running, running.commands, options.time(), readingsOfTwo)
                .plus(turn(running, running.commands, options.time(), readingsOfTwo));
        one = one.plus(turn(running, running.commands.subList(1, 2), options.time(), readingsOfOne));
        add("one command process, " + limit, one, readingsOfOne, each);
        add("two command processes, " + limit, two, readingsOfTwo, Math.min(2 * each, Processors.count()));
        figures.add(WORKLOAD + "what two carry, % of what one does", limit, 100 * two.perSecond() / one.perSecond());
    }

    /** All clients at once, shared by the processes that are asked; the others of the command side have nothing to do. */
    private Course turn(Running running, List<Server> asked, Duration time, Histogram readings) {
        awaitCaughtUp(running);
        var load = new Load(asked.stream().map(Server::port).toList(), CLIENTS);
        try (Connection connection = DriverManager.getConnection(database.url(), Database.USER, Database.USER)) {
            long events = database.number(EVENTS);
            Map<Part, Long> before = cpu(running, asked);
            long begun = System.nanoTime();
            var loading = CompletableFuture.supplyAsync(
                    () -> load.asFastAsAnswered(time, Workloads.complaints(running.token)));
            var looking = CompletableFuture.supplyAsync(() -> Looks.during(loading, connection));
            read(running, asked, loading, readings);
            Result result = loading.join();
            long nanos = System.nanoTime() - begun;
            Map<Part, Long> cpu = Course.since(before, cpu(running, asked));
            if (result.failures() > Measurement.TOLERATED * result.latency().getTotalCount()) {
                throw new IllegalStateException(
                        "Most fail: " + result.example() + "\n" + asked.get(0).lastOutput());
            }
            return new Course(nanos, database.number(EVENTS) - events, result.failures(), cpu, looking.join());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitCaughtUp(Running running) {
        long events = database.number(EVENTS);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (database.number(Rebuild.PASSED) < events) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The query process does not keep up\n" + running.query.lastOutput());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Notes how long it takes until a case that is acknowledged can be read from the query process. */
    private static void read(
            Running running, List<Server> asked, CompletableFuture<Result> during, Histogram readings) {
        for (int number = 0; !during.isDone(); number++) {
            Server server = asked.get(number % asked.size());
            String id = Workloads.register(server, running.token, 1).get(0);
            long acknowledged = System.nanoTime();
            running.query.awaitReadable(running.token, id);
            readings.recordValue(System.nanoTime() - acknowledged);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** What each part has taken until now. */
    private Map<Part, Long> cpu(Running running, List<Server> asked) {
        Map<Part, Long> cpu = new EnumMap<>(Part.class);
        cpu.put(
                Part.COMMAND,
                asked.stream().mapToLong(server -> server.cpu().toNanos()).sum());
        cpu.put(Part.DATABASE, database.cpu().toNanos());
        cpu.put(Part.QUERY, running.query.cpu().toNanos());
        ProcessHandle.current().info().totalCpuDuration().ifPresent(own -> cpu.put(Part.LOAD, own.toNanos()));
        cpu.put(Part.MACHINE, Processors.taken().toNanos());
        return cpu;
    }

    private void add(String system, Course course, Histogram readings, double allowed) {
        figures.add(WORKLOAD + Measurement.name("POST complaint", CLIENTS), system, course.perSecond());
        if (course.failures() > 0) {
            figures.add(WORKLOAD + "% that failed", system, 100 * course.failed());
        }
        for (double percent : new double[] {50, 99}) {
            figures.add(
                    WORKLOAD + "from the answer to a POST to its case read, p" + (int) percent + ", ms",
                    system,
                    readings.getValueAtPercentile(percent) / (double) TimeUnit.MILLISECONDS.toNanos(1));
        }
        for (Part part : Part.values()) {
            processors(part.title(), system, course.taken(part));
        }
        processors("all else on the machine", system, course.takenByOthers());
        figures.add(
                WORKLOAD + "the log locked by an append, % of the time",
                system,
                100 * course.looks().share());
        figures.note(system + ": the limit lies " + course.limit(allowed, Processors.count()) + ".");
    }

    private void processors(String whose, String system, double taken) {
        figures.add(WORKLOAD + whose + ", % of a processor", system, 100 * taken);
    }

    /** What the same server does for PostgreSQL's own benchmark, when nothing else runs. */
    private void limitOfDatabase() {
        PgBench.installed()
                .ifPresentOrElse(
                        pgBench -> figures.add(
                                WORKLOAD + Measurement.name("one-row inserts", CLIENTS),
                                Contender.PGBENCH.title,
                                pgBench.inserts(database, CLIENTS, options.time())),
                        () -> figures.note("NOT MEASURED: pgbench is not installed (Debian: postgresql)"));
    }
}
