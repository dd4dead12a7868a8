package io.docket.deployment;

import static io.docket.deployment.Delivered.at;
import static io.docket.deployment.Delivered.list;
import static io.docket.deployment.Delivered.map;
import static io.docket.deployment.Manifests.BASE;
import static io.docket.deployment.Manifests.EXAMPLE;
import static io.docket.deployment.Manifests.all;
import static io.docket.deployment.Manifests.before;
import static io.docket.deployment.Manifests.container;
import static io.docket.deployment.Manifests.containers;
import static io.docket.deployment.Manifests.kustomization;
import static io.docket.deployment.Manifests.name;
import static io.docket.deployment.Manifests.ofKind;
import static io.docket.deployment.Manifests.pod;
import static io.docket.deployment.Manifests.workload;
import static io.docket.deployment.Manifests.workloads;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manifests are of the form that Kubernetes knows, fit together, and set what the programs read. */
class KubernetesTest {

    private static final Map<String, Set<String>> SIDES = Map.of(
            "command-side", Set.of("platform", "console", "command-side"),
            "query-side", Set.of("platform", "console", "query-side"));

    private interface Schema {
        void validate(JsonElement object) throws IOException;
    }

    /** Of each kind, as {@code apiVersion kind}. */
    private static final Map<String, Schema> SCHEMAS = Map.of(
            "apps/v1 Deployment", V1Deployment::validateJsonElement,
            "apps/v1 StatefulSet", V1StatefulSet::validateJsonElement,
            "networking.k8s.io/v1 Ingress", V1Ingress::validateJsonElement,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
            "v1 ConfigMap", V1ConfigMap::validateJsonElement,
            "v1 Namespace", V1Namespace::validateJsonElement,
            "v1 Service", V1Service::validateJsonElement,
            "v1 ServiceAccount", V1ServiceAccount::validateJsonElement);

    private static final Set<String> OF_A_KUSTOMIZATION = Set.of(
            "apiVersion",
            "kind",
            "namespace",
            "labels",
            "resources",
            "images",
            "replicas",
            "configMapGenerator",
            "patches");

    private static final Pattern SECRET = Pattern.compile("create secret generic (\\S+) (.*)");
    private static final Pattern KEY = Pattern.compile("--from-(?:literal|file)=([\\w.-]+)");
    private static final Pattern SHUTDOWN =
            Pattern.compile("`spring.lifecycle.timeout-per-shutdown-phase` .* `(\\d+)s`");

    private static void validate(Map<String, Object> resource) throws IOException {
        String kind = resource.get("apiVersion") + " " + resource.get("kind");
        requireNonNull(SCHEMAS.get(kind), kind).validate(new Gson().toJsonTree(resource));
    }

    @Test
    void eachObjectIsAsKubernetesKnowsIt() throws IOException {
        List<Map<String, Object>> all = all().toList();
        assertThat(all).hasSizeGreaterThan(15);
        for (Map<String, Object> resource : all) {
            validate(resource);
        }
    }

    @Test
    void aMisspeltFieldDeepInAnObjectWouldBeFound() {
        Map<String, Object> workload = workload("command-side");
        map(container(workload).get("readinessProbe")).put("failureTreshold", 3);

        assertThatThrownBy(() -> validate(workload)).hasMessageContaining("failureTreshold");
    }

    @Test
    void kustomizationsListWhatIsThereAndAllThatIsThere() throws IOException {
        for (String folder : List.of(BASE, EXAMPLE, "deploy/haproxy/")) {
            Map<String, Object> kustomization = kustomization(folder);
            assertThat(kustomization)
                    .as(folder)
                    .containsEntry("apiVersion", "kustomize.config.k8s.io/v1beta1")
                    .containsEntry("kind", "Kustomization");
            assertThat(OF_A_KUSTOMIZATION).as(folder).containsAll(kustomization.keySet());
            Set<String> listed = new TreeSet<>(Set.of("kustomization.yaml"));
            list(kustomization.get("resources")).forEach(resource -> listed.add(resource.toString()));
            for (Object generator : list(kustomization.get("configMapGenerator"))) {
                list(map(generator).get("envs")).forEach(file -> listed.add(file.toString()));
                list(map(generator).get("files")).forEach(file -> listed.add(file.toString()));
            }
            Path here = Delivered.ROOT.resolve(folder);
            assertThat(listed).as(folder).allSatisfy(file -> assertThat(here.resolve(file))
                    .exists());
            try (Stream<Path> files = Files.list(here)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .as(folder)
                        .allMatch(listed::contains);
            }
        }
    }

