package io.docket.platform.eventstore;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections of which the first commit is reported as failed, since the connection broke. */
final class FaultyCommit extends DelegatingDataSource {

    private final boolean commits;
    private final CountDownLatch hanging;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean armed = true;

    private FaultyCommit(DataSource target, boolean commits, int waits) {
        super(target);
        this.commits = commits;
        hanging = new CountDownLatch(waits);
    }

    /** The database committed, but the answer was lost. */
    static FaultyCommit afterCommitting(DataSource target) {
        return new FaultyCommit(target, true, 0);
    }

    /** The database never heard of the commit. */
    static FaultyCommit insteadOfCommitting(DataSource target) {
        return new FaultyCommit(target, false, 0);
    }

    /** The database commits, and the answer does not come until the test {@link #goOn lets it go on}. */
    static FaultyCommit hanging(DataSource target) {
        return new FaultyCommit(target, true, 1);
    }

    /** The database hears nothing of the commit, and nothing comes back until the test {@link #goOn lets it go on}. */
    static FaultyCommit hangingInsteadOfCommitting(DataSource target) {
        return new FaultyCommit(target, false, 1);
    }

    /** Whether it is time for the commit that fails. */
    void setArmed(boolean armed) {
        this.armed = armed;
    }

    void goOn() {
        hanging.countDown();
    }

    int failures() {
        return failures.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit") && armed && failures.compareAndSet(0, 1)) {
                        if (commits) {
                            connection.commit();
                        }
                        hanging.await();
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
