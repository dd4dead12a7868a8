package io.docket.console;

import io.docket.common.api.Paging;

/** Pages of the lists that operators see. */
public final class ListPages {

    private static final int SIZE = 50;
    private static final int LAST = 1_000_000;

    private ListPages() {}

    /**
     * The page of a number. Each list has one order.
     *
     * @throws IllegalArgumentException if there is no such page
     */
    public static Paging number(int number) {
        if (number < 1 || number > LAST) {
            throw new IllegalArgumentException("There is no page " + number);
        }
        return new Paging(number, SIZE, "", true);
    }
}
