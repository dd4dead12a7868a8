package io.docket.benchmarks.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The processors of this machine, whoever uses them. */
public final class Processors {

    private static final Path TIMES = Path.of("/proc/stat");
    private static final long NANOS_OF_TICK = 10_000_000;

    /** Of the ticks in the first line, those of nobody: idle, and waiting for a disk. */
    private static final List<Integer> IDLE = List.of(3, 4);

    /** The others are part of these. */
    private static final int KINDS = 8;

    private Processors() {}

    /** How many there are. */
    public static int count() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** How long they have been taken since the system's start, all of them added up; what a hypervisor took away included. */
    public static Duration taken() {
        try (Stream<String> lines = Files.lines(TIMES)) {
            String[] ticks =
                    lines.findFirst().orElseThrow().replaceFirst("cpu +", "").split(" ", -1);
            long taken = 0;
            for (int kind = 0; kind < KINDS; kind++) {
                taken += IDLE.contains(kind) ? 0 : Long.parseLong(ticks[kind]);
            }
            return Duration.ofNanos(taken * NANOS_OF_TICK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
