package io.docket.acceptance;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was found to be wrong: a test that takes long goes on after the first, and tells all of them in the end. */
final class Problems {

    private static final int SHOWN = 5;

    private final Map<String, Kind> kinds = new TreeMap<>();

    /**
     * Notes something.
     *
     * @param kind what is wrong, the same for all of its kind
     * @param detail where and how
     */
    synchronized void add(String kind, String detail) {
        kinds.computeIfAbsent(kind, name -> new Kind()).add(detail);
    }

    synchronized boolean isEmpty() {
        return kinds.isEmpty();
    }

    /** All kinds with their numbers, and the first of each. */
    @Override
    public synchronized String toString() {
        return kinds.entrySet().stream()
                .map(kind -> kind.getKey() + ": " + kind.getValue().count + "\n"
                        + kind.getValue().first.stream()
                                .map(detail -> "    " + detail + "\n")
                                .collect(joining()))
                .collect(joining());
    }

    private static final class Kind {

        private final List<String> first = new ArrayList<>();
        private int count;

        void add(String detail) {
            count++;
            if (first.size() < SHOWN) {
                first.add(detail);
            }
        }
    }
}
