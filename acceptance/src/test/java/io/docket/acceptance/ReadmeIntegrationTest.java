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
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands that the README and a how-to have a reader copy and paste answer as they say. */
class ReadmeIntegrationTest {

    @RegisterExtension
    static final Dockets DOCKETS = new Dockets("readme");

    private static final Path README = Path.of("..", "README.md");
    private static final Pattern COMMANDS = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern PROMISED = Pattern.compile("\\*\\*Step \\d+\\.\\*\\* [^:]*: (\\d{3})\\.");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)\\)");
    private static final Pattern ANSWERED = Pattern.compile("(?m)^HTTP/1.1 (\\d{3})");

    private static DocketProcess docket;

    @BeforeAll
    static void start() {
        docket = DOCKETS.start(DocketSettings.in(DOCKETS.newFolder()));
    }

    @Test
    void everyStepAnswersAsItSaysAnyNumberOfTimesAndOnAnyPort() throws IOException, InterruptedException {
        Path howTo = Path.of("..", "docs", "how-to");
        for (Path page : List.of(
                README,
                howTo.resolve("answer-an-auditors-question.md"),
                howTo.resolve("follow-the-events.md"),
                howTo.resolve("have-events-pushed.md"))) {
            everyStepAnswersAsItSays(page);
        }
    }

    private static void everyStepAnswersAsItSays(Path page) throws IOException, InterruptedException {
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

    /** In a table and in files: all that the log had then, as it has it. */
    @Test
    void eventsComeIntoAWarehouse() throws IOException, InterruptedException {
        Path folder = DOCKETS.newFolder();
        Database warehouse = PostgreSql.newDatabase();
        Client analyst = docket.client("analyst");
        int before = 0;
        for (int times = 0; times < 2; times++) {
            before = Integer.parseInt(docket.client("bank-channel")
                    .complain("WAREHOUSE", "A fee")
                    .expect(201)
                    .header("Consistency-Token"));
            try (var script = EventsToPostgres.start(folder, docket.address(), warehouse, Map.of("UNTIL", "now"))) {
                assertThat(script.awaitEnd()).as(script.output()).isZero();
            }
            assertThat(WarehouseIntegrationTest.addFile(folder, docket.address(), requireNonNull(analyst.token())))
                    .isZero();
        }
        List<String> events = analyst.get("/events?until=now", "Accept", "application/x-ndjson")
                .expect(200)
                .text()
                .lines()
                .toList();
        List<String> inFiles = WarehouseIntegrationTest.lines(folder);
        assertThat(inFiles).isEqualTo(events.subList(0, inFiles.size()));
        List<JsonNode> inTable = warehouse.query("select event::text from docket_event order by position").stream()
                .map(ReadmeIntegrationTest::parse)
                .toList();
        assertThat(inTable)
                .hasSizeGreaterThanOrEqualTo(before)
                .isEqualTo(events.stream()
                        .limit(inTable.size())
                        .map(ReadmeIntegrationTest::parse)
                        .toList());
        assertThat(inFiles).hasSizeGreaterThanOrEqualTo(inTable.size());
    }

    private static JsonNode parse(String json) {
        return JsonMapper.shared().readTree(json);
    }

    /** Caught, and not even logged: only an option of the JVM, which the command brings, ends the process then. */
    @Test
    void outOfMemoryTheProcessEndsWhoeverCatchesTheError() throws Exception {
        Path folder = DOCKETS.newFolder();
        DocketProcess dying = DOCKETS.start(DocketSettings.in(folder));
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

        VirtualMachine jvm = VirtualMachine.attach(String.valueOf(dying.pid()));
        assertThatThrownBy(() -> jvm.loadAgent(agent.toString())).isInstanceOf(IOException.class);

        assertThat(dying.awaitEnd()).isEqualTo(3);
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
