package io.docket.audit.log;

import io.docket.platform.database.PassingFault;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.stereotype.Component;

/**
 * On PostgreSQL, takes from the application's own role the right to change and delete events, as soon as it needs none of
 * them any more. Where the role cannot give up its rights, since it is a superuser's or has them from another, it says so.
 */
@Component
final class EventGrants {

    private static final Logger LOG = LoggerFactory.getLogger(EventGrants.class);

    private final JdbcTemplate jdbc;
    private final FinalEvents finalEvents;
    private final boolean isPostgreSql;

    private boolean done;

    EventGrants(DataSource dataSource, FinalEvents finalEvents) throws MetaDataAccessException {
        jdbc = new JdbcTemplate(dataSource);
        this.finalEvents = finalEvents;
        isPostgreSql = "PostgreSQL"
                .equals(JdbcUtils.extractDatabaseMetaData(dataSource, metaData -> metaData.getDatabaseProductName()));
    }

    /** Does so, unless it is done. */
    void revoke() {
        if (!isPostgreSql || done) {
            return;
        }
        boolean allAreFinal = finalEvents.last() == Long.MAX_VALUE;
        List<String> kept = new ArrayList<>();
        for (String right : allAreFinal ? List.of("delete", "truncate", "update") : List.of("delete", "truncate")) {
            if (has(right) && !giveUp(right)) {
                kept.add(right);
            }
        }
        done = allAreFinal;
        if (done && !kept.isEmpty()) {
            LOG.info(
                    "The database role of this process may still {} events. Give it a role that is no superuser and does "
                            + "not own the tables: docs/how-to/verify-the-log.md",
                    String.join(", ", kept));
        }
    }

    private boolean giveUp(String right) {
        try {
            jdbc.execute("revoke " + right + " on domain_event from current_user");
        } catch (DataAccessException e) {
            if (PassingFault.causes(e)) {
                throw e;
            }
            LOG.debug("The right to {} events cannot be given up", right, e);
        }
        return !has(right);
    }

    private boolean has(String right) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select has_table_privilege(current_user, 'domain_event', ?)", Boolean.class, right));
    }
}
