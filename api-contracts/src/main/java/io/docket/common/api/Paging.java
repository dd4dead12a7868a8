package io.docket.common.api;

/**
 * Which page of a list is asked for, and in which order.
 *
 * @param number from 1
 * @param size items on a page, 1 to 200
 * @param sortBy the field to sort by, as the API spells it
 * @param ascending whether the smallest comes first
 */
public record Paging(int number, int size, String sortBy, boolean ascending) {

    /** How many items come before this page. */
    public long offset() {
        return (number - 1L) * size;
    }
}
