package io.docket.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** That the benchmarks work; it says nothing of speed. */
@TestInstance(Lifecycle.PER_CLASS)
class BenchmarksIntegrationTest {

    private Figures figures = new Figures();

    @BeforeAll
    void measureEverySystem() throws IOException {
        figures = Benchmarks.run(Options.of(
                "--docket=" + System.getProperty("docket.start", ""),
                "--rounds=1",
                "--seconds=1",
                "--warm-up=1",
                "--workloads=START,POST,GET,STREAM"));
    }

    @Test
    void everySystemTakesComplaints() {
        assertThat(figures.systems("POST complaint, 64 clients"))
                .contains(Contender.DOCKET.title, Contender.STOCK.title, Contender.PLAIN.title);
    }

    @Test
    void eventsAreStreamed() {
        for (String workload : List.of(
                "events caught up with, masked, events/s",
                "events caught up with, unmasked, events/s",
                "memory for each of 1000 subscribers, KB",
                "from an event to 1000 subscribers, 500 events/s, p99, ms")) {
            assertThat(figures.systems(workload)).as(workload).containsExactly(Contender.DOCKET.title);
        }
    }
}