    private static Map<String, String> variables(String side) {
        return variables(side, container(workload(side)));
    }

    /** With their values, or where these come from. */
    private static Map<String, String> variables(String side, Map<String, Object> container) {
        Map<String, String> variables = new TreeMap<>(Delivered.variables(EXAMPLE + "docket.env"));
        variables.putAll(Delivered.variables(EXAMPLE + side + ".env"));
        list(container.get("env")).forEach(variable -> assertThat(variables.put(
                        at(variable, "name").toString(),
                        at(variable, map(variable).containsKey("value") ? "value" : "valueFrom")
                                .toString()))
                .as("set twice: %s", variable)
                .isNull());
        return variables;
    }

    @Test
    void theSidesReadEachVariableThatIsSetAndHaveWhatTheyNeed() {
        SIDES.forEach((side, modules) -> {
            Delivered.Variables known = Delivered.readBy(modules);
            assertThat(Delivered.text("deploy/docker/start")).contains("$JAVA_OPTS");
            for (Map<String, Object> container : containers(workload(side))) {
                Set<String> set = new TreeSet<>(variables(side, container).keySet());
                set.remove("JAVA_OPTS");

                assertThat(set)
                        .as("%s of %s", container.get("name"), side)
                        .contains(
                                "SPRING_DATASOURCE_URL",
                                "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI",
                                "DOCKET_PRIVACY_MASTERKEYS")
                        .allMatch(known::has, "is a setting");
                assertThat(list(container.get("envFrom")).toString())
                        .isEqualTo("[{configMapRef={name=docket}}, {configMapRef={name=docket-" + side + "}}]");
            }
        });
        assertThat(variables("query-side")).containsKey("DOCKET_AUDIT_LOG_KEYS");
        assertThat(variables("command-side"))
                .containsKeys(Delivered.variables("deploy/systemd/docket.env").keySet().stream()
                        .filter(variable -> variable.matches(
                                "DOCKET_(CARDORDERS|ESIM|SALESLEADS|SMDP)_.*" + "|DOCKET_(CARDSYSTEM|CO)_BASEURL"))
                        .toArray(String[]::new));
    }

    /** The Ingress ends TLS: without being told, the proxy would say that clients come without it. */
    @Test
    void theProxyReadsEachVariableThatIsSet() {
        String configuration =
                Delivered.text("deploy/haproxy/haproxy.cfg") + Delivered.text("deploy/haproxy/servers.cfg");
        assertThat(Delivered.variables(EXAMPLE + "proxy.env").keySet())
                .contains("DOCKET_PROXY_FRONT")
                .allMatch(variable -> configuration.contains("${" + variable + "-"), "is read by the proxy");
        assertThat(list(container(workload("proxy")).get("envFrom")).toString())
                .isEqualTo("[{configMapRef={name=docket-proxy-settings}}]");
    }

    /** It is told all that the process that stays is told, which can do what the role of its side can. */
    @Test
    void theOwnerOfTheTablesEndsBeforeTheProcessBegins() {
        Map<String, Object> command = workload("command-side");
        assertThat(before(command)).singleElement().satisfies(tables -> {
            assertThat(tables).containsEntry("image", at(container(command), "image"));
            assertThat(variables("command-side", tables))
                    .containsAllEntriesOf(variables("command-side"))
                    .containsEntry("JAVA_OPTS", "-Dspring.context.exit=onRefresh")
                    .containsEntry("SPRING_FLYWAY_USER", "docket")
                    .containsEntry("SPRING_FLYWAY_PASSWORD", "{secretKeyRef={name=docket-database, key=docket}}");
        });
        SIDES.keySet().forEach(side -> assertThat(variables(side))
                .doesNotContainKeys("SPRING_FLYWAY_USER", "SPRING_FLYWAY_PASSWORD"));
    }

