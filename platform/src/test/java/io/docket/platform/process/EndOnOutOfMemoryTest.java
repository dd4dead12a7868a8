package io.docket.platform.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndOnOutOfMemoryTest {

    @ParameterizedTest
    @ValueSource(strings = {"logged", "uncaught", "full"})
    void aProcessThatIsOutOfMemoryEndsAndSaysWhy(String way) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx16m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OutOfMemory.class.getName(),
                        way)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("Out of memory: the process ends.");
        assertThat(process.exitValue()).isEqualTo(3);
    }
}
