package io.docket.benchmarks;

import static java.util.stream.Collectors.toCollection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is measured, and for how long.
 *
 * @param docket what starts the packaged application
 * @param project the project's folder, with the packaged applications of the two sides
 * @param rounds how often each figure is taken
 * @param time how long each workload runs for a figure, at least a second
 * @param warmUp how long a workload runs before its first figure
 */
record Options(
        Path docket,
        Path project,
        int rounds,
        Duration time,
        Duration warmUp,
        Set<Contender> systems,
        Set<Workload> workloads) {

    private static final Set<Contender> SYSTEMS =
            EnumSet.of(Contender.PGBENCH, Contender.DOCKET, Contender.STOCK, Contender.PLAIN, Contender.TRIVIAL);

    /** What is not asked of users. */
    private static final Set<String> PLACES = Set.of("docket", "project");

    /** What a system is asked to do. */
    enum Workload {
        START,
        IDLE,
        WARMTH,
        ENCRYPTION,
        POST,
        PUT,
        GET,
        LIST,
        MIX,
        STREAM,
        REBUILD,
        SIDES
    }

    /** @throws IllegalArgumentException if there is no such option, or no such value */
    static Options of(String... arguments) {
        Map<String, String> given = new HashMap<>();
        given.put("rounds", "3");
        given.put("seconds", "20");
        given.put("warm-up", "60");
        given.put("systems", names(SYSTEMS));
        given.put("workloads", names(EnumSet.complementOf(EnumSet.of(Workload.SIDES))));
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            String name = parts[0].replaceFirst("^--", "");
            if (parts.length != 2 || !(given.containsKey(name) || PLACES.contains(name))) {
                throw new IllegalArgumentException("No such option: " + argument);
            }
            given.put(name, parts[1]);
        }
        return new Options(
                Path.of(given.getOrDefault("docket", "")),
                Path.of(given.getOrDefault("project", "")),
                Integer.parseInt(given.get("rounds")),
                Duration.ofSeconds(Long.parseLong(given.get("seconds"))),
                Duration.ofSeconds(Long.parseLong(given.get("warm-up"))),
                parse(given.get("systems"), Contender::valueOf, EnumSet.noneOf(Contender.class)),
                parse(given.get("workloads"), Workload::valueOf, EnumSet.noneOf(Workload.class)));
    }

    private static <T extends Enum<T>> Set<T> parse(String names, Function<String, T> named, EnumSet<T> found) {
        return Stream.of(names.split(",", -1))
                .map(name -> named.apply(name.toUpperCase(Locale.ROOT).replace('-', '_')))
                .collect(toCollection(() -> found));
    }

    private static String names(Set<? extends Enum<?>> constants) {
        List<String> names = constants.stream().map(Enum::name).toList();
        return String.join(",", names);
    }

    boolean has(Contender system) {
        return systems.contains(system);
    }

    boolean has(Workload workload) {
        return workloads.contains(workload);
    }

    boolean hasAny(Workload... any) {
        return Stream.of(any).anyMatch(workloads::contains);
    }
}
