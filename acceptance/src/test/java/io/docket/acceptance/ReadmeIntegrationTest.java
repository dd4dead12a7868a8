package io.docket.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands that the README and a how-to have a reader copy and paste answer as they say. */
class ReadmeIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("readme");

    private static final Path README = Path.of("..", "README.md");
    private static final Pattern COMMANDS = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern PROMISED = Pattern.compile("\\*\\*Step \\d+\\.\\*\\* [^:]*: (\\d{3})\\.");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)\\)");
    private static final Pattern ANSWERED = Pattern.compile("(?m)^HTTP/1.1 (\\d{3})");

    @Test
    void everyStepAnswersAsItSaysAnyNumberOfTimesAndOnAnyPort() throws IOException, InterruptedException {
        DocketProcess docket = DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()));
        Path howTo = Path.of("..", "docs", "how-to");
        for (Path page : List.of(
                README,
                howTo.resolve("answer-an-auditors-question.md"),
                howTo.resolve("follow-the-events.md"),
                howTo.resolve("have-events-pushed.md"))) {
            everyStepAnswersAsItSays(page, docket);
        }
    }

    private static void everyStepAnswersAsItSays(Path page, DocketProcess docket)
            throws IOException, InterruptedException {
        String text = Files.readString(page);
        StringBuilder script = new StringBuilder("set -eu\n");
        COMMANDS.matcher(text).results().map(found -> found.group(1)).forEach(script::append);
        List<String> promised = groups(PROMISED, text);
        assertThat(promised).hasSizeGreaterThanOrEqualTo(7);

        for (String walk : List.of("first", "second")) {
            var command = new ProcessBuilder("bash", "-c", script.toString()).redirectErrorStream(true);
            command.environment().put("DOCKET", docket.address().toString());
            Process shell = command.start();
            String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(shell.waitFor())
                    .as("%s walk of %s: %s", walk, page, output)
                    .isZero();
            assertThat(groups(ANSWERED, output))
                    .as("%s walk of %s: %s", walk, page, output)
                    .isEqualTo(promised);
        }
    }

    /** Caught, and not even logged: only an option of the JVM, which the command brings, ends the process then. */
    @Test
    void outOfMemoryTheProcessEndsWhoeverCatchesTheError() throws Exception {
        Path folder = DOCKETS.newFolder();
        DocketProcess docket = DOCKETS.start(DocketSettings.in(folder));
        Path agent = folder.resolve("agent.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Agent-Class"), SilentlyOutOfMemory.class.getName());
        String file = SilentlyOutOfMemory.class.getName().replace('.', '/') + ".class";
        try (var jar = new JarOutputStream(Files.newOutputStream(agent), manifest);
                InputStream code = requireNonNull(getClass().getClassLoader().getResourceAsStream(file))) {
            jar.putNextEntry(new ZipEntry(file));
            code.transferTo(jar);
        }

        VirtualMachine jvm = VirtualMachine.attach(String.valueOf(docket.pid()));
        assertThatThrownBy(() -> jvm.loadAgent(agent.toString())).isInstanceOf(IOException.class);

        assertThat(docket.awaitEnd()).isEqualTo(3);
    }

    @Test
    void whatItLinksToIsThere() throws IOException {
        List<String> links = groups(LINK, Files.readString(README));

        assertThat(links)
                .contains("docs/tutorial/case-api.md")
                .allSatisfy(link -> assertThat(README.resolveSibling(link)).exists());
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
