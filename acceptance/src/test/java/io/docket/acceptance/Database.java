package io.docket.acceptance;

import io.docket.platform.testing.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database, looked at past the application. */
record Database(String url, String user, String password) {

    /** Known to everybody, and so good for tests alone. */
    private static final String LOG_KEY =
            "PRIVATE+KEY+docket.example/test-log+79759b96+AeqONjCSonUR9a0BW6ksaZ22MtNLkfg1FP0k4Emn7oc3\n";

    /** The port of this machine at which it answers. */
    int port() {
        return URI.create(url.substring("jdbc:".length())).getPort();
    }

    String name() {
        return URI.create(url.substring("jdbc:".length())).getPath().substring(1);
    }

    /** The same database, reached by another way. */
    Database by(Wire wire) {
        return new Database(url.replace(":" + port() + "/", ":" + wire.port() + "/"), user, password);
    }

    /** The key that signs the log of the database, whose processes share it. */
    Path logKeys() {
        try {
            Path file = Files.createDirectories(Path.of("target", "log-keys")).resolve("test.keys");
            return Files.writeString(file, LOG_KEY).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file with the master keys, which all processes on the same database share. */
    Path masterKeys() {
        return Path.of("target", "master-keys", name()).toAbsolutePath();
    }

    /** The first column of all rows, as text. */
    List<String> query(String sql) {
        return rows(sql).stream().map(row -> row.get(0)).toList();
    }

    /** All columns of all rows, as text. */
    List<List<String>> rows(String sql) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> found = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(rows.getString(column));
                }
                found.add(row);
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    void execute(List<String> statements) {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }
}