    /** Files that settings name lie below a volume that has them. */
    @Test
    void theFilesThatSettingsNameAreMounted() {
        SIDES.keySet().forEach(side -> {
            String volumes = at(pod(workload(side)), "volumes")
                    + String.valueOf(map(at(workload(side), "spec")).get("volumeClaimTemplates"));
            for (Map<String, Object> container : containers(workload(side))) {
                Map<String, String> mounts = new TreeMap<>();
                list(container.get("volumeMounts"))
                        .forEach(mount -> mounts.put(
                                at(mount, "mountPath").toString(),
                                at(mount, "name").toString()));
                assertThat(mounts.values())
                        .allSatisfy(name -> assertThat(volumes).containsPattern("name=" + name + "[,}]"));
                assertThat(variables(side, container).values().stream()
                                .map(value -> value.replaceFirst("^file:", ""))
                                .filter(value -> value.startsWith("/")))
                        .isNotEmpty()
                        .allSatisfy(file -> {
                            String folder = file.substring(0, file.lastIndexOf('/'));
                            assertThat(mounts).containsKey(folder);
                            String volume = mounts.getOrDefault(folder, "");
                            if (volume.equals("keys") || volume.equals("partners")) {
                                assertThat(volumes).contains("path=" + file.substring(file.lastIndexOf('/') + 1) + "}");
                            }
                        });
            }
        });
    }

    @Test
    void servicesBudgetsAndPoliciesFindTheirPods() {
        Set<String> labels = workloads()
                .map(workload -> {
                    Object label = at(workload, "spec", "template", "metadata", "labels", "app.kubernetes.io/name");
                    assertThat(at(workload, "spec", "selector", "matchLabels", "app.kubernetes.io/name"))
                            .isEqualTo(label)
                            .isEqualTo(name(workload));
                    assertThat(at(pod(workload), "serviceAccountName")).isEqualTo(name(workload));
                    return label.toString();
                })
                .collect(toCollection(TreeSet::new));

        assertThat(ofKind("Service").map(Manifests::name)).containsExactlyInAnyOrderElementsOf(labels);
        assertThat(ofKind("Service")).allSatisfy(service -> {
            assertThat(at(service, "spec", "selector").toString()).endsWith("=" + name(service) + "}");
            assertThat(map(list(at(service, "spec", "ports")).get(0)).get("targetPort"))
                    .isEqualTo(map(list(container(workload(name(service))).get("ports"))
                                    .get(0))
                            .get("name"));
        });
        assertThat(ofKind("ServiceAccount").map(Manifests::name)).containsExactlyInAnyOrderElementsOf(labels);
        assertThat(ofKind("PodDisruptionBudget").map(Manifests::name)).containsExactlyInAnyOrderElementsOf(labels);
        assertThat(ofKind("PodDisruptionBudget")).allSatisfy(budget -> {
            assertThat(at(budget, "spec", "selector", "matchLabels").toString()).endsWith("=" + name(budget) + "}");
            assertThat((Integer) at(budget, "spec", "maxUnavailable"))
                    .isLessThan((Integer) at(workload(name(budget)), "spec", "replicas"));
        });
        for (Object replicas : list(kustomization(EXAMPLE).get("replicas"))) {
            assertThat(labels).contains(at(replicas, "name").toString());
        }
    }

    /** What an overlay calls by another name is called so in the base; nothing is without a version. */
    @Test
    void imagesHaveFixedVersionsAndAreThoseOfCompose() {
        Set<String> images = workloads()
                .flatMap(workload -> containers(workload).stream())
                .map(container -> at(container, "image").toString())
                .collect(toCollection(TreeSet::new));

        assertThat(images)
                .hasSize(3)
                .allMatch(image -> image.matches(".+:\\d+\\.\\d+\\..+"))
                .allSatisfy(image ->
                        assertThat(Delivered.text("docker-compose.yml")).contains("image: " + image + "\n"));
        assertThat(list(kustomization(EXAMPLE).get("images"))).allSatisfy(image -> assertThat(images)
                .anyMatch(known -> known.startsWith(map(image).get("name") + ":")));
    }

