package io.docket.platform.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.LoggerFactory;

/** A process that runs out of memory in one of the ways in which that happens, and does not mind. */
final class OutOfMemory {

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
            default -> throw new IllegalArgumentException(way[0]);
        }
    }

    private static void fill() {
        Object all = "";
        while (true) {
            all = new Object[] {all, new byte[1024 * 1024]};
        }
    }
}
