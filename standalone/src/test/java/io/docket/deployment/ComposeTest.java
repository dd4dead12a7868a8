package io.docket.deployment;

import static io.docket.deployment.Delivered.at;
import static io.docket.deployment.Delivered.list;
import static io.docket.deployment.Delivered.map;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What {@code docker-compose.yml} and the {@code Dockerfile} name is there, and means what the programs read. That
 * containers start, no test sees.
 */
class ComposeTest {

    private static final Map<String, Object> COMPOSE =
            map(Delivered.yaml("docker-compose.yml").get(0));
    private static final Map<String, Object> SERVICES = map(COMPOSE.get("services"));
    private static final String TEXT = Delivered.text("docker-compose.yml");
    private static final String DOCKERFILE = Delivered.text("Dockerfile");
    private static final Map<String, String> DEMO = Delivered.variables("deploy/compose/demo.env");

    /** Settings of each side: of the platform, and of its own. */
    private static final Map<String, Set<String>> SIDES = Map.of(
            "tables", Set.of("platform", "console", "command-side"),
            "command-side", Set.of("platform", "console", "command-side"),
            "query-side", Set.of("platform", "console", "query-side"));

    /** {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${NAME:?what it is}}. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Z_]+)(?::([-?])([^}]*))?}");

    private static final Pattern FIXED_VERSION = Pattern.compile(".+:v?\\d+\\.\\d+[\\w.-]*");
    private static final Pattern ADDRESS = Pattern.compile("(?:https?|jdbc:postgresql)://([a-z.-]+):(\\d+)");

    private static final int OTHER_THREADS = 300;

    private static Map<String, Object> service(String name) {
        return map(SERVICES.get(name));
    }

    private static Stream<String> services() {
        return SERVICES.keySet().stream();
    }

    /** As with the settings of the demonstration. */
    private static String resolved(Object value) {
        return REFERENCE.matcher(String.valueOf(value)).replaceAll(found -> {
            String fallback = "-".equals(found.group(2)) ? found.group(3) : "";
            return Matcher.quoteReplacement(DEMO.getOrDefault(found.group(1), fallback));
        });
    }

    private static Map<String, String> environment(String service) {
        Object environment = service(service).get("environment");
        return environment == null
                ? Map.of()
                : map(environment).entrySet().stream()
                        .collect(toMap(Map.Entry::getKey, entry -> resolved(entry.getValue())));
    }

    /** Of a volume as it is written: what is mounted, and where. */
    private record Mount(String source, String target) {

        static List<Mount> of(String service) {
            return list(service(service).get("volumes")).stream()
                    .map(ComposeTest::resolved)
                    .map(volume -> volume.split(":", -1))
                    .map(parts -> new Mount(parts[0], parts[1]))
                    .toList();
        }

        boolean isFile() {
            return source.startsWith(".");
        }

        Path path() {
            return Delivered.ROOT.resolve(source).normalize();
        }
    }

    @Test
    void eachImageHasAFixedVersionOrIsBuiltHere() {
        assertThat(services()).isNotEmpty().allSatisfy(name -> {
            assertThat(String.valueOf(service(name).get("image"))).as(name).matches(FIXED_VERSION);
            if (service(name).containsKey("build")) {
                assertThat(DOCKERFILE)
                        .as(name)
                        .contains(" AS " + map(service(name).get("build")).get("target") + "\n");
            }
        });
    }

    @Test
    void theImagesThatOursAreMadeOfHaveFixedVersions() {
        String java = group(DOCKERFILE, "ARG JAVA=(\\S+)");
        Set<String> stages = groups(DOCKERFILE, " AS (\\S+)");
        Set<String> others = Stream.concat(
                        groups(DOCKERFILE, "FROM (\\S+)").stream(), groups(DOCKERFILE, "COPY --from=(\\S+)").stream())
                .filter(image -> !stages.contains(image))
                .map(image -> image.replace("${JAVA}", java))
                .collect(toCollection(TreeSet::new));

        assertThat(others)
                .hasSizeGreaterThan(3)
                .allMatch(image -> FIXED_VERSION.matcher(image).matches());
        assertThat(others)
                .contains("quay.io/keycloak/keycloak:"
                        + group(Delivered.text("pom.xml"), "<keycloak.version>(\\S+)</keycloak.version>"));
    }

