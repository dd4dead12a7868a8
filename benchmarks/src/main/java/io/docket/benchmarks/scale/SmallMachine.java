package io.docket.benchmarks.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A share of this machine's processors, for the processes that are started on it: a control group of Linux, as a container
 * with a limit has one. The JVM knows of the limit, as it does in a container.
 */
public final class SmallMachine implements AutoCloseable {

    private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/cpu");
    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");

    /** Short: who has used up a period's share waits for the next one, and what it has locked waits with it. */
    private static final long PERIOD_MICROS = 10_000;

    private final Path group;
    private final boolean isVersion2;

    private SmallMachine(Path group, boolean isVersion2) {
        this.group = group;
        this.isVersion2 = isVersion2;
    }

    /**
     * Makes a machine without a limit.
     *
     * @param name of the group, which no other may have
     * @throws IOException if that is not permitted, or the system has no such groups
     */
    public static SmallMachine make(String name) throws IOException {
        boolean isVersion2 = !Files.exists(VERSION_1.resolve("cpu.cfs_quota_us"));
        if (isVersion2) {
            giveProcessorsToGroups();
        }
        Path group = Files.createDirectory((isVersion2 ? VERSION_2 : VERSION_1).resolve(name));
        var made = new SmallMachine(group, isVersion2);
        try {
            made.set(-1);
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    private static void giveProcessorsToGroups() throws IOException {
        Path control = VERSION_2.resolve("cgroup.subtree_control");
        if (!Set.of(Files.readString(control).strip().split(" ", -1)).contains("cpu")) {
            Files.writeString(control, "+cpu");
        }
    }

    /** The command that starts a process on this machine. */
    public List<String> starting(List<String> command) {
        return Stream.concat(
                        Stream.of(
                                "sh",
                                "-c",
                                "echo $$ > \"$0\" && exec \"$@\"",
                                group.resolve("cgroup.procs").toString()),
                        command.stream())
                .toList();
    }

    /**
     * Lets the processes on it have no more than this from now on, all of them together.
     *
     * @param processors at least a tenth of one
     */
    public void limit(double processors) {
        if (processors < 0.1) {
            throw new IllegalArgumentException("Too little: " + processors);
        }
        change(Math.round(processors * PERIOD_MICROS));
    }

    /** Lets them have all that there is. */
    public void lift() {
        change(-1);
    }

    private void change(long micros) {
        try {
            set(micros);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param micros in a period; negative for no limit */
    private void set(long micros) throws IOException {
        if (isVersion2) {
            Files.writeString(group.resolve("cpu.max"), (micros < 0 ? "max" : micros) + " " + PERIOD_MICROS);
        } else {
            Files.writeString(group.resolve("cpu.cfs_period_us"), String.valueOf(PERIOD_MICROS));
            Files.writeString(group.resolve("cpu.cfs_quota_us"), String.valueOf(micros));
        }
    }

    /** When no process is left on it. */
    @Override
    public void close() throws IOException {
        // What looks like its files goes with it.
        Files.delete(group);
    }
}
