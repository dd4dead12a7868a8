package io.docket.simulators.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * What a simulator keeps, in one file or in memory. What was kept when {@link #commit()} returned is there after the
 * process was killed. Not for several threads at a time.
 */
public final class Records implements AutoCloseable {

    private final MVStore store;

    private Records(MVStore store) {
        this.store = store;
    }

    /**
     * Opens a file, which is made if it is not there.
     *
     * @param file {@code null} for memory
     * @throws IOException if it cannot be made or read, or another process has it open
     */
    public static Records in(@Nullable Path file) throws IOException {
        var builder = new MVStore.Builder().autoCommitDisabled();
        if (file != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            builder.fileName(file.toString());
        }
        try {
            return new Records(builder.open());
        } catch (MVStoreException e) {
            throw new IOException("the file " + file + " is in use or cannot be read", e);
        }
    }

    /** The records of a kind. */
    public <K extends Comparable<K>, T> RecordMap<K, T> of(String kind, Class<T> type) {
        return new RecordMap<>(store.<K, String>openMap(kind), type);
    }

    /** The next number of a count, from 1. */
    public long next(String count) {
        return next(count, 1);
    }

    /** The next number of a count, which is at least so much. */
    public long next(String count, long atLeast) {
        return store.<String, Long>openMap("counts").merge(count, atLeast, (last, least) -> Math.max(last + 1, least));
    }

    public void commit() {
        store.commit();
    }

    @Override
    public void close() {
        store.close();
    }
}
