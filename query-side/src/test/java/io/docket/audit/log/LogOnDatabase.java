package io.docket.audit.log;

import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import io.docket.tlog.note.SignedNote;
import io.docket.tlog.note.SignerKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.util.FileSystemUtils;

/** The log's parts on a database of their own, and events without an application. */
public final class LogOnDatabase implements AutoCloseable {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");

    private final SignerKey key = SignerKey.generate("log.example");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Path folder;

    public final TestDatabase database;
    public final CheckpointTable checkpoints;
    public final LogAlarm alarm = new LogAlarm(meters);
    public final LogKeys keys;

    public LogOnDatabase(Database kind) {
        try {
            folder = Files.createTempDirectory("docket-log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database = TestDatabase.create(kind);
        checkpoints = new CheckpointTable(database.jdbc(), Clock.systemUTC());
        keys = keys(key);
    }

    static LogKeys keys(SignerKey... keys) {
        try {
            Path file = Files.createTempFile("docket", ".keys");
            Files.write(file, Arrays.stream(keys).map(SignerKey::secret).toList());
            LogKeys read = new LogKeys(new LogFiles(file, file.resolveSibling("none")));
            Files.delete(file);
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SignerKey key() {
        return key;
    }

    /** What one process has, whose data folder is new. */
    TreeGrowth newGrowth() {
        return newGrowth(keys);
    }

    TreeGrowth newGrowth(LogKeys with) {
        return newGrowth(with, newFile());
    }

    /** Where a process may keep the largest checkpoint. */
    Path newFile() {
        return folder.resolve(UUID.randomUUID().toString());
    }

    TreeGrowth newGrowth(LogKeys with, Path signed) {
        return new TreeGrowth(
                database.dataSource(),
                new JdbcTransactionManager(database.dataSource()),
                checkpoints,
                new FinalEvents(database.jdbc()),
                with,
                new LargestSigned(new LogFiles(signed, signed), with),
                alarm);
    }

    /** Takes all events into the tree. */
    public void grow() {
        TreeGrowth growth = newGrowth();
        boolean more = true;
        while (more) {
            more = growth.grow();
        }
    }

    public LogDatabase connections() {
        return connections(database.dataSource());
    }

    public LogDatabase connections(DataSource from) {
        return new LogDatabase(from);
    }

    public Duties duties() {
        return duties(Clock.systemUTC());
    }

    public Duties duties(Clock clock) {
        return new Duties(database.jdbc(), clock);
    }

    /** What is handed out. */
    public SignedNote current() {
        return handedOut(database.dataSource(), Duration.ofSeconds(1)).current();
    }

    Checkpoints handedOut(DataSource from, Duration limit) {
        return new Checkpoints(
                new CheckpointTable(JdbcClient.create(from), Clock.systemUTC()),
                new LogMaintenance(newGrowth(), checkpoints, grants(), alarm),
                Clock.systemUTC(),
                limit);
    }

    EventGrants grants() {
        try {
            return new EventGrants(database.dataSource(), new FinalEvents(database.jdbc()));
        } catch (MetaDataAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    double alarms() {
        return meters.get("docket.audit.log.alarms").gauge().value();
    }

    /** Appends events at these positions. */
    public void append(long first, long last) {
        List<Object[]> rows = LongStream.rangeClosed(first, last)
                .mapToObj(position -> new Object[] {
                    position,
                    "event-" + position,
                    "WI" + position % 7,
                    position / 7,
                    "Case",
                    TIME.plusSeconds(position).atOffset(ZoneOffset.UTC),
                    "docket.case.noted",
                    "1",
                    ("{\"n\":" + position + "}").getBytes(StandardCharsets.UTF_8),
                    "{\"actor\":\"A\"}".getBytes(StandardCharsets.UTF_8)
                })
                .collect(Collectors.toList());
        new JdbcTemplate(database.dataSource())
                .batchUpdate(
                        "insert into domain_event (global_index, event_identifier, aggregate_identifier, sequence_number, "
                                + "type, time_stamp, payload_type, payload_revision, payload, meta_data) "
                                + "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        rows);
    }

    @Override
    public void close() {
        database.close();
        FileSystemUtils.deleteRecursively(folder.toFile());
    }
}
