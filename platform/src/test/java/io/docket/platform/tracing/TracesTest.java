package io.docket.platform.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.mock.env.MockEnvironment;

class TracesTest {

    private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    /** Of all that Spring Boot would configure. */
    private static Stream<String> configuredWith(MockEnvironment environment) {
        var filter = new TracingOnlyOnceConfigured();
        filter.setEnvironment(environment);
        return ImportCandidates.load(AutoConfiguration.class, TracesTest.class.getClassLoader())
                .getCandidates()
                .stream()
                .filter(filter::takes);
    }

    @Test
    void withoutAnEndpointNothingIsConfiguredForThem() {
        assertThat(configuredWith(new MockEnvironment()))
                .noneMatch(name -> name.contains("tracing") || name.contains("opentelemetry"))
                .anyMatch(name -> name.contains("micrometer.metrics"));
        assertThat(configuredWith(new MockEnvironment().withProperty(ENDPOINT, " ")))
                .noneMatch(name -> name.contains("tracing"));
    }

    @Test
    void withOneTheyAre() {
        assertThat(configuredWith(new MockEnvironment().withProperty(ENDPOINT, "http://localhost:4318/v1/traces")))
                .anyMatch(name -> name.endsWith(".OtlpTracingAutoConfiguration"))
                .anyMatch(name -> name.endsWith(".MicrometerTracingAutoConfiguration"));
    }

    @Test
    void offTheWorkIsDoneAndNothingElse() {
        Traces off = Traces.off();

        assertThat(off.step("a step", Map.of(), () -> "done")).isEqualTo("done");
        assertThat(off.continued(
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a step", Map.of(), () -> "done"))
                .isEqualTo("done");
        assertThat(off.current()).isNull();
        assertThat(off.contextOf("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
                .isNull();
    }
}