    /** What it copies of the repository; the rest are files of its own stages. */
    @Test
    void whatTheImagesAreMadeOfIsThere() {
        Set<String> copied = new TreeSet<>();
        groups(DOCKERFILE, "COPY (?:--chmod=\\d+ )?((?!--from)[\\w./ -]+) /\\S+\n")
                .forEach(files -> copied.addAll(List.of(files.split(" ", -1))));

        assertThat(copied).contains("deploy/docker/start").allSatisfy(file -> assertThat(Delivered.ROOT.resolve(file))
                .exists());
        groups(DOCKERFILE, "ENTRYPOINT \\[\"/opt/docket/([a-z-]+)\"")
                .forEach(command -> assertThat(Delivered.ROOT.resolve("deploy/docker/" + command))
                        .isExecutable());
        assertThat(groups(DOCKERFILE, "USER (\\S+)")).contains("10001:10001");
    }

    /** Those of Spring Boot's that have a name in them, such as of an SSL bundle, begin as its settings do. */
    @Test
    void theSidesReadEachVariableThatIsSet() {
        SIDES.forEach((side, modules) -> {
            Delivered.Variables known = Delivered.readBy(modules);
            Set<String> set = new TreeSet<>(environment(side).keySet());

            assertThat(set).as(side).contains("DOCKET_PRIVACY_MASTERKEYS", "JAVA_OPTS");
            set.remove("JAVA_OPTS");
            assertThat(Delivered.text("deploy/docker/start")).contains("$JAVA_OPTS");
            assertThat(set).as(side).allMatch(known::has, "is a setting");
        });
        assertThat(Delivered.readBy(Set.of("platform", "console", "command-side"))
                        .has("DOCKET_AUDIT_LOG_KEYS"))
                .isFalse();
    }

    @Test
    void theSidesHaveWhatTheyDoNotStartWithout() {
        SIDES.keySet().forEach(side -> assertThat(environment(side))
                .containsKeys(
                        "SPRING_DATASOURCE_URL",
                        "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI",
                        "DOCKET_PRIVACY_MASTERKEYS"));
        assertThat(environment("query-side")).containsKey("DOCKET_AUDIT_LOG_KEYS");
        assertThat(environment("command-side"))
                .containsKeys(Delivered.variables("deploy/systemd/docket.env").keySet().stream()
                        .filter(variable -> variable.matches(
                                "DOCKET_(CARDORDERS|ESIM|SALESLEADS|SMDP)_.*" + "|DOCKET_(CARDSYSTEM|CO)_BASEURL"))
                        .toArray(String[]::new));
    }

    @Test
    void theProxyCanBeToldWhoEndsTlsInFrontOfIt() {
        assertThat(environment("proxy")).containsKey("DOCKET_PROXY_FRONT");
        assertThat(Delivered.text("deploy/haproxy/haproxy.cfg")).contains("${DOCKET_PROXY_FRONT-");
    }

    /** Who could change tables is gone when the processes are there that others can reach. */
    @Test
    void theOwnerOfTheTablesStaysOutside() {
        assertThat(environment("tables"))
                .containsKeys("SPRING_FLYWAY_USER", "SPRING_FLYWAY_PASSWORD")
                .containsEntry("JAVA_OPTS", "-Dspring.context.exit=onRefresh");
        assertThat(environment("tables").get("SPRING_FLYWAY_PASSWORD")).isEqualTo(DEMO.get("DOCKET_OWNER_PASSWORD"));
        services().filter(name -> !Set.of("tables", "postgres").contains(name)).forEach(name -> assertThat(
                        environment(name).values())
                .as(name)
                .doesNotContain(DEMO.get("DOCKET_OWNER_PASSWORD")));
        assertThat(at(service("command-side"), "depends_on", "tables", "condition"))
                .isEqualTo("service_completed_successfully");
    }

    @Test
    void whatIsMountedIsThere() {
        Set<String> volumes = map(COMPOSE.get("volumes")).keySet();
        Set<String> used = new TreeSet<>();
        services().flatMap(name -> Mount.of(name).stream()).forEach(mount -> {
            if (mount.isFile()) {
                assertThat(mount.path()).exists();
            } else if (!mount.source().equals("/dev/null")) {
                assertThat(volumes).contains(mount.source());
                used.add(mount.source());
            }
        });

        assertThat(used).isEqualTo(new TreeSet<>(volumes));
    }

