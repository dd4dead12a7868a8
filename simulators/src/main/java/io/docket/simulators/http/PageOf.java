package io.docket.simulators.http;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which page of a list is asked for, as Docket's own lists are asked for.
 *
 * @param number from 1
 * @param size 1 to 200
 * @param ascending whether the oldest come first
 */
public record PageOf(int number, int size, boolean ascending) {

    private static final int MAX_SIZE = 200;

    /** @throws IllegalArgumentException if a value is out of its range */
    public PageOf {
        if (number < 1 || size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("page-number starts at 1, page-size is between 1 and " + MAX_SIZE);
        }
    }

    static PageOf of(Map<String, String> query) {
        return new PageOf(
                Integer.parseInt(query.getOrDefault("page-number", "1")),
                Integer.parseInt(query.getOrDefault("page-size", "20")),
                !"desc".equals(query.get("sort-order")));
    }

    long offset() {
        return (number - 1L) * size;
    }

    /** The page as a document. */
    ObjectNode document(long total, List<?> items) {
        ObjectNode page = JsonMapper.shared().createObjectNode();
        page.put("total-count", total)
                .put("page-size", size)
                .put("page-number", number)
                .put("total-pages", (total + size - 1) / size);
        page.set("Items", JsonMapper.shared().valueToTree(items));
        return page;
    }
}
