package io.docket.handbook;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The pages are found, their links lead somewhere, and they tell of all that there is. */
class HandbookTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Path CONTENTS = DOCS.resolve("README.md");

    private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```$|`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern OTHER_SITE = Pattern.compile("[a-z]+:.*");

    private static final Pattern CLAIM = Pattern.compile("getClaimAs\\w+\\(\"([a-z_]+)\"\\)");

    private static List<Path> pages(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> links(Path page) throws IOException {
        return LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""))
                .results()
                .map(found -> found.group(1))
                .filter(link -> !OTHER_SITE.matcher(link).matches())
                .toList();
    }

    /** As they are made of headings where the pages are shown. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(toCollection(TreeSet::new));
    }

    private static Set<String> groups(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void eachPageIsInTheContents() throws IOException {
        List<Path> linked = links(CONTENTS).stream()
                .map(link -> CONTENTS.resolveSibling(link).normalize())
                .toList();

        assertThat(pages(DOCS))
                .hasSizeGreaterThan(60)
                .filteredOn(page -> !page.equals(CONTENTS) && !page.startsWith(DOCS.resolve("adr")))
                .isSubsetOf(linked);
        assertThat(links(DOCS.resolve("adr/README.md")))
                .containsAll(pages(DOCS.resolve("adr")).stream()
                        .map(page -> page.getFileName().toString())
                        .filter(name -> !name.equals("README.md"))
                        .toList());
    }

    @Test
    void linksLeadToWhatIsThere() throws IOException {
        List<Path> pages = new ArrayList<>(pages(DOCS));
        Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "benchmarks/README.md")
                .map(ROOT::resolve)
                .forEach(pages::add);
        List<String> broken = new ArrayList<>();
        for (Path page : pages) {
            for (String link : links(page)) {
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
                if (!Files.exists(target)
                        || (parts.length > 1 && !anchors(target).contains(parts[1]))) {
                    broken.add(ROOT.relativize(page) + " -> " + link);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void theScopesAreThoseOfTheContract() throws IOException {
        JsonNode scopes = new YAMLMapper()
                .readTree(Files.readString(ROOT.resolve("api-contracts/src/main/resources/openapi/common.yaml")))
                .at("/components/securitySchemes/oauth2/flows/clientCredentials/scopes");
        String tokens = Files.readString(DOCS.resolve("reference/tokens.md"));

        assertThat(groups("(?m)^\\| `([a-z.]+)` \\|", tokens.substring(tokens.indexOf("\n## Scopes\n"))))
                .contains("audit.read")
                .containsExactlyInAnyOrderElementsOf(scopes.propertyNames());
    }

    @Test
    void theClaimsAreThoseThatAreRead() throws IOException {
        Set<String> read = new TreeSet<>();
        for (String module : List.of("platform", "console", "command-side", "query-side", "standalone")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    read.addAll(groups(CLAIM.pattern(), Files.readString(file)));
                }
            }
        }
        String tokens = Files.readString(DOCS.resolve("reference/tokens.md"));

        assertThat(read).contains("customer_number").allSatisfy(claim -> assertThat(tokens)
                .contains("`" + claim + "`"));
    }

    /** A full disk, a database that is away, a heap that was too small: another start may find it mended. */
    @Test
    void theServiceIsStartedAgainHoweverItFails() throws IOException {
        List<String> unit = Files.readAllLines(ROOT.resolve("deploy/systemd/docket.service"));

        assertThat(unit)
                .contains("ExecStart=/opt/docket/docket", "Restart=on-failure", "StartLimitIntervalSec=0")
                .contains("SuccessExitStatus=143")
                .noneMatch(line -> line.startsWith("RestartPreventExitStatus"))
                .as("the JVM compiles")
                .noneMatch(line -> line.startsWith("MemoryDenyWriteExecute"));
        assertThat(ROOT.resolve("src/launch/docket")).exists();
    }
}
