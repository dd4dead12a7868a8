package io.docket.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PostgreSQL's own benchmark: one-row inserts of the size of an event, each a transaction. */
final class PgBench {

    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

    private final Path program;

    private PgBench(Path program) {
        this.program = program;
    }

    /** The program, where it is installed. */
    static Optional<PgBench> installed() {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(":", -1)).map(folder -> Path.of(folder, "pgbench")),
                        Stream.of("17", "16", "15", "14")
                                .map(version -> Path.of("/usr/lib/postgresql", version, "bin", "pgbench")))
                .filter(Files::isExecutable)
                .findFirst()
                .map(PgBench::new);
    }

    /** Transactions in a second. */
    double inserts(Database database, int clients, Duration time) {
        try {
            database.execute("drop table if exists pgbench_event");
            database.execute("""
                    create table pgbench_event (id bigserial primary key, event_identifier uuid not null unique,
                        aggregate_identifier text not null, sequence_number bigint not null, type text not null,
                        time_stamp timestamptz not null, payload_type text not null, payload bytea not null,
                        meta_data bytea not null, unique (aggregate_identifier, sequence_number))""");
            Path script = Files.createTempFile("inserts", ".sql");
            Files.writeString(script, """
                    insert into pgbench_event (event_identifier, aggregate_identifier, sequence_number, type, time_stamp,
                        payload_type, payload, meta_data)
                    values (gen_random_uuid(), 'WI' || nextval('pgbench_event_id_seq'), 0, 'Case', now(),
                        'docket.case.complaint-registered', convert_to(repeat('x', 550), 'UTF8'),
                        convert_to(repeat('y', 250), 'UTF8'));
                    """);
            Process process = new ProcessBuilder(List.of(
                            program.toString(),
                            "-h",
                            "localhost",
                            "-p",
                            String.valueOf(database.port()),
                            "-U",
                            Database.USER,
                            "-n",
                            "-M",
                            "prepared",
                            "-c",
                            String.valueOf(clients),
                            "-j",
                            "2",
                            "-T",
                            String.valueOf(time.toSeconds()),
                            "-f",
                            script.toString(),
                            database.name()))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Files.delete(script);
            Matcher tps = TPS.matcher(output);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(output);
            }
            // None, when the time is over before all clients are connected.
            return tps.find() ? Double.parseDouble(tps.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
