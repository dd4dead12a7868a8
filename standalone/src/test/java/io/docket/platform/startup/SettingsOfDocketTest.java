package io.docket.platform.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.docket.OwnSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.StandardEnvironment;

/** A setting that is read and not known would be refused. What the compiler does not find is listed by hand. */
class SettingsOfDocketTest {

    private static final Settings KNOWN = Settings.ofTheClassPath();
    private static final Path ROOT = Path.of("..");

    /** {@code @Value("${docket.…}")}, {@code @ConditionalOnProperty}, and names in constants, but for those of events. */
    private static final Pattern READ_IN_CODE = Pattern.compile(
            "\\$\\{(docket\\.[a-z0-9.-]+)|@ConditionalOnProperty\\((?:name = )?\"(docket\\.[a-z0-9.-]+)\""
                    + "|String [A-Z_]+ =\\s*\"(docket\\.[a-z0-9.-]+)(?<!\\.v[0-9])\"");

    private static final Pattern NAMES_AN_EVENT = Pattern.compile("@EventType\\(\"(docket\\.[a-z0-9.-]+)\"");

    /** What Axon Server has batches of the log under. */
    private static final String A_BATCH = "docket.log.batch";

    private static final Pattern NAMED_IN_TEXT = Pattern.compile("`(docket\\.[a-z0-9-]+(?:\\.[a-z0-9-]+)*)`");

    @Test
    void whatTheCodeReadsIsKnown() throws IOException {
        Set<String> read = new TreeSet<>();
        Set<String> events = new HashSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path sources : modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                        read.addAll(names(READ_IN_CODE, file));
                        events.addAll(names(NAMES_AN_EVENT, file));
                    });
                }
            }
        }
        read.removeAll(events);
        read.remove(A_BATCH);

        assertThat(read)
                .contains("docket.data", "docket.demo.enabled", "docket.simulators.port", "docket.production.allowed");
        assertThat(read).allSatisfy(SettingsOfDocketTest::assertKnown);
    }

    @Test
    void whatOurOwnFilesSetIsKnown() throws IOException {
        assertThat(OwnSettings.read().stream().flatMap(file -> Stream.of(file.getPropertyNames())))
                .filteredOn(name -> name.startsWith("docket."))
                .hasSizeGreaterThan(20)
                .allSatisfy(SettingsOfDocketTest::assertKnown);
    }

    @Test
    void whatTheReadmeNamesIsKnown() {
        assertThat(names(NAMED_IN_TEXT, ROOT.resolve("README.md")))
                .contains("docket.data")
                .allSatisfy(SettingsOfDocketTest::assertKnown);
    }

    /** Records inside of records are found by the compiler only where they are marked as nested. */
    @Test
    void eachIsOneValueAndNotAGroup() {
        assertThat(KNOWN.all())
                .filteredOn(setting -> setting.type().startsWith("io.docket."))
                .isNotEmpty()
                .allSatisfy(setting ->
                        assertThat(Class.forName(setting.type()).isEnum()).isTrue());
    }

    @Test
    void eachCanBeReadAndSaysWhatItIsFor() {
        Binder binder = Binder.get(new StandardEnvironment());

        assertThat(KNOWN.all()).hasSizeGreaterThan(40).allSatisfy(setting -> {
            assertThatCode(() -> setting.read(binder)).doesNotThrowAnyException();
            assertThat(setting.description()).isNotBlank();
        });
    }

    private static void assertKnown(String name) {
        assertThat(KNOWN.all()).as(name).anySatisfy(setting -> assertThat(
                        setting.isNamed(ConfigurationPropertyName.of(name))
                                || setting.name().startsWith(name + "."))
                .isTrue());
    }

    private static List<String> names(Pattern pattern, Path file) {
        try {
            return pattern.matcher(Files.readString(file))
                    .results()
                    .map(found -> Stream.of(1, 2, 3)
                            .filter(group -> group <= found.groupCount() && found.group(group) != null)
                            .map(found::group)
                            .findFirst()
                            .orElseThrow())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
