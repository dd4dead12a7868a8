package io.docket.acceptance;

import java.util.ArrayList;
import java.util.List;

/** Runs in the process that is tested, and nowhere else: uses all memory, and tells nobody. */
public final class SilentlyOutOfMemory {

    private static final int MEGABYTE = 1 << 20;

    private SilentlyOutOfMemory() {}

    /** As the JVM calls what is loaded into it. */
    @SuppressWarnings({"EmptyCatch", "ModifiedButNotUsed"})
    public static void agentmain(String argument) {
        List<byte[]> memory = new ArrayList<>();
        try {
            while (true) {
                memory.add(new byte[MEGABYTE]);
            }
        } catch (OutOfMemoryError e) {
            // As some libraries do.
        }
    }
}