    /** Files in containers: below what is mounted, or made by the service that makes keys. */
    @Test
    void theFilesThatSettingsNameAreThere() {
        String keys = Delivered.text("deploy/docker/make-keys");
        SIDES.keySet().forEach(side -> {
            List<String> files = environment(side).values().stream()
                    .map(value -> value.replaceFirst("^file:", ""))
                    .filter(value -> value.matches("/etc/.*/.+"))
                    .toList();
            assertThat(files).isNotEmpty().allSatisfy(file -> {
                Mount mount = Mount.of(side).stream()
                        .filter(mounted -> file.startsWith(mounted.target() + "/"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(side + " has no " + file));
                String below = file.substring(mount.target().length() + 1);
                if (mount.isFile()) {
                    assertThat(mount.path().resolve(below)).exists();
                } else {
                    assertThat(keys).contains(below.replaceFirst("docket\\.p12$", "owner.p12"));
                }
            });
        });
    }

    @Test
    void eachSettingIsAskedForOrGivenAndTheDemonstrationGivesAllThatIsAskedFor() {
        Set<String> asked = new TreeSet<>();
        Map<String, String> defaults = new TreeMap<>();
        for (MatchResult found : REFERENCE.matcher(TEXT).results().toList()) {
            if ("-".equals(found.group(2))) {
                defaults.put(found.group(1), found.group(3));
            } else {
                assertThat(found.group(2)).as(found.group(1)).isEqualTo("?");
                asked.add(found.group(1));
            }
        }
        assertThat(DEMO.keySet()).containsAll(asked);
        asked.addAll(defaults.keySet());
        asked.add("COMPOSE_PROFILES");
        assertThat(asked).containsAll(DEMO.keySet());
        assertThat(defaults).allSatisfy((name, value) -> assertThat(value)
                .as(name)
                .satisfiesAnyOf(none -> assertThat(none).isIn("", "/dev/null"), none -> assertThat(name)
                        .doesNotMatch(".*(PASSWORD|SECRET|TOKEN).*")));
    }

    /** Hosts are services, or other names of theirs, and the ports are those that they listen on. */
    @Test
    void addressesAreThoseOfServices() {
        Map<String, String> ports = new TreeMap<>(Map.of("postgres", "5432"));
        ports.put("simulators", group(DOCKERFILE, "\"--port=(\\d+)\""));
        ports.put("keycloak.localhost", environment("keycloak").get("KC_HTTP_PORT"));
        ports.put("prometheus", "9090");
        List<String> places = new ArrayList<>();
        services().forEach(name -> places.addAll(environment(name).values()));
        places.add(Delivered.text("deploy/compose/prometheus.yml"));
        places.add(Delivered.text("deploy/compose/grafana-provisioning.yml"));
        places.removeIf(place -> place.equals(DEMO.get("DOCKET_ORIGIN")));

        List<MatchResult> addresses = places.stream()
                .flatMap(place -> ADDRESS.matcher(place).results())
                .toList();
        assertThat(addresses).hasSizeGreaterThan(8).allSatisfy(address -> assertThat(ports)
                .containsEntry(address.group(1), address.group(2)));
        Stream.of("postgres", "simulators", "prometheus")
                .forEach(host -> assertThat(SERVICES).containsKey(host));
        assertThat(at(service("keycloak"), "networks").toString()).contains("[keycloak.localhost]");
    }

    @Test
    void theDemonstrationsIssuerIsTheRealmThatIsMounted() {
        assertThat(DEMO.get("DOCKET_ISSUER"))
                .isEqualTo(environment("keycloak").get("KC_HOSTNAME") + "/realms/"
                        + Delivered.json("deploy/keycloak/docket-realm.json")
                                .required("realm")
                                .asString());
        String published = list(service("proxy").get("ports")).get(0).toString();
        assertThat(resolved(published))
                .endsWith(
                        ":" + URI.create(DEMO.getOrDefault("DOCKET_ORIGIN", "")).getPort() + ":8080");
    }

    @Test
    void metricsAreReadWhereTheyAre() {
        Map<String, Object> job = map(
                list(map(Delivered.yaml("deploy/compose/prometheus.yml").get(0)).get("scrape_configs"))
                        .get(0));
        Map<String, Object> found = map(list(job.get("dns_sd_configs")).get(0));

        assertThat(list(found.get("names")))
                .map(Object::toString)
                .containsExactlyInAnyOrder("command-side", "query-side");
        SIDES.keySet().forEach(side -> assertThat(environment(side))
                .doesNotContainKeys("SERVER_PORT", "MANAGEMENT_SERVER_PORT"));
        assertThat(found).containsEntry("port", 8080);
        assertThat(Mount.of("prometheus"))
                .extracting(Mount::target)
                .contains(at(job, "oauth2", "client_secret_file").toString());
        assertThat(Delivered.text(DEMO.getOrDefault("DOCKET_OPERATOR_SECRET_FILE", "")))
                .isEqualTo("operator-secret");
    }

    /** A container can do no more than it needs to, and cannot take the machine with it. */
    @Test
    void eachServiceIsConfined() {
        assertThat(services()).allSatisfy(name -> {
            Map<String, Object> service = service(name);
            assertThat(service).as(name).containsEntry("read_only", true).containsKeys("pids_limit", "logging");
            assertThat(list(service.get("cap_drop")))
                    .as(name)
                    .map(Object::toString)
                    .containsExactly("ALL");
            assertThat(list(service.get("security_opt")).toString()).as(name).contains("no-new-privileges:true");
            if (!name.equals("keys")) {
                assertThat(at(service, "deploy").toString()).as(name).contains("memory=", "cpus=");
            }
        });
    }

    /** A service that stays says how it is: {@code up --wait} waits for that. */
    @Test
    void whatStaysTellsItsHealth() {
        assertThat(services().filter(name -> !"no".equals(service(name).get("restart"))))
                .hasSizeGreaterThan(5)
                .allMatch(name -> service(name).containsKey("healthcheck") || isCheckedByItsImage(name));
    }

    /** The threads that take requests, and some hundred more: a process that may not have one more ends. */
    @Test
    void theSidesMayHaveAllTheThreadsThatTheyUse() {
        int threads = (Integer) at(
                Delivered.yaml("platform/src/main/resources/docket.yml").get(0), "server", "tomcat", "threads", "max");
        SIDES.keySet().forEach(side -> assertThat((Integer) at(service(side), "pids_limit"))
                .as(side)
                .isGreaterThan(threads + OTHER_THREADS));
    }

    /** What others wait for says when it is ready. */
    @Test
    void whatIsWaitedForTellsItsHealth() {
        services().forEach(name -> {
            Object waits = service(name).get("depends_on");
            if (waits == null) {
                return;
            }
            map(waits).forEach((other, how) -> {
                assertThat(SERVICES).containsKey(other);
                if ("service_healthy".equals(map(how).get("condition"))) {
                    assertThat(service(other).containsKey("healthcheck") || isCheckedByItsImage(other))
                            .as(other)
                            .isTrue();
                }
            });
        });
    }

    private static boolean isCheckedByItsImage(String service) {
        Object build = service(service).get("build");
        if (build == null) {
            return false;
        }
        String stage =
                DOCKERFILE.substring(DOCKERFILE.indexOf(" AS " + map(build).get("target") + "\n"));
        int next = stage.indexOf("\nFROM ");
        return (next < 0 ? stage : stage.substring(0, next)).contains("HEALTHCHECK");
    }

    @Test
    void theScriptsAreScripts() throws Exception {
        for (String script : List.of(
                "docker/start", "docker/healthy", "docker/make-keys", "docker/archive", "compose/databases.sh")) {
            Path file = Delivered.ROOT.resolve("deploy").resolve(script);
            assertThat(Files.isExecutable(file)).as(script).isTrue();
            assertThat(new ProcessBuilder("bash", "-n", file.toString()).start().waitFor())
                    .as(script)
                    .isZero();
        }
    }

    private static Set<String> groups(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(toCollection(TreeSet::new));
    }

    private static String group(String text, String pattern) {
        return groups(text, pattern).iterator().next();
    }
}
