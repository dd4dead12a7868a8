package io.docket.deployment;

import static io.docket.deployment.Delivered.at;
import static io.docket.deployment.Delivered.list;
import static io.docket.deployment.Delivered.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The manifests for Kubernetes: the base, and the example of an installation. */
final class Manifests {

    static final String BASE = "deploy/kubernetes/base/";
    static final String EXAMPLE = "deploy/kubernetes/overlays/example/";

    private Manifests() {}

    static Map<String, Object> kustomization(String folder) {
        return map(Delivered.yaml(folder + "kustomization.yaml").get(0));
    }

    /** What a folder's kustomization lists of itself, but for other folders. */
    private static List<Map<String, Object>> resources(String folder) {
        List<Map<String, Object>> resources = new ArrayList<>();
        for (Object file : list(kustomization(folder).get("resources"))) {
            if (file.toString().endsWith(".yaml")) {
                Delivered.yaml(folder + file).forEach(document -> resources.add(map(document)));
            }
        }
        return resources;
    }

    static Stream<Map<String, Object>> all() {
        return Stream.of(BASE, EXAMPLE).flatMap(folder -> resources(folder).stream());
    }

    static Stream<Map<String, Object>> ofKind(String... kinds) {
        return all().filter(
                        resource -> List.of(kinds).contains(at(resource, "kind").toString()));
    }

    static String name(Map<String, Object> resource) {
        return at(resource, "metadata", "name").toString();
    }

    static Stream<Map<String, Object>> workloads() {
        return ofKind("Deployment", "StatefulSet");
    }

    static Map<String, Object> workload(String name) {
        return workloads().filter(found -> name(found).equals(name)).findFirst().orElseThrow();
    }

    static Object pod(Map<String, Object> workload) {
        return at(workload, "spec", "template", "spec");
    }

    /** The one that stays. */
    static Map<String, Object> container(Map<String, Object> workload) {
        List<?> containers = list(at(pod(workload), "containers"));
        assertThat(containers).hasSize(1);
        return map(containers.get(0));
    }

    /** Those that end before it begins. */
    static List<Map<String, Object>> before(Map<String, Object> workload) {
        return list(map(pod(workload)).get("initContainers")).stream()
                .map(Delivered::map)
                .toList();
    }

    /** These, and the one that stays. */
    static List<Map<String, Object>> containers(Map<String, Object> workload) {
        List<Map<String, Object>> containers = new ArrayList<>(before(workload));
        containers.add(container(workload));
        return containers;
    }
}
