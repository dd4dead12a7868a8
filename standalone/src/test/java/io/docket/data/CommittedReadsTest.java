package io.docket.data;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

/** What the embedded database has committed, it reads: also who has looked a moment before. */
class CommittedReadsTest {

    /** Left alone, H2 has a few in a thousand answered with the result of the moment before. */
    private static final int COMMITS = 10_000;

    private static final String LATEST = "select in_log.last, newest.document "
            + "from (select coalesce(max(sequence_number), -1) as last from log where id = ?) in_log "
            + "left join (select document from version where id = ? order by number desc fetch first 1 rows only) newest "
            + "on 1 = 1";

    private final AtomicInteger asked = new AtomicInteger(-1);
    private final AtomicInteger committed = new AtomicInteger(-1);

    private static String url(Path folder) {
        var settings = new YamlPropertiesFactoryBean();
        settings.setResources(new ClassPathResource("application.yml"));
        return requireNonNull(requireNonNull(settings.getObject()).getProperty("spring.datasource.url"))
                .replace("watched:${docket.data}", "file:" + folder);
    }

    @Test
    void showWhatIsThere(@TempDir Path folder) throws SQLException {
        try (Connection writing = DriverManager.getConnection(url(folder), "docket", "docket");
                Connection reading = DriverManager.getConnection(url(folder), "docket", "docket");
                Statement statement = writing.createStatement()) {
            statement.execute(
                    "create table log (id integer, sequence_number bigint, primary key (id, sequence_number))");
            statement.execute(
                    "create table version (id integer, number bigint, document text, primary key (id, number))");
            writing.setAutoCommit(false);
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(writing));

            int stale = 0;
            for (int id = 0; id < COMMITS; id++) {
                asked.set(id);
                boolean isCommitted = false;
                while (!isCommitted && !written.isCompletedExceptionally()) {
                    isCommitted = committed.get() >= id;
                    boolean isThere = isThere(reading, id);
                    stale += isCommitted && !isThere ? 1 : 0;
                }
            }

            written.join();
            assertThat(stale).isZero();
        }
    }

    private void write(Connection connection) {
        try (PreparedStatement log = connection.prepareStatement("insert into log values (?, 0)");
                PreparedStatement version = connection.prepareStatement("insert into version values (?, 0, 'x')")) {
            for (int id = 0; id < COMMITS; id++) {
                while (asked.get() < id) {
                    Thread.onSpinWait();
                }
                log.setInt(1, id);
                log.execute();
                version.setInt(1, id);
                version.execute();
                connection.commit();
                committed.set(id);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isThere(Connection connection, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LATEST)) {
            statement.setInt(1, id);
            statement.setInt(2, id);
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getLong(1) == 0 && row.getString(2) != null;
            }
        }
    }
}
