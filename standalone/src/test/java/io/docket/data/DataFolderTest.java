package io.docket.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.platform.settings.DataFolder;
import io.docket.platform.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class DataFolderTest {

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void chooseAFolder(@TempDir Path parent) {
        folder = parent.resolve("data");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void open(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void theDatabaseAndItsFolderAreTheirOwners() throws IOException, SQLException {
        String url = "jdbc:h2:watched:" + folder + "/docket;MODE=PostgreSQL";
        var file = new DatabaseFile();
        file.setEnvironment(new MockEnvironment().withProperty("spring.datasource.url", url));
        file.postProcessBeanFactory(new org.springframework.beans.factory.support.DefaultListableBeanFactory());

        for (int start = 1; start <= 2; start++) {
            try (Connection connection = DriverManager.getConnection(url, "docket", "docket");
                    var statement = connection.createStatement()) {
                statement.execute("create table if not exists t" + start + " (id int)");
            }
            assertThat(permissions(folder)).isEqualTo("rwx------");
            assertThat(folder.resolve("docket.mv.db")).isNotEmptyFile();
            assertThat(permissions(folder.resolve("docket.mv.db"))).isEqualTo("rw-------");
        }
    }

    @Test
    void whatAnEarlierStartLeftOpenIsClosed() throws IOException {
        Files.createDirectories(folder);
        open(folder);
        for (String name : new String[] {"docket.mv.db", "docket.trace.db", "authorization-server.jwks"}) {
            open(Files.createFile(folder.resolve(name)));
        }

        DataFolder.at(folder);

        assertThat(permissions(folder)).isEqualTo("rwx------");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(3).allSatisfy(file -> assertThat(permissions(file))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void aFolderWithOtherThingsStaysAsItIsAndOurFilesAreClosed() throws IOException {
        Files.createDirectories(folder);
        open(folder);
        open(Files.createFile(folder.resolve("docket.mv.db")));
        open(Files.createFile(folder.resolve("somebody-elses.txt")));

        DataFolder.at(folder);

        assertThat(permissions(folder)).isEqualTo("rwxr-xr-x");
        assertThat(permissions(folder.resolve("docket.mv.db"))).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("somebody-elses.txt"))).isEqualTo("rwxr-xr-x");
    }

    @Test
    void whatCannotBeAFolderIsRefused() throws IOException {
        Files.createFile(folder);

        assertThatThrownBy(() -> DataFolder.at(folder))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("The data folder " + folder + " cannot be used");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:./data/docket;MODE=PostgreSQL, ./data/docket",
        "jdbc:h2:watched:./data/docket;MODE=PostgreSQL, ./data/docket",
        "jdbc:h2:/var/docket, /var/docket",
        "jdbc:h2:file:/var/docket;ifexists=false, /var/docket"
    })
    void aDatabaseInAFileIsFound(String url, String path) {
        assertThat(DatabaseFile.path(url)).isEqualTo(Optional.of(Path.of(path)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:test",
                "jdbc:h2:tcp://localhost/docket",
                "jdbc:h2:file:/var/docket;IFEXISTS=TRUE",
                "jdbc:postgresql://localhost/docket",
                ""
            })
    void anyOtherDatabaseIsLeftAlone(String url) {
        assertThat(DatabaseFile.path(url)).isEmpty();
    }
}
