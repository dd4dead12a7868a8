package io.docket.platform.eventstore;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections of which the first commit is reported as failed, since the connection broke. */
final class FaultyCommit extends DelegatingDataSource {

    private final boolean commits;
    private final AtomicInteger failures = new AtomicInteger();

    private FaultyCommit(DataSource target, boolean commits) {
        super(target);
        this.commits = commits;
    }

    /** The database committed, but the answer was lost. */
    static FaultyCommit afterCommitting(DataSource target) {
        return new FaultyCommit(target, true);
    }

    /** The database never heard of the commit. */
    static FaultyCommit insteadOfCommitting(DataSource target) {
        return new FaultyCommit(target, false);
    }

    int failures() {
        return failures.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit") && failures.compareAndSet(0, 1)) {
                        if (commits) {
                            connection.commit();
                        }
                        throw new SQLException("The connection broke", "08006");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
