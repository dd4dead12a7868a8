package io.docket.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeLimitsTest {

    private static void assertInOrder(Duration... limits) {
        assertThat(List.of(limits)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whoWaitsForAConnectionOutlivesDeadOnesAndOneThatCannotBeMade() {
        assertInOrder(TimeLimits.VALIDATION, TimeLimits.CONNECT, TimeLimits.POOL);
    }

    @Test
    void theLogOfRecordHasAnsweredWhileThoseWhoAppendStillHaveTheirLock() {
        assertInOrder(TimeLimits.RECORD, TimeLimits.IDLE_IN_TRANSACTION);
    }

    @Test
    void theServerGivesUpBeforeTheClientAndAStalledHolderOfALockBeforeThoseWhoWaitForIt() {
        assertInOrder(TimeLimits.IDLE_IN_TRANSACTION, TimeLimits.LOCK, TimeLimits.STATEMENT, TimeLimits.SOCKET);
    }

    @Test
    void aCommandSurvivesAConnectionThatGoesSilentAndEndsBeforeAnotherAttemptMayTakeOver() {
        assertInOrder(
                TimeLimits.SOCKET,
                TimeLimits.APPEND,
                TimeLimits.COMMAND,
                TimeLimits.COMMAND.plus(TimeLimits.DOUBT),
                TimeLimits.LEASE);
    }

    @Test
    void whatAReaderThatHangsHasClaimedIsAnothersWithinHalfAMinute() {
        assertInOrder(
                TimeLimits.STATEMENT,
                TimeLimits.READER,
                TimeLimits.READER.plus(TimeLimits.CLAIM),
                Duration.ofSeconds(30));
    }

    @Test
    void aConnectionThatIsKeptAliveIsNeverTakenForAForgottenOne() {
        assertInOrder(TimeLimits.KEEP_ALIVE.multipliedBy(2), TimeLimits.IDLE_SESSION);
    }
}
