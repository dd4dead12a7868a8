package io.docket.console.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How far a projection was behind, drawn: a line from left to right, as high as its highest point.
 *
 * @param line the points of the line, in a box of {@value #WIDTH} by {@value #HEIGHT}, as SVG has them
 * @param peak the most events that it was behind
 * @param covers from the first point to the last
 */
record LagChart(String line, long peak, Duration covers) {

    static final int WIDTH = 240;
    static final int HEIGHT = 48;

    /** So that the line of one that is in step is seen to lie on the ground. */
    private static final int EDGE = 2;

    /** @param behind how many events it was behind at a time */
    record Point(Instant time, long behind) {}

    /** @param points in the order of their times; at least one */
    static LagChart of(List<Point> points) {
        Instant first = points.get(0).time;
        Duration covers = Duration.between(first, points.get(points.size() - 1).time);
        long peak = points.stream().mapToLong(Point::behind).max().orElse(0);
        double perMilli = WIDTH / (double) Math.max(1, covers.toMillis());
        double perEvent = (HEIGHT - 2.0 * EDGE) / Math.max(1, peak);
        String line = points.stream()
                .map(point -> String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        Duration.between(first, point.time).toMillis() * perMilli,
                        HEIGHT - EDGE - point.behind * perEvent))
                .collect(Collectors.joining(" "));
        return new LagChart(line, peak, covers);
    }
}