    @Test
    void theSidesAreProbedWhereTheyAnswer() {
        SIDES.keySet().forEach(side -> {
            Map<String, Object> container = container(workload(side));
            assertThat(at(container, "readinessProbe", "httpGet", "path")).isEqualTo("/actuator/health/readiness");
            for (String probe : List.of("startupProbe", "livenessProbe")) {
                assertThat(at(container, probe, "httpGet", "path")).isEqualTo("/actuator/health/liveness");
            }
            assertThat(map(list(container.get("ports")).get(0))).containsEntry("containerPort", 8080);
            assertThat(variables(side)).doesNotContainKeys("SERVER_PORT", "MANAGEMENT_SERVER_PORT");
        });
    }

    /** Until nobody sends anything any more, the phases of the shutdown, and some air. */
    @Test
    void aProcessHasTheTimeThatItsEndTakes() {
        int phase = SHUTDOWN.matcher(Delivered.text("docs/reference/configuration.md"))
                .results()
                .map(found -> Integer.parseInt(found.group(1)))
                .findFirst()
                .orElseThrow();
        SIDES.keySet().forEach(side -> {
            List<?> command = list(at(container(workload(side)), "lifecycle", "preStop", "exec", "command"));
            int pause = Integer.parseInt(command.get(1).toString());
            assertThat((Integer) at(pod(workload(side)), "terminationGracePeriodSeconds"))
                    .isGreaterThan(pause + 2 * phase + 10);
        });
    }

    /** What pods ask for of secrets, and nothing else, is what an operator is told to put there. */
    @Test
    void secretsAreMadeWithTheKeysThatAreRead() {
        Set<String> read = new TreeSet<>();
        workloads().forEach(workload -> {
            containers(workload).stream()
                    .flatMap(container -> list(container.get("env")).stream())
                    .filter(variable -> map(variable).containsKey("valueFrom"))
                    .map(variable -> map(at(variable, "valueFrom")))
                    .filter(from -> from.containsKey("secretKeyRef"))
                    .forEach(
                            from -> read.add(at(from, "secretKeyRef", "name") + "/" + at(from, "secretKeyRef", "key")));
            list(map(pod(workload)).get("volumes")).stream()
                    .filter(volume -> map(volume).containsKey("secret"))
                    .map(volume -> at(volume, "secret"))
                    .forEach(secret -> list(at(secret, "items"))
                            .forEach(item -> read.add(at(secret, "secretName") + "/" + at(item, "key"))));
        });
        Set<String> made = new TreeSet<>();
        SECRET.matcher(Delivered.text("docs/how-to/run-it-in-kubernetes.md").replace("\\\n", " "))
                .results()
                .forEach(secret -> KEY.matcher(secret.group(2))
                        .results()
                        .forEach(key -> made.add(secret.group(1) + "/" + key.group(1))));

        assertThat(read).hasSizeGreaterThan(6).isEqualTo(made);
    }

    /** As Kubernetes' own standard "restricted" wants it, and with a file system that cannot be written to. */
    @Test
    void podsAreRestricted() {
        assertThat(workloads()).hasSize(3).allSatisfy(workload -> {
            assertThat(at(pod(workload), "securityContext", "runAsNonRoot")).isEqualTo(true);
            assertThat(at(pod(workload), "securityContext", "seccompProfile", "type"))
                    .isEqualTo("RuntimeDefault");
            assertThat(at(pod(workload), "automountServiceAccountToken")).isEqualTo(false);
            assertThat(containers(workload)).allSatisfy(container -> {
                assertThat(at(container, "securityContext").toString())
                        .contains("allowPrivilegeEscalation=false", "readOnlyRootFilesystem=true", "drop=[ALL]");
                assertThat(at(container, "resources").toString()).contains("requests=", "limits={memory=");
            });
        });
        assertThat(Delivered.text("Dockerfile"))
                .contains("USER " + at(pod(workload("command-side")), "securityContext", "runAsUser") + ":");
    }
}
