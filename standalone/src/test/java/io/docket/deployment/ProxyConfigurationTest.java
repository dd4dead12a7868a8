package io.docket.deployment;

import static io.docket.deployment.Delivered.at;
import static io.docket.deployment.Delivered.list;
import static io.docket.deployment.Delivered.map;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.docket.eventstream.endpoint.EventStreams;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The proxy looks for the processes where they are, and listens where others look for it. */
class ProxyConfigurationTest {

    private static final String RULES = Delivered.text("deploy/haproxy/haproxy.cfg");
    private static final String SERVERS = Delivered.text("deploy/haproxy/servers.cfg");
    private static final Map<String, Object> COMPOSE =
            map(at(map(Delivered.yaml("docker-compose.yml").get(0)), "services"));

    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)-([\\w.-]+):(\\d+)}");
    private static final Pattern BIND = Pattern.compile("\\$\\{DOCKET_PROXY_BIND-:(\\d+)}");
    private static final Pattern OF_A_NAMESPACE =
            Pattern.compile("([a-z-]+)\\.\\$\\(NAMESPACE\\)\\.svc\\.cluster\\.local:(\\d+)");
    private static final Pattern CLIENT = Pattern.compile("timeout client (\\d+)s");

    private static MatchResult the(Pattern pattern, String text) {
        return pattern.matcher(text).results().findFirst().orElseThrow();
    }

    private static int port() {
        return Integer.parseInt(the(BIND, RULES).group(1));
    }

    /** By the names and ports that it has if it is told none. */
    @Test
    void withComposeItFindsTheServices() {
        Map<String, String> ports = Map.of(
                "command-side",
                "8080",
                "query-side",
                "8080",
                "keycloak",
                at(COMPOSE, "keycloak", "environment", "KC_HTTP_PORT").toString());
        Map<String, String> places =
                PLACE.matcher(SERVERS).results().collect(toMap(found -> found.group(2), found -> found.group(3)));

        assertThat(places).isEqualTo(ports).allSatisfy((host, port) -> {
            assertThat(at(COMPOSE, host, "networks").toString()).contains("inside");
            assertThat(map(at(COMPOSE, host, "environment"))).doesNotContainKey("SERVER_PORT");
        });
        assertThat(map(at(COMPOSE, "proxy", "environment")))
                .doesNotContainKeys("DOCKET_COMMAND_SIDE", "DOCKET_QUERY_SIDE", "DOCKET_PROXY_BIND");
        assertThat(at(COMPOSE, "proxy", "networks").toString()).contains("inside");
        assertThat(list(at(COMPOSE, "proxy", "ports")).toString()).contains(":" + port() + "]");
        assertThat(at(COMPOSE, "proxy", "healthcheck", "test").toString()).contains("/127.0.0.1/" + port());
        assertThat(Delivered.text("Dockerfile")).contains("\nEXPOSE 8080\n");
    }

    /** Each a name that stands for all processes, and not for one address. */
    @Test
    void inKubernetesItFindsTheServices() {
        Map<String, Object> proxy = Manifests.container(Manifests.workload("proxy"));
        Map<String, String> told = list(proxy.get("env")).stream()
                .filter(variable -> map(variable).containsKey("value"))
                .collect(toMap(variable -> at(variable, "name").toString(), variable -> at(variable, "value")
                        .toString()));

        assertThat(told)
                .containsOnlyKeys("DOCKET_COMMAND_SIDE", "DOCKET_QUERY_SIDE")
                .allSatisfy((variable, place) -> {
                    assertThat(SERVERS).contains("${" + variable + "-");
                    MatchResult found = the(OF_A_NAMESPACE, place);
                    assertThat(Manifests.ofKind("Service")
                                    .filter(service -> Manifests.name(service).equals(found.group(1))))
                            .singleElement()
                            .satisfies(service -> {
                                assertThat(at(service, "spec", "clusterIP")).isEqualTo("None");
                                assertThat(list(at(service, "spec", "ports")).toString())
                                        .contains("port=" + found.group(2) + ",");
                            });
                });
        assertThat(told.get("DOCKET_COMMAND_SIDE")).startsWith("command-side.");
        assertThat(told.get("DOCKET_QUERY_SIDE")).startsWith("query-side.");
        assertThat(map(list(proxy.get("ports")).get(0))).containsEntry("containerPort", port());
    }

    @Test
    void itHasTheFilesThatItIsStartedWith() {
        Object generated = at(
                list(Manifests.kustomization("deploy/haproxy/").get("configMapGenerator"))
                        .get(0),
                "files");
        String folder = at(
                        list(at(Manifests.container(Manifests.workload("proxy")), "volumeMounts"))
                                .get(0),
                        "mountPath")
                .toString();
        for (Object command : List.of(
                at(Manifests.container(Manifests.workload("proxy")), "command"), at(COMPOSE, "proxy", "command"))) {
            assertThat(list(command).stream()
                            .map(Object::toString)
                            .filter(word -> word.startsWith("/"))
                            .toList())
                    .containsExactly(folder + "/haproxy.cfg", folder + "/servers.cfg");
        }
        assertThat(generated).hasToString("[haproxy.cfg, servers.cfg]");
        assertThat(list(at(COMPOSE, "proxy", "volumes")).toString()).contains("./deploy/haproxy:" + folder + ":ro");
    }

    /** Who takes nothing of a stream is cut off by Docket, which says so, and not by the proxy before. */
    @Test
    void itIsMorePatientThanDocket() {
        assertThat(Duration.ofSeconds(Long.parseLong(the(CLIENT, RULES).group(1))))
                .isGreaterThan(EventStreams.PATIENCE);
    }
}
