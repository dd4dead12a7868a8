package io.docket.audit.log;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What one of all processes does at a time. One that ends in the middle of it does not keep it for long. */
@Component
public final class Duties {

    private final JdbcClient jdbc;
    private final Clock clock;

    Duties(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Takes the duty to let the tree grow until the end of the transaction; false if another process has it. */
    static boolean takeTree(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select name from log_duty where name = 'tree' for update skip locked")) {
            return row.next();
        }
    }

    /**
     * Takes a duty, or keeps it.
     *
     * @param limit when others may take it at the latest
     * @return whether it is taken
     */
    public boolean take(String name, Duration limit) {
        OffsetDateTime now = now();
        boolean taken = jdbc.sql("update log_duty set free_at = ? where name = ? and free_at <= ?")
                        .params(now.plus(limit), name, now)
                        .update()
                > 0;
        return taken || isFirst(name, now.plus(limit));
    }

    private boolean isFirst(String name, OffsetDateTime freeAt) {
        if (jdbc.sql("select count(*) from log_duty where name = ?")
                        .param(name)
                        .query(Integer.class)
                        .single()
                > 0) {
            return false;
        }
        try {
            return jdbc.sql("insert into log_duty (name, free_at) values (?, ?)")
                            .params(name, freeAt)
                            .update()
                    > 0;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /** Gives a duty that has been taken back, to be taken again after a while. */
    public void giveBack(String name, Duration after) {
        jdbc.sql("update log_duty set free_at = ? where name = ?")
                .params(now().plus(after), name)
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
