package io.docket.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands that the README has a newcomer copy and paste answer as it says. */
class ReadmeIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("readme");

    private static final Path README = Path.of("..", "README.md");
    private static final Pattern COMMANDS = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern PROMISED = Pattern.compile("\\*\\*Step \\d+\\.\\*\\* [^:]*: (\\d{3})\\.");
    private static final Pattern ANSWERED = Pattern.compile("(?m)^HTTP/1.1 (\\d{3})");

    @Test
    void everyStepAnswersAsItSays() throws IOException, InterruptedException {
        DocketProcess docket = DOCKETS.startPackaged(DocketSettings.in(DOCKETS.newFolder()));
        String readme = Files.readString(README);
        StringBuilder script = new StringBuilder("set -eu\n");
        COMMANDS.matcher(readme).results().map(found -> found.group(1)).forEach(script::append);
        String commands = script.toString()
                .replace("http://localhost:8080", docket.address().toString());

        Process shell = new ProcessBuilder("bash", "-c", commands)
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(shell.waitFor()).as(output).isZero();
        List<String> promised = groups(PROMISED, readme);
        assertThat(promised).hasSizeGreaterThanOrEqualTo(10);
        assertThat(groups(ANSWERED, output)).as(output).isEqualTo(promised);
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
