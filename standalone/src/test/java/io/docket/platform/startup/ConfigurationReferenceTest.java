package io.docket.platform.startup;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.OwnSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reference of settings tells of all that there are, and of no other. */
class ConfigurationReferenceTest {

    private static final Path ROOT = Path.of("..");
    private static final Settings KNOWN = Settings.ofTheClassPath();

    /** A setting, its variable, its type, and its default. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z][a-z0-9.-]+)` \\| `([A-Z0-9_]+)` \\| ([^|]+) \\| ([^|]+) \\| [^|]+ \\|$");

    private static final Pattern ROW_OF_A_VARIABLE = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

    private static final Pattern READ_IN_JAVA =
            Pattern.compile("(?:environment\\.get|getenv|getOrDefault)\\(\"([A-Z_]+)\"");

    private static final Pattern READ_BY_THE_COMMAND = Pattern.compile("\\$\\{?([A-Z][A-Z_]+)");

    private static final Pattern SET = Pattern.compile("(?m)^([A-Z_]+)=");

    private record Described(String name, String variable, String type, String standard) {

        boolean isOf(Setting setting) {
            return setting.isNamed(ConfigurationPropertyName.of(name));
        }
    }

    private static String reference() throws IOException {
        return Files.readString(ROOT.resolve("docs/reference/configuration.md"));
    }

    private static List<Described> described() throws IOException {
        return ROW.matcher(reference())
                .results()
                .map(row -> new Described(
                        row.group(1), row.group(2), row.group(3), row.group(4).replace("`", "")))
                .toList();
    }

    @Test
    void describesEachSettingOnceAndNoneThatIsNot() throws IOException {
        List<Described> described = described();

        assertThat(described).extracting(Described::name).doesNotHaveDuplicates();
        assertThat(described)
                .filteredOn(row -> row.name().startsWith("docket."))
                .allSatisfy(row -> assertThat(KNOWN.all()).as(row.name()).anyMatch(row::isOf));
        assertThat(KNOWN.all())
                .hasSizeGreaterThan(50)
                .allSatisfy(setting -> assertThat(described).as(setting.name()).anyMatch(row -> row.isOf(setting)));
    }

    @Test
    void namesTheVariableOfEach() throws IOException {
        assertThat(described()).allSatisfy(row -> assertThat(row.variable())
                .isEqualTo(row.name().replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT)));
    }

    @Test
    void tellsTheTypeOfEachAndTheUnitOfEachNumber() throws IOException {
        for (Described row : described()) {
            assertThat(KNOWN.all().stream().filter(row::isOf))
                    .allSatisfy(setting -> assertThat(row.type()).as(row.name()).matches(inWords(setting.type())));
        }
    }

    private static String inWords(String type) {
        if (type.contains(Resource.class.getName())) {
            return "file";
        }
        if (type.startsWith("java.util.")) {
            return "list";
        }
        if (type.equals(Duration.class.getName())) {
            return "duration";
        }
        return switch (type) {
            case "java.lang.Integer" -> "whole number, .+";
            case "java.lang.Boolean" -> "true or false";
            case "java.lang.String" -> "text(, secret)?";
            case "java.net.URI" -> "address";
            case "java.nio.file.Path" -> "path";
            default -> "one of `.+`";
        };
    }

    /** Of Spring Boot's settings, where it is not Spring Boot's. */
    @Test
    void tellsTheDefaultOfEach() throws IOException {
        Map<String, String> ofTheCode = defaultsOfTheCode();
        Map<String, String> ofTheFile = defaultsOfTheFile();
        assertThat(ofTheCode).containsEntry("docket.co.read-timeout", "10s");
        assertThat(ofTheFile).containsEntry("docket.card-orders.proposal-lifetime", "30d");

        assertThat(described())
                .filteredOn(row -> row.name().startsWith("docket.") || ofTheFile.containsKey(row.name()))
                .allSatisfy(row -> {
                    String standard = ofTheFile.getOrDefault(row.name(), ofTheCode.getOrDefault(row.name(), ""));
                    assertThat(row.standard()).as(row.name()).isEqualTo(standard.isEmpty() ? "none" : standard);
                });
    }

    private static Map<String, String> defaultsOfTheCode() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        for (Resource file : new PathMatchingResourcePatternResolver()
                .getResources("classpath*:META-INF/spring-configuration-metadata.json")) {
            JsonMapper.shared()
                    .readTree(file.getContentAsByteArray())
                    .path("properties")
                    .forEach(property ->
                            defaults.put(property.path("name").asString(), text(property.path("defaultValue"))));
        }
        return defaults;
    }

    /** Of a list as the compiler writes it, the elements. */
    private static String text(JsonNode value) {
        return (value.isArray()
                        ? value.valueStream().map(JsonNode::asString).collect(joining(", "))
                        : value.asString(""))
                .replaceFirst("^\\[(.*)]$", "$1");
    }

    /** Lists are one text. */
    private static Map<String, String> defaultsOfTheFile() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        for (EnumerablePropertySource<?> file : OwnSettings.read()) {
            for (String name : file.getPropertyNames()) {
                defaults.merge(
                        name.replaceFirst("\\[\\d+]$", ""),
                        String.valueOf(file.getProperty(name)),
                        (one, next) -> one + ", " + next);
            }
        }
        return defaults;
    }

    @Test
    void tellsOfEachVariableThatIsReadByItsName() throws IOException {
        Set<String> read = new TreeSet<>(variables(READ_BY_THE_COMMAND, ROOT.resolve("src/launch/docket")));
        for (String program :
                List.of("platform", "console", "command-side", "query-side", "standalone", "simulators", "verifier")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(program).resolve("src/main/java"))) {
                for (Path file : files.filter(found -> found.toString().endsWith(".java"))
                        .toList()) {
                    read.addAll(variables(READ_IN_JAVA, file));
                }
            }
        }

        assertThat(read).contains("JAVA_OPTS", "DOCKET_TOKEN");
        assertThat(variables(ROW_OF_A_VARIABLE, ROOT.resolve("docs/reference/configuration.md")))
                .isEqualTo(read);
    }

    private static Set<String> variables(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1))
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void describesWhatTheServiceSets() throws IOException {
        Set<String> described = described().stream().map(Described::variable).collect(toSet());
        described.add("JAVA_OPTS");

        assertThat(variables(SET, ROOT.resolve("deploy/systemd/docket.env")))
                .contains("DOCKET_PRIVACY_MASTERKEYS")
                .isSubsetOf(described);
    }
}
