package io.docket.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilePathTest {

    /** Space in the file is free at once, not 45 seconds after it was written. */
    private static final String SETTINGS = ";MODE=PostgreSQL;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;RETENTION_TIME=0";

    @Test
    void aWriteThatFailsEndsTheProcessBeforeOthersOverwriteWhatWasAcknowledged(@TempDir Path folder)
            throws IOException, InterruptedException, SQLException {
        Path acknowledged = folder.resolve("acknowledged");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDisk.class.getName(),
                        "jdbc:h2:watched:full:" + folder.resolve("docket") + SETTINGS,
                        acknowledged.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(rows(folder)).isNotEmpty().isEqualTo(Files.readAllLines(acknowledged));
        assertThat(process.exitValue()).isEqualTo(WatchedFilePath.EXIT_CODE);
        assertThat(folder.resolve("log"))
                .content()
                .containsOnlyOnce("The embedded database cannot use its file: No space left on device.")
                .doesNotContain("\tat ");
    }

    private static List<String> rows(Path folder) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (var connection = DriverManager.getConnection(
                        "jdbc:h2:file:" + folder.resolve("docket") + SETTINGS, "docket", "docket");
                var statement = connection.createStatement();
                var found = statement.executeQuery("select id from written order by id")) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }
}
