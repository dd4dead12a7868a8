package io.docket.platform.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The contract as readers get it: in the order that its {@code x-order} tells. */
final class PublishedDocument {

    private static final String ORDER = "x-order";

    private final ObjectNode document;
    private final List<String> roots;

    private PublishedDocument(ObjectNode document) {
        this.document = document;
        roots = document.path(ORDER).valueStream().map(JsonNode::asString).toList();
        document.remove(ORDER);
    }

    static ObjectNode of(JsonNode contract) {
        var published = new PublishedDocument((ObjectNode) contract.deepCopy());
        published.order();
        return published.document;
    }

    private void order() {
        List<Map.Entry<String, JsonNode>> ordered = paths();
        ordered.sort(Comparator.comparingInt(path -> place(path.getKey())));
        ObjectNode paths = document.putObject("paths");
        ordered.forEach(path -> paths.set(path.getKey(), path.getValue()));

        List<JsonNode> tags = new ArrayList<>();
        document.path("tags").forEach(tags::add);
        tags.sort(Comparator.comparingInt(tag -> firstPlace(tag.path("name").asString())));
        ArrayNode sorted = document.putArray("tags");
        tags.forEach(sorted::add);
    }

    private List<Map.Entry<String, JsonNode>> paths() {
        return new ArrayList<>(document.path("paths").properties());
    }

    private int firstPlace(String tag) {
        return paths().stream()
                .map(Map.Entry::getKey)
                .filter(path -> tagsOf(path).contains(tag))
                .mapToInt(this::place)
                .min()
                .orElse(roots.size());
    }

    private int place(String path) {
        return IntStream.range(0, roots.size())
                .filter(i -> Roots.covers(roots.get(i), path))
                .findFirst()
                .orElse(roots.size());
    }

    private Set<String> tagsOf(String path) {
        Set<String> tags = new HashSet<>();
        for (JsonNode operation : document.path("paths").path(path)) {
            operation.path("tags").forEach(tag -> tags.add(tag.asString()));
        }
        return tags;
    }
}
