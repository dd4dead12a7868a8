package io.docket.platform.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.LoggerFactory;

/** A process that runs out of memory in one of the ways in which that happens, and does not mind. */
final class OutOfMemory {

    /** Kept, so that nothing becomes free when who fills it fails. */
    private static Object kept = "";

    private OutOfMemory() {}

    public static void main(String[] way) throws InterruptedException {
        var guard = new EndOnOutOfMemory();
        LoggerFactory.getLogger(OutOfMemory.class).info("Guarded by {}", guard.getClass());
        switch (way[0]) {
            case "logged" -> {
                try {
                    CompletableFuture.runAsync(OutOfMemory::fill).join();
                } catch (CompletionException e) {
                    LoggerFactory.getLogger(OutOfMemory.class).debug("Failed: {}", way[0], e);
                }
            }
            case "uncaught" -> {
                var thread = new Thread(OutOfMemory::fill);
                thread.start();
                thread.join();
            }
            case "full" -> {
                for (int size = 1024 * 1024; size > 0; size /= 2) {
                    fillAndKeep(size);
                }
                fillAndKeep(0);
                kept = new Object[] {kept, kept};
            }
            default -> throw new IllegalArgumentException(way[0]);
        }
    }

    private static void fill() {
        Object all = "";
        while (true) {
            all = new Object[] {all, new byte[1024 * 1024]};
        }
    }

    private static void fillAndKeep(int size) {
        try {
            while (true) {
                kept = new Object[] {kept, new byte[size]};
            }
        } catch (VirtualMachineError e) {
            // There may be room for something smaller.
        }
    }
}
