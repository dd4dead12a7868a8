package io.docket.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

class DatabaseFileTest {

    private static final String MANY = "Zvezdana".repeat(100);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final DatabaseFile file = new DatabaseFile();

    private String url() {
        return "jdbc:h2:watched:" + folder.resolve("docket") + ";MODE=PostgreSQL;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    }

    @BeforeEach
    void start() {
        file.setEnvironment(new MockEnvironment()
                .withProperty("spring.datasource.url", url())
                .withProperty("spring.datasource.username", "docket")
                .withProperty("spring.datasource.password", "docket"));
        file.postProcessBeanFactory(new DefaultListableBeanFactory());
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "docket", "docket");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** As a process leaves it that is killed. */
    private void erase() throws SQLException {
        run(
                "create table t (id int primary key, name varchar(2000), document text)",
                "insert into t values (1, '" + MANY + "', '" + MANY + "'), (2, 'Ljubisav', 'Ljubisav')",
                "update t set name = '[erased]', document = '[erased]' where id = 1",
                "shutdown immediately");
    }

    private String content() throws IOException {
        return Files.readString(folder.resolve("docket.mv.db"), ISO_8859_1);
    }

    private void assertCompacted() throws IOException, SQLException {
        assertThat(content()).doesNotContain("Zvezdana").contains("Ljubisav");
        try (var files = Files.list(folder)) {
            assertThat(files.map(found -> found.getFileName().toString())).containsExactly("docket.mv.db");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("docket.mv.db"))))
                .isEqualTo("rw-------");
        try (Connection connection = DriverManager.getConnection(url(), "docket", "docket");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from t order by id")) {
            assertThat(rows.next()).isTrue();
            assertThat(List.of(rows.getString(2), rows.getString(3))).containsExactly("[erased]", "[erased]");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(2)).isEqualTo("Ljubisav");
        }
    }

    @Test
    void isCompactedByTheNextStart() throws IOException, SQLException {
        erase();
        DatabaseFile.compactLater(folder.resolve("docket"));
        assertThat(content()).contains("Zvezdana");

        file.postProcessBeanFactory(new DefaultListableBeanFactory());

        assertCompacted();
    }

    @Test
    void isCompactedByTheStop() throws IOException, SQLException {
        erase();
        DatabaseFile.compactLater(folder.resolve("docket"));

        file.destroy();

        assertCompacted();
    }

    @Test
    void isLeftAloneIfNothingIsDue() throws IOException, SQLException {
        erase();
        String before = content();

        file.destroy();

        assertThat(content()).isEqualTo(before);
    }

    /** Another process has it open: it is compacted some other time. */
    @Test
    void whoeverCannotCompactGoesOn() throws IOException {
        Files.writeString(folder.resolve("docket.mv.db"), "no database at all");
        DatabaseFile.compactLater(folder.resolve("docket"));

        file.destroy();

        assertThat(folder.resolve("docket.compaction-due")).exists();
    }
}
