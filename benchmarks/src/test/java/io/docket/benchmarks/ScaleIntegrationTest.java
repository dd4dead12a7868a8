package io.docket.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That the sides can be measured; it says nothing of speed. */
@Tag("fleet")
class ScaleIntegrationTest {

    @Test
    void oneAndTwoCommandProcessesTakeComplaintsThatTheQueryProcessShows() throws IOException {
        Figures figures = Benchmarks.run(Options.of(
                "--project=" + System.getProperty("docket.project", ""),
                "--rounds=1",
                "--seconds=1",
                "--warm-up=5",
                "--systems=docket",
                "--workloads=sides"));

        for (String workload : List.of(
                "sides: POST complaint, 64 clients", "sides: from the answer to a POST to its case read, p99, ms")) {
            assertThat(figures.systems(workload))
                    .contains("one command process, no limit", "two command processes, no limit");
        }
    }
}
