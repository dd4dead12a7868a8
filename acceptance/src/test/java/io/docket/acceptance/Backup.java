package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A backup of a PostgreSQL database, taken and restored by the very commands of the handbook. */
final class Backup {

    private static final Path HANDBOOK = Path.of("..", "docs", "how-to", "back-up-and-restore.md");

    /** What the handbook's commands name. */
    private static final String DATABASE = "db.bank.example/docket";

    private static final String FILE = "docket-[0-9-]+\\.dump";

    private final Path folder;

    private Backup(Path folder) {
        this.folder = folder;
    }

    /**
     * Takes one.
     *
     * @param folder where it is kept, which is empty
     */
    static Backup of(Database database, Path folder) {
        run(folder, command("pg_dump").replace(DATABASE, address(database)));
        return new Backup(folder);
    }

    /** Restores it into a database that is empty. */
    void restoreInto(Database empty) {
        run(folder, command("pg_restore").replace(DATABASE, address(empty)).replaceAll(FILE, "docket-*.dump"));
    }

    private static String address(Database database) {
        return "localhost:" + database.port() + "/" + database.name();
    }

    private static String command(String program) {
        try {
            return Files.readString(HANDBOOK)
                    .lines()
                    .filter(line -> line.startsWith(program + " "))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("The handbook does not use " + program));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path folder, String command) {
        try {
            Path output = folder.resolve("output.txt");
            var shell = new ProcessBuilder("sh", "-c", command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            shell.environment().merge("PATH", PostgreSqlServer.installed() + ":", (path, first) -> first + path);
            int exit = shell.start().waitFor();
            assertThat(exit).as("%s%n%s", command, Files.readString(output)).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
