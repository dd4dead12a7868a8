package io.docket.platform.privacy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.docket.common.api.PersonKind;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that does not answer keeps nobody waiting longer than it keeps the first one. */
class PersonsIntegrationTest {

    private static final int THREADS = 8;

    @SuppressWarnings("NullAway.Init")
    private TestDatabase database;

    @SuppressWarnings("NullAway.Init")
    private Silence silence;

    @SuppressWarnings("NullAway.Init")
    private Persons persons;

    @BeforeEach
    void create() {
        database = TestDatabase.create(Database.H2);
        silence = new Silence(database.dataSource());
        persons = new Persons(
                JdbcClient.create(silence), new MasterKeys(new PrivacyProperties(TestDatabase.MASTER_KEYS)));
    }

    @AfterEach
    void close() {
        silence.end.countDown();
        database.close();
    }

    @Test
    void whoeverFindsTheCountTooOldWaitsForNobodyElse() {
        assertAllAskTogether("select erasures", () -> {
            while (silence.end.getCount() > 0) {
                persons.erasures();
            }
        });
    }

    @Test
    void whoeverLooksForAPersonAsksAtOnce() {
        assertAllAskTogether(
                "select " + PersonRow.COLUMNS + " from person", () -> persons.of(PersonKind.CUSTOMER, "The same"));
    }

    @Test
    void whoeverNeedsANumberDrawsAtOnce() {
        AtomicInteger customer = new AtomicInteger();

        assertAllAskTogether(
                "select nextval", () -> persons.of(PersonKind.CUSTOMER, "Number " + customer.incrementAndGet()));
    }

    @Test
    void noNumberIsGivenTwice() {
        List<Long> given = Stream.iterate(0, number -> number + 1)
                .limit(200)
                .parallel()
                .map(number ->
                        persons.of(PersonKind.CUSTOMER, "Number " + number).id())
                .toList();

        assertThat(given).doesNotHaveDuplicates();
    }

    /** All threads ask the silent database for the same, none of them after another, and all fail when it says so. */
    private void assertAllAskTogether(String about, Runnable task) {
        silence.about = about;

        List<FutureTask<Void>> waiting = runTogether(task);
        assertThat(silence.asked).hasValue(THREADS);
        silence.end.countDown();

        assertAllFail(waiting);
    }

    /** Returns when all wait for something. */
    private static List<FutureTask<Void>> runTogether(Runnable task) {
        List<FutureTask<Void>> tasks = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            var running = new FutureTask<Void>(task, null);
            tasks.add(running);
            threads.add(new Thread(running));
        }
        threads.forEach(Thread::start);
        await().atMost(20, SECONDS)
                .until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        return tasks;
    }

    private static void assertAllFail(List<FutureTask<Void>> tasks) {
        assertThat(tasks).allSatisfy(task -> assertThatThrownBy(() -> task.get(20, SECONDS))
                .hasCauseInstanceOf(DataAccessException.class));
    }

    /** Does not answer some statements, until it says that it cannot. */
    private static final class Silence extends DelegatingDataSource {

        private final CountDownLatch end = new CountDownLatch(1);
        private final AtomicInteger asked = new AtomicInteger();
        private volatile String about = "nothing";

        Silence(DataSource dataSource) {
            super(dataSource);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    Silence.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")
                                && arguments[0].toString().startsWith(about)) {
                            asked.incrementAndGet();
                            end.await();
                            throw new SQLTransientConnectionException("No answer");
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
