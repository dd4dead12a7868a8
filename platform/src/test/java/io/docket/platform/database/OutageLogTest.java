package io.docket.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionTemplate;

class OutageLogTest {

    private static final int THREADS = 100;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final OutageLog log = new OutageLog();

    @BeforeEach
    void listen() {
        appender.list = new CopyOnWriteArrayList<>();
        appender.start();
        root.addAppender(appender);
        log.install();
    }

    @AfterEach
    void stopListening() {
        log.destroy();
        root.detachAppender(appender);
    }

    static Stream<Throwable> outages() {
        var lost = new SQLException("An I/O error occurred\nwhile sending to the backend", "08006");
        return Stream.of(
                lost,
                new DataAccessResourceFailureException("JDBC commit", lost),
                new CommandExecutionException("Appending failed", new EventStoreException("Appending failed", lost)),
                new EventStoreException("Appending takes too long", new TimeoutException()));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void anOutageIsALineWhoeverMeetsIt(Throwable outage) {
        for (Class<?> library : new Class<?>[] {TransactionTemplate.class, Execution.class, OutageLogTest.class}) {
            for (int i = 0; i < THREADS; i++) {
                LoggerFactory.getLogger(library).error("Commit {} overridden", i, outage);
            }
        }

        assertThat(appender.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage())
                    .startsWith("The database fails: ")
                    .doesNotContain("\n");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }

    @Test
    void aTaskThatAnotherProcessHasTakenOverIsALine() {
        var execution = new Execution(Instant.EPOCH, new TaskInstance<>("suspend_lost_card", "WI0000500568"));

        LoggerFactory.getLogger(Execution.class)
                .error("Failed", new ExecutionException("Expected one execution to be updated", execution));

        assertThat(appender.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).contains("another process", "WI0000500568");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }

    @Test
    void aProjectionOfAnotherProcessIsNoLine() {
        LoggerFactory.getLogger(Execution.class).warn("Failed", new UnableToClaimTokenException("Claimed"));

        assertThat(appender.list).isEmpty();
    }

    @Test
    void aBatchThatCannotBeginATransactionIsALine() {
        var unit = new DefaultUnitOfWork<>(GenericMessage.asMessage("batch"));
        assertThatThrownBy(() -> unit.attachTransaction(() -> {
                    throw new CannotCreateTransactionException("The database is away");
                }))
                .isInstanceOfSatisfying(IllegalStateException.class, failure -> LoggerFactory.getLogger(Execution.class)
                        .warn("Error while processing batch", failure));

        assertThat(appender.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).isEqualTo("The database fails: A transaction cannot be begun");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }

    @Test
    void whatIsUnexpectedKeepsItsStackTrace() {
        LoggerFactory.getLogger(Execution.class).error("Failed", new SQLException("No such column", "42703"));
        LoggerFactory.getLogger(Execution.class).error("Failed", new IllegalStateException());

        assertThat(appender.list).hasSize(2).allSatisfy(line -> assertThat(line.getThrowableProxy())
                .isNotNull());
    }
}
