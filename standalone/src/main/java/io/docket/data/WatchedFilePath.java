package io.docket.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the embedded database, for URLs like {@code jdbc:h2:watched:./data/docket}. The first read or write that
 * fails, as when the disk is full, ends the process before H2 learns of it: H2 would let the commits that wait go on to write,
 * over what it would need to come back to the last commit that it has acknowledged.
 */
public final class WatchedFilePath extends FilePathWrapper {

    static final String SCHEME = "watched";

    /** {@code EX_IOERR} of {@code sysexits.h}. */
    static final int EXIT_CODE = 74;

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFilePath.class);

    private static volatile boolean endsProcess;

    /** Without this, a failure is H2's affair: a test is not to end the process that it shares with others. */
    public static void endProcessOnFailure() {
        endsProcess = true;
    }

    /** Has H2 know the scheme. */
    static void register() {
        FilePath.register(new WatchedFilePath());
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Watched(super.open(mode));
    }

    /** Who comes second waits for the end, and logs nothing. Nothing can be finished any more, so nothing is waited for. */
    private static synchronized void endProcess(IOException failure) {
        try {
            LOG.error(
                    "The embedded database cannot use its file: {}. Docket ends with exit code {}; what it has acknowledged"
                            + " is kept. Give the data folder room, and start it again.",
                    failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage(),
                    EXIT_CODE);
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    /** What H2 does with a file. */
    private static final class Watched extends FileBase {

        private final FileChannel file;

        Watched(FileChannel file) {
            this.file = file;
        }

        private interface Act<R> {
            R perform() throws IOException;
        }

        private static <R> R watch(Act<R> act) throws IOException {
            try {
                return act.perform();
            } catch (IOException e) {
                if (endsProcess) {
                    endProcess(e);
                }
                throw e;
            }
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return watch(() -> file.read(into));
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // a channel needs no lock for a position of its own
        public int read(ByteBuffer into, long position) throws IOException {
            return watch(() -> file.read(into, position));
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            return watch(() -> file.write(from));
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public int write(ByteBuffer from, long position) throws IOException {
            return watch(() -> file.write(from, position));
        }

        @Override
        public long position() throws IOException {
            return watch(file::position);
        }

        @Override
        public FileChannel position(long position) throws IOException {
            watch(() -> file.position(position));
            return this;
        }

        @Override
        public long size() throws IOException {
            return watch(file::size);
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            watch(() -> file.truncate(size));
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            watch(() -> {
                file.force(metaData);
                return file;
            });
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
