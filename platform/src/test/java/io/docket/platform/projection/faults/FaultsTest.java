package io.docket.platform.projection.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.docket.platform.database.PassingFault;
import io.docket.platform.errors.UnavailableException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.axonframework.serialization.SerializationException;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;

class FaultsTest {

    private static final String SECRET = "19811218-9876";

    private static SQLException refused(String state) {
        return new SQLException("Failing row contains " + SECRET, state);
    }

    /** Connection gone, deadlock, serialization, lock time-out, time limit, shut down, starting, no table, H2 closed. */
    @ParameterizedTest
    @ValueSource(
            strings = {"08006", "40P01", "40001", "55P03", "57014", "57P01", "57P03", "42P01", "25P02", "90098", "HYT00"
            })
    void passWhereTheDatabaseFailed(String state) {
        assertThat(Faults.isPassing(new DataAccessException("", refused(state))))
                .isTrue();
        assertThat(Faults.isPassing(new BatchFailedException(refused(state)))).isTrue();
    }

    /** Too long, not a number, a zero byte, a constraint, a key, too long for an index. */
    @ParameterizedTest
    @ValueSource(strings = {"22001", "22P02", "22021", "23514", "23505", "54000"})
    void areTheEventsWhereTheDatabaseRefusedItsValues(String state) {
        assertThat(Faults.isPassing(new DataAccessException("", refused(state))))
                .isFalse();
        assertThat(Faults.isPassing(new DataIntegrityViolationException("", refused(state))))
                .isFalse();
        assertThat(Faults.isPassing(new BatchUpdateException("", state, new int[0], refused(state))))
                .isFalse();
        assertThat(Faults.isPassing(new BatchFailedException(refused(state)))).isFalse();
    }

    static Stream<Throwable> others() {
        return Stream.of(
                new OptimisticLockingFailureException(""),
                new QueryTimeoutException(""),
                new DuplicateKeyException(""),
                new CannotCreateTransactionException(""),
                new UnavailableException(""),
                new IllegalStateException(new InterruptedException()),
                new OutOfMemoryError(),
                new IllegalStateException(new SQLException("No state")));
    }

    @ParameterizedTest
    @MethodSource("others")
    void passWhereNothingSaysThatItIsTheEvent(Throwable fault) {
        assertThat(Faults.isPassing(fault)).isTrue();
    }

    @Test
    void areTheEventsWhereNoOutageLeadsToThat() {
        assertThat(Faults.isPassing(new IllegalStateException(new StackOverflowError())))
                .isFalse();
        assertThat(Faults.isPassing(new AssertionError())).isFalse();
        assertThat(Faults.isPassing(new EmptyResultDataAccessException(1))).isFalse();
        assertThat(Faults.isPassing(new InvalidDataAccessApiUsageException(""))).isFalse();
    }

    @Test
    void areTheEventsWhereItCannotBeReadOrApplied() {
        assertThat(Faults.isPassing(new SerializationException("", new IllegalArgumentException())))
                .isFalse();
        assertThat(Faults.isPassing(new NullPointerException())).isFalse();
        assertThat(Faults.isPassing(new MissingEventsException(""))).isFalse();
    }

    @Test
    void areDescribedWithoutWhatTheyQuote() {
        var fault = new DataIntegrityViolationException(SECRET, refused("23514"));

        assertThat(Faults.describe(fault))
                .startsWith("java.sql.SQLException 23514 at FaultsTest.java:")
                .doesNotContain(SECRET);
        assertThat(new BatchFailedException(fault))
                .hasMessage(Faults.describe(fault))
                .hasNoCause();
    }

    @Test
    void ofTheConnectionAreKnownAsSuchToWhoeverLogsThem() {
        var fault =
                new DataAccessException("insert into … values ('" + SECRET + "')", new SQLException("I/O", "08006"));

        var failed = new BatchFailedException(fault);

        assertThat(PassingFault.causes(failed)).isTrue();
        assertThat(Throwables.getStackTrace(failed)).doesNotContain(SECRET);
    }
}
