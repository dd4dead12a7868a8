package io.docket.benchmarks;

import io.docket.benchmarks.Options.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Measures Docket and its baselines in turns, and prints a table. */
public final class Benchmarks implements AutoCloseable {

    private final Options options;
    private final Path folder;
    private final Figures figures = new Figures();
    private final SeededDatabases seeded = new SeededDatabases();

    private Benchmarks(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    /** Prints what it measures, and its table when all rounds are done. The options are those of {@link Options}. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        run(Options.of(arguments)).print(System.out);
    }

    static Figures run(Options options) throws IOException {
        Path folder = Files.createTempDirectory("benchmarks");
        try (var benchmarks = new Benchmarks(options, folder)) {
            for (int round = 0; round < options.rounds(); round++) {
                for (Contender system : options.systems()) {
                    benchmarks.measure(system);
                }
            }
            return benchmarks.figures;
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private void measure(Contender system) {
        switch (system) {
            case PGBENCH -> pgBench();
            case DOCKET, DOCKET_1M, DOCKET_10M -> docket(system);
            case STOCK, PLAIN -> baseline(system);
            case TRIVIAL -> trivial(system);
        }
    }

    @SuppressWarnings("SystemOut")
    private void pgBench() {
        if (!options.has(Workload.POST)) {
            return;
        }
        PgBench.installed()
                .ifPresentOrElse(
                        pgBench -> {
                            try (Database database = Database.start("pgbench")) {
                                for (int clients : Measurement.CLIENTS_OF_WRITES) {
                                    figures.add(
                                            Measurement.name("POST complaint", clients),
                                            Contender.PGBENCH.title,
                                            pgBench.inserts(database, clients, options.time()));
                                }
                            }
                        },
                        () -> System.err.println("NOT MEASURED: pgbench is not installed (Debian: postgresql)"));
    }

    private void docket(Contender system) {
        if (system.events > 0) {
            docket(system, seeded.with(system.events, options.docket(), folder));
            return;
        }
        if (options.has(Workload.WARMTH)) {
            try (Database database = Database.start("docket");
                    Server server = Server.docket(options.docket(), database, folder.resolve("docket"))) {
                server.awaitReady();
                new Measurement(options, figures, system, server, server.token("bank-agent")).warmth();
            }
        }
        if (options.has(Workload.ENCRYPTION)) {
            try (Database database = Database.start("docket")) {
                new Encryption(options, figures, database, folder.resolve("docket")).measure();
            }
        }
        if (options.has(Workload.SIDES)) {
            try (Database database = Database.start("docket")) {
                new Scale(options, figures, database, folder.resolve("sides")).measure();
            }
        }
        if (options.hasAny(Workload.START, Workload.IDLE, Workload.STREAM, Workload.REBUILD)
                || options.hasAny(Workload.POST, Workload.PUT, Workload.GET, Workload.LIST, Workload.MIX)) {
            try (Database database = Database.start("docket")) {
                docket(system, database);
            }
        }
    }

    private void docket(Contender system, Database database) {
        try (Server server = Server.docket(options.docket(), database, folder.resolve("docket"))) {
            double secondsToReady = server.awaitReady().toMillis() / 1000.0;
            var measurement = new Measurement(options, figures, system, server, server.token("bank-agent"));
            if (options.has(Workload.START)) {
                figures.add("start to ready, s", system.title, secondsToReady);
            }
            measurement.idle();
            measurement.workloads();
            new Streams(options, figures, system, server).workloads();
        }
        if (options.has(Workload.REBUILD)) {
            try (var rebuild = new Rebuild(options.docket(), database, folder.resolve("docket"))) {
                figures.add("rebuild of cases, events/s", system.title, rebuild.eventsPerSecond());
            }
        }
    }

    private void baseline(Contender system) {
        try (Database database = Database.start("baseline");
                Server server = Server.baseline(system, database, folder.resolve(system.name()))) {
            server.awaitAnswerOfAnyKind();
            var measurement = new Measurement(options, figures, system, server, "");
            measurement.workloads();
        }
    }

    private void trivial(Contender system) {
        if (!options.has(Workload.GET)) {
            return;
        }
        try (Server server = Server.baseline(system, null, folder.resolve(system.name()))) {
            server.awaitAnswerOfAnyKind();
            var measurement = new Measurement(options, figures, system, server, "");
            measurement.measure(Measurement.CLIENTS_OF_READS, options.warmUp(), Workloads.trivial());
            measurement.reads(Workloads.trivial());
        }
    }

    @Override
    public void close() {
        seeded.close();
    }
}
