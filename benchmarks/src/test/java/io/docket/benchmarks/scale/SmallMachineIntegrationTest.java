package io.docket.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SmallMachineIntegrationTest {

    private static final String NAME = "docket-test-" + ProcessHandle.current().pid();
    private static final List<String> ALWAYS_BUSY = List.of("sh", "-c", "while :; do :; done");

    @Test
    void aProcessHasItsShareAndNoMore() throws IOException, InterruptedException {
        assumeThatCode(() -> SmallMachine.make(NAME).close()).doesNotThrowAnyException();
        try (SmallMachine machine = SmallMachine.make(NAME)) {
            machine.limit(0.25);
            long begun = System.nanoTime();
            Process busy = new ProcessBuilder(machine.starting(ALWAYS_BUSY)).start();
            try {
                // It does not end; what counts is what it takes meanwhile.
                assertThat(busy.waitFor(2, TimeUnit.SECONDS)).isFalse();
                Duration taken = busy.info().totalCpuDuration().orElseThrow();
                Duration passed = Duration.ofNanos(System.nanoTime() - begun);
                assertThat(taken).isPositive().isLessThan(passed.dividedBy(2));
            } finally {
                busy.destroyForcibly().waitFor();
            }
        }
    }
}
