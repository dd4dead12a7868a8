package io.docket.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What was measured, in the order in which it was first measured; each figure once a round. */
final class Figures {

    private final Map<String, Map<String, List<Double>>> bySystem = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** Notes a figure, and prints it: a run takes long. */
    @SuppressWarnings("SystemOut")
    void add(String workload, String system, double figure) {
        System.out.printf(Locale.ROOT, "%s | %s | %,.1f%n", workload, system, figure);
        bySystem.computeIfAbsent(workload, key -> new LinkedHashMap<>())
                .computeIfAbsent(system, key -> new ArrayList<>())
                .add(figure);
    }

    /** Notes what figures do not say, and prints it, now and below the table. */
    @SuppressWarnings("SystemOut")
    void note(String text) {
        System.out.println(text);
        notes.add(text);
    }

    /** The systems that have a figure of a workload. */
    Set<String> systems(String workload) {
        return bySystem.getOrDefault(workload, Map.of()).keySet();
    }

    private double median(String workload, String system) {
        List<Double> figures = sorted(workload, system);
        return figures.isEmpty() ? Double.NaN : figures.get(figures.size() / 2);
    }

    private List<Double> sorted(String workload, String system) {
        return bySystem.getOrDefault(workload, Map.of()).getOrDefault(system, List.of()).stream()
                .sorted()
                .toList();
    }

    /** A table in Markdown: medians with their spread, and what Docket's is as a multiple of each baseline's. And the notes. */
    void print(PrintStream out) {
        out.println("| workload | system | median | least | most | Docket's as a multiple of it |");
        out.println("| --- | --- | --- | --- | --- | --- |");
        bySystem.forEach((workload, systems) -> systems.forEach((system, figures) -> {
            List<Double> sorted = sorted(workload, system);
            double docket = median(workload, "Docket");
            boolean comparable = !system.equals("Docket") && !Double.isNaN(docket);
            out.printf(
                    Locale.ROOT,
                    "| %s | %s | %,.1f | %,.1f | %,.1f | %s |%n",
                    workload,
                    system,
                    median(workload, system),
                    sorted.get(0),
                    sorted.get(sorted.size() - 1),
                    comparable ? String.format(Locale.ROOT, "%.2f", docket / median(workload, system)) : "");
        }));
        notes.forEach(note -> out.print("\n" + note + "\n"));
    }
}
