package io.docket.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
                "--workloads=START,POST,GET"));
    }

    @Test
    void everySystemTakesComplaints() {
        assertThat(figures.systems("POST complaint, 64 clients"))
                .contains(Contender.DOCKET.title, Contender.STOCK.title, Contender.PLAIN.title);
    }
}
