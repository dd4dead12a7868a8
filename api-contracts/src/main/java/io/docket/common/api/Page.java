package io.docket.common.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list, as every API prints it (Case API guide, step 3).
 *
 * @param totalCount items on all pages
 * @param pageSize items asked for on a page
 * @param pageNumber this page, from 1
 * @param totalPages pages in all; 0 for an empty list
 * @param items the items of this page; empty past the end
 */
@JsonPropertyOrder({"total-count", "page-size", "page-number", "total-pages", "Items"})
public record Page<T>(
        @JsonProperty("total-count") long totalCount,
        @JsonProperty("page-size") int pageSize,
        @JsonProperty("page-number") int pageNumber,
        @JsonProperty("total-pages") long totalPages,
        @JsonProperty("Items") List<T> items) {

    public Page {
        items = List.copyOf(items);
    }

    public static <T> Page<T> of(List<T> items, long totalCount, Paging paging) {
        long totalPages = (totalCount + paging.size() - 1) / paging.size();
        return new Page<>(totalCount, paging.size(), paging.number(), totalPages, items);
    }

    /** The same page with other items for its items. */
    public <R> Page<R> map(Function<T, R> mapping) {
        return new Page<>(
                totalCount,
                pageSize,
                pageNumber,
                totalPages,
                items.stream().map(mapping).toList());
    }
}
