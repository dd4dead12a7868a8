package io.docket.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/** Signals of the operating system, to processes on this machine. */
final class Signals {

    private Signals() {}

    /** Stops processes where they are: they keep all that they hold, and do not notice. Those that are gone are passed over. */
    static void freeze(List<ProcessHandle> processes) {
        send("STOP", processes);
    }

    /** Lets processes go on as if no time had passed. */
    static void thaw(List<ProcessHandle> processes) {
        send("CONT", processes);
    }

    /** @param signal its name, without SIG */
    static void send(String signal, List<ProcessHandle> processes) {
        String pids =
                processes.stream().map(ProcessHandle::pid).map(String::valueOf).collect(Collectors.joining(" "));
        try {
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pids + " 2> /dev/null")
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
