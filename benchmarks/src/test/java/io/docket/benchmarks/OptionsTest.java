package io.docket.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.docket.benchmarks.Options.Workload;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void theSidesAreMeasuredWhenTheyAreAskedForAlone() {
        assertThat(Options.of().workloads()).contains(Workload.REBUILD).doesNotContain(Workload.SIDES);
        assertThat(Options.of("--workloads=sides").workloads()).containsExactly(Workload.SIDES);
    }

    @Test
    void whatThereIsNotIsRefused() {
        assertThatThrownBy(() -> Options.of("--round=1")).hasMessage("No such option: --round=1");
    }
}
