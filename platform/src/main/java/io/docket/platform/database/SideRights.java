package io.docket.platform.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * On PostgreSQL, gives each side's role its rights when the tables have been brought up to date: what the files in
 * {@code db/rights} say. Where there are no such roles, one role does all, and nothing is done.
 */
final class SideRights implements Callback {

    private static final String FILES = "classpath*:db/rights/*.sql";

    /**
     * Both roles are there, and whoever brings the tables up to date owns the log, and may give tables to the query side: roles
     * are the server's, which may have other databases, and the sides nothing to do with them.
     */
    private static final String APPLIES = """
            select count(*) = 2
              and bool_and(rolname = 'docket_command' or pg_has_role(oid, 'member'))
              and bool_and(pg_has_role((select relowner from pg_class where oid = to_regclass('domain_event')), 'usage'))
              from pg_roles where rolname in ('docket_command', 'docket_query')""";

    /** Two that start at the same time would change the same rows of the catalog. */
    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('docket rights'))";

    private static final String SUFFIX = "_rebuild";

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        Connection connection = context.getConnection();
        try (Statement statement = connection.createStatement()) {
            if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
                return;
            }
            statement.execute(ONE_AT_A_TIME);
            if (!Boolean.parseBoolean(single(statement, "select (" + APPLIES + ")::text"))) {
                return;
            }
            String schema = single(statement, "select current_schema()");
            for (String sql : files().values()) {
                statement.execute(
                        sql.replace("${schema}", quoted(schema)).replace("${rebuild-schema}", quoted(schema + SUFFIX)));
            }
        } catch (SQLException e) {
            throw new FlywayException("The roles of the sides cannot be given their rights", e);
        }
    }

    private static String single(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** By their names: an application has those of its own side, of the other, and of the log. */
    private static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources(FILES)) {
                files.put(String.valueOf(file.getFilename()), file.getContentAsString(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    @Override
    public String getCallbackName() {
        return "rights of the sides";
    }
}
