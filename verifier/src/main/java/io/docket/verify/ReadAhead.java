package io.docket.verify;

import io.docket.tlog.check.Leaf;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Makes leaves in several threads, and hands them on in their order; a few parts ahead, whatever the length of the log. */
final class ReadAhead implements AutoCloseable {

    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int PARTS = 4 * THREADS;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Queue<Future<List<Leaf>>> parts = new ArrayDeque<>();

    /** Begins with another part; where enough are under way, the first of them is finished before. */
    void add(Callable<List<Leaf>> part, Consumer<Leaf> reader) {
        if (parts.size() == PARTS) {
            finishFirst(reader);
        }
        parts.add(threads.submit(part));
    }

    void finish(Consumer<Leaf> reader) {
        while (!parts.isEmpty()) {
            finishFirst(reader);
        }
    }

    private void finishFirst(Consumer<Leaf> reader) {
        try {
            parts.remove().get().forEach(reader);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotTellException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
