package io.docket.platform.startup;

import static io.docket.platform.testing.TestDatabase.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.docket.platform.settings.InvalidSettingException;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredDatabaseIntegrationTest {

    @Nested
    class PostgreSql {

        private static TestDatabase database;
        private static String url;

        @BeforeAll
        static void create() {
            database = TestDatabase.create(Database.POSTGRESQL);
            url = String.valueOf(database.properties().get("spring.datasource.url"));
        }

        @AfterAll
        static void close() {
            database.close();
        }

        @Test
        void isNamedWithItsVersionAndPlace() {
            assertThat(new ConfiguredDatabase(url + "&password=sesame", "postgres", "").check())
                    .matches("PostgreSQL \\d+\\.\\d+.* at localhost:\\d+, database test_\\w+");
        }

        @Test
        void thatIsDownIsRefused() throws IOException {
            int free;
            try (var socket = new ServerSocket(0)) {
                free = socket.getLocalPort();
            }

            assertRefused(
                    new ConfiguredDatabase("jdbc:postgresql://localhost:" + free + "/docket", "docket", "sesame"),
                    "PostgreSQL does not answer at localhost:" + free + ".",
                    "SPRING_DATASOURCE_URL");
        }

        @Test
        void thatHasNoSuchDatabaseIsRefused() {
            assertRefused(
                    new ConfiguredDatabase(url.replaceFirst("/test_\\w+", "/nothing"), "postgres", ""),
                    "has no database nothing.",
                    "create database nothing");
        }

        @Test
        void thatKnowsNoSuchUserIsRefused() {
            assertRefused(
                    new ConfiguredDatabase(url, "stranger", "sesame"), "does not let the user stranger in", "USERNAME");
        }

        @Test
        void thatWantsAnotherPasswordIsRefused() throws IOException {
            database.jdbc().sql("create role guarded login password 'right'").update();
            Path access = Path.of(
                    database.jdbc().sql("show hba_file").query(String.class).single());
            Files.writeString(access, "host all guarded all scram-sha-256\n" + Files.readString(access));
            database.jdbc().sql("select pg_reload_conf()").query(Boolean.class).single();

            await("the server to ask for passwords")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertRefused(
                            new ConfiguredDatabase(url, "guarded", "sesame"),
                            "does not let the user guarded in: FATAL: password authentication failed",
                            "_PASSWORD"));
            assertThat(new ConfiguredDatabase(url, "guarded", "right").check()).startsWith("PostgreSQL");
        }
    }

    @Nested
    class Embedded {

        @Test
        void getsItsFolderForItsOwnerAlone(@TempDir Path folder) throws IOException {
            Path data = folder.resolve("a").resolve("b");

            assertThat(embedded(data).check()).isEqualTo("H2, embedded, in " + data);

            assertThat(data).isEmptyDirectory();
            assertThat(Files.getPosixFilePermissions(data)).hasSize(3);
        }

        @Test
        void inAFileIsRefused(@TempDir Path folder) throws IOException {
            Path file = Files.createFile(folder.resolve("file"));

            assertRefused(embedded(file), file + " is a file", "docket.data");
            assertRefused(embedded(file.resolve("below")), file + " is a file", "docket.data");
        }

        @Test
        void whereNobodyMayWriteIsRefused() {
            assertRefused(
                    embedded(Path.of("/proc/docket")), "The data folder /proc/docket cannot be written", "docket.data");
        }

        private static ConfiguredDatabase embedded(Path folder) {
            return new ConfiguredDatabase("jdbc:h2:watched:" + folder + "/docket;MODE=PostgreSQL", "docket", "docket");
        }
    }

    @Test
    void anotherKindIsRefused() {
        assertRefused(
                new ConfiguredDatabase("jdbc:mysql://localhost/docket", "docket", "sesame"),
                "names no database that Docket works with",
                "jdbc:postgresql://");
    }

    private static void assertRefused(ConfiguredDatabase database, String problem, String remedy) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(database::check)
                .withMessageContaining(problem)
                .satisfies(
                        refusal -> assertThat(refusal.remedy()).contains(remedy).doesNotContain("sesame"))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("sesame"));
    }
}
