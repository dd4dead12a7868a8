package io.docket.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.docket.benchmarks.scale.Course.Part;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CourseTest {

    private static final int PROCESSORS = 2;

    private static Course ofASecond(double command, double machine, Looks looks) {
        return new Course(
                TimeUnit.SECONDS.toNanos(1),
                1000,
                0,
                Map.of(
                        Part.COMMAND, nanos(command),
                        Part.DATABASE, nanos(0.25),
                        Part.QUERY, nanos(0.125),
                        Part.LOAD, nanos(0.125),
                        Part.MACHINE, nanos(machine)),
                looks);
    }

    private static long nanos(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void theLimitIsInProcessesThatTakeAllThatTheyMay() {
        assertThat(ofASecond(0.48, 1.2, new Looks(20, 20)).limit(0.5, PROCESSORS))
                .isEqualTo("in the command processes, which take 96 % of what they may");
    }

    @Test
    void theLimitIsInAMachineWhoseProcessorsAreTaken() {
        assertThat(ofASecond(1, 1.9, new Looks(20, 20)).limit(2, PROCESSORS))
                .isEqualTo("in this machine, whose processors are taken to 95 %; 20 % by what is not measured here");
    }

    @Test
    void theLimitIsInALogThatIsAlwaysLocked() {
        assertThat(ofASecond(0.3, 1, new Looks(20, 19)).limit(0.5, PROCESSORS))
                .isEqualTo("in the database: an append has the log locked 95 % of the time, and others wait for it");
    }

    @Test
    void elseAllWaitForEachOther() {
        assertThat(ofASecond(0.3, 1, new Looks(20, 5)).limit(0.5, PROCESSORS))
                .isEqualTo("in how they wait for each other: the command processes take 60 % of what they may,"
                        + " the machine's processors are taken to 50 %, and the log is locked 25 % of the time");
    }

    @Test
    void turnsAreAddedUp() {
        Course sum = ofASecond(0.3, 1, new Looks(20, 5)).plus(ofASecond(0.1, 2, new Looks(20, 15)));

        assertThat(sum.perSecond()).isEqualTo(1000);
        assertThat(sum.taken(Part.COMMAND)).isCloseTo(0.2, within(1e-9));
        assertThat(sum.takenByOthers()).isCloseTo(1.5 - 0.2 - 0.5, within(1e-9));
        assertThat(sum.looks().share()).isEqualTo(0.5);
    }
}
