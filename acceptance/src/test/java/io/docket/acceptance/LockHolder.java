package io.docket.acceptance;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Somebody who holds locks in a database for longer than is good, as an operator does with an open transaction. */
final class LockHolder {

    private static final int ATTEMPTS = 10;

    private final Database database;

    private @Nullable Connection connection;

    LockHolder(Database database) {
        this.database = database;
    }

    /** Takes the locks that a statement takes, and keeps them until they are released. */
    void hold(String sql) {
        for (int attempt = 1; ; attempt++) {
            try {
                connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                }
                return;
            } catch (SQLException deadlock) {
                release();
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException(sql, deadlock);
                }
            }
        }
    }

    /** Also what is held no longer. */
    void release() {
        try (Connection held = connection) {
            connection = null;
            if (held != null) {
                held.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
