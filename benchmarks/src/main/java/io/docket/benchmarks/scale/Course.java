package io.docket.benchmarks.scale;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;

/**
 * What was done in some time, and what it took.
 *
 * @param nanos how long it was, in nanoseconds
 * @param commands how many were done
 * @param failures how many were not
 * @param cpu what each part took of the processors, in nanoseconds
 */
public record Course(long nanos, long commands, long failures, Map<Part, Long> cpu, Looks looks) {

    private static final double NEARLY_ALL = 0.9;

    /** Whose time of the processors is looked at. */
    public enum Part {
        COMMAND("the command processes that are asked"),
        DATABASE("PostgreSQL"),
        QUERY("the query process"),
        LOAD("the load generator"),
        MACHINE("the whole machine");

        private final String title;

        Part(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    public Course {
        cpu = Map.copyOf(cpu);
    }

    /** What the parts have taken since then. */
    public static Map<Part, Long> since(Map<Part, Long> before, Map<Part, Long> now) {
        Map<Part, Long> since = new EnumMap<>(now);
        before.forEach((part, taken) -> since.merge(part, -taken, Long::sum));
        return since;
    }

    public Course plus(Course other) {
        Map<Part, Long> sums = new EnumMap<>(cpu);
        other.cpu.forEach((part, taken) -> sums.merge(part, taken, Long::sum));
        return new Course(
                nanos + other.nanos,
                commands + other.commands,
                failures + other.failures,
                sums,
                looks.plus(other.looks));
    }

    public double perSecond() {
        return commands * 1e9 / nanos;
    }

    /** Of those that were sent: 0 to 1. */
    public double failed() {
        return failures == 0 ? 0 : (double) failures / (failures + commands);
    }

    /** How many processors a part had, on average. */
    public double taken(Part part) {
        return (double) cpu.getOrDefault(part, 0L) / nanos;
    }

    /** How many processors all else on the machine had, on average. */
    public double takenByOthers() {
        return taken(Part.MACHINE)
                - EnumSet.complementOf(EnumSet.of(Part.MACHINE)).stream()
                        .mapToDouble(this::taken)
                        .sum();
    }

    /**
     * Says in words why there was not more of it.
     *
     * @param allowed how many processors those that were asked may have, all together
     * @param processors how many the machine has
     */
    public String limit(double allowed, int processors) {
        double command = taken(Part.COMMAND) / allowed;
        if (allowed < processors && command >= NEARLY_ALL) {
            return "in the command processes, which take " + percent(command) + " of what they may";
        }
        double machine = taken(Part.MACHINE) / processors;
        if (machine >= NEARLY_ALL) {
            return "in this machine, whose processors are taken to " + percent(machine) + "; "
                    + percent(takenByOthers() / processors) + " by what is not measured here";
        }
        if (looks.share() >= NEARLY_ALL) {
            return "in the database: an append has the log locked " + percent(looks.share())
                    + " of the time, and others wait for it";
        }
        return "in how they wait for each other: the command processes take " + percent(command)
                + " of what they may, the machine's processors are taken to " + percent(machine)
                + ", and the log is locked " + percent(looks.share()) + " of the time";
    }

    /** A share, such as 0.25, in words. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
