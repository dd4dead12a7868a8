package io.docket.console.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A single value of something, as a page shows it.
 *
 * @param name where in the thing it stands, as in {@code attachments › 1 › file-name}
 * @param value as text; empty if there is none
 * @param changed whether the event that is looked at has changed it
 */
record Fact(String name, String value, boolean changed) {

    /**
     * All values of a thing, in its order.
     *
     * @param changed the JSON pointers of what has changed
     */
    static List<Fact> of(JsonNode thing, Set<String> changed) {
        List<Fact> facts = new ArrayList<>();
        add("", "", thing, changed, facts);
        return facts;
    }

    private static void add(String pointer, String name, JsonNode value, Set<String> changed, List<Fact> facts) {
        if (value.isObject() && !value.isEmpty()) {
            value.properties()
                    .forEach(field -> add(
                            pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1"),
                            name.isEmpty() ? field.getKey() : name + " › " + field.getKey(),
                            field.getValue(),
                            changed,
                            facts));
        } else if (value.isArray() && !value.isEmpty()) {
            for (int i = 0; i < value.size(); i++) {
                String place = String.valueOf(i + 1);
                add(pointer + "/" + i, name.isEmpty() ? place : name + " › " + place, value.get(i), changed, facts);
            }
        } else {
            String text = value.isNull() || value.isContainer() ? "" : value.asString();
            facts.add(new Fact(name, text, isIn(pointer, changed)));
        }
    }

    /** What is in something that has changed has changed. */
    private static boolean isIn(String pointer, Set<String> changed) {
        return changed.stream().anyMatch(place -> pointer.equals(place) || pointer.startsWith(place + "/"));
    }
}
