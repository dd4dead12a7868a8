package io.docket.platform.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.platform.errors.UnavailableException;
import io.docket.platform.testing.Database;
import io.docket.platform.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;

class WorkItemNumbersIntegrationTest {

    /** The common pool has a single thread on a machine with two processors. */
    private static final Executor A_THREAD_EACH = task -> new Thread(task).start();

    @ParameterizedTest
    @EnumSource(Database.class)
    void noNumberIsDrawnTwiceThoughTwoProcessesDrawAtTheSameTime(Database kind) {
        try (var database = TestDatabase.create(kind)) {
            var one = new WorkItemNumbers(database.jdbc());
            var other = new WorkItemNumbers(database.jdbc());

            List<String> drawn = IntStream.range(0, 400)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> (i % 2 == 0 ? one : other).next(1)))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();

            assertThat(drawn).doesNotHaveDuplicates().allMatch(number -> number.matches("WI\\d{10}"));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theyStartBehindThoseOfTheExamplesAndAreDrawnInBlocks(Database kind) {
        try (var database = TestDatabase.create(kind)) {
            var one = new WorkItemNumbers(database.jdbc());
            var other = new WorkItemNumbers(database.jdbc());

            assertThat(one.next(1)).isEqualTo("WI0000500001");
            assertThat(other.next(1)).isEqualTo("WI0000500051");
            assertThat(one.next(1)).isEqualTo("WI0000500002");
        }
    }

    @Test
    void afterTwoThatAreTakenTheyComeFromWhereNobodyCanForeseeThem() {
        try (var database = TestDatabase.create(Database.H2)) {
            var numbers = new WorkItemNumbers(database.jdbc());

            List<String> drawn =
                    IntStream.rangeClosed(1, 10).mapToObj(numbers::next).toList();

            assertThat(drawn).startsWith("WI0000500001", "WI0000500002").doesNotHaveDuplicates();
            assertThat(drawn.subList(2, 10)).allMatch(number -> number.matches("WI[1-9]\\d{9}"));
        }
    }

    /** The first waits for a connection; the others for the first, and not for as long as it likes. */
    @Test
    void whileTheDatabaseDoesNotAnswerNobodyWaitsForLong() throws Exception {
        var connectionAsked = new CountDownLatch(1);
        var connectionRefused = new CountDownLatch(1);
        var numbers = new WorkItemNumbers(JdbcClient.create(new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                connectionAsked.countDown();
                try {
                    connectionRefused.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new SQLTransientConnectionException("refused");
            }

            @Override
            public Connection getConnection(String username, String password) throws SQLException {
                return getConnection();
            }
        }));
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> numbers.next(1), A_THREAD_EACH);
        connectionAsked.await();

        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> numbers.next(1), A_THREAD_EACH);

        assertThatThrownBy(() -> second.get(TestDatabase.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(UnavailableException.class);
        assertThat(first).isNotDone();
        connectionRefused.countDown();
        assertThat(first).failsWithin(TestDatabase.PATIENCE);
    }
}
