package io.docket.platform.projection.rebuild.tables;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Work that sees the database as it was at one moment. */
final class Snapshot {

    /** Any statement makes PostgreSQL, and H2, look at all tables as they are by then. */
    private static final String LOOK = "select count(*) from event_log_lock";

    private Snapshot() {}

    /**
     * Does it in a transaction: nothing is seen that is committed later.
     *
     * @param isolation which the database needs for that, of those of {@link TransactionDefinition}
     * @param begun run as soon as that is so, outside of the transaction
     */
    static <T> T of(JdbcTemplate jdbc, int isolation, Runnable begun, Supplier<T> work) {
        DataSource connections = requireNonNull(jdbc.getDataSource());
        var transactions = new DataSourceTransactionManager(connections);
        var inside = new TransactionTemplate(transactions);
        inside.setIsolationLevel(isolation);
        var outside = new TransactionTemplate(transactions);
        outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        return requireNonNull(inside.execute(status -> {
            jdbc.queryForList(LOOK);
            outside.executeWithoutResult(suspended -> begun.run());
            return work.get();
        }));
    }
}
