package io.docket.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A process with many commits at the same time, on a disk without room for the first and with room for the others, which
 * are smaller. It notes in a file which commits H2 has acknowledged.
 */
final class FullDisk {

    private static final int ALONE = 20;
    private static final int TOGETHER = 20;
    private static final CountDownLatch WRITING = new CountDownLatch(1);
    private static final CountDownLatch COMMITTING = new CountDownLatch(TOGETHER);
    private static final AtomicBoolean FULL = new AtomicBoolean();
    private static final List<Thread> WAITING = new ArrayList<>();

    private FullDisk() {}

    /**
     * Ends with 0 if nobody ends it before.
     *
     * @param arguments the URL of a database on such a disk, and the file for what is acknowledged
     */
    public static void main(String[] arguments) throws Exception {
        WatchedFilePath.register();
        WatchedFilePath.endProcessOnFailure();
        FilePath.register(new FilePathOnFullDisk());
        Path acknowledged = Path.of(arguments[1]);
        Connection first = connection(arguments[0]);
        execute(first, "create table written (id int primary key)");
        execute(first, "create table other (id int primary key)");
        int row = 0;
        while (row < ALONE) {
            execute(first, "insert into written values (" + ++row + ")");
            commit(first, row, acknowledged);
        }
        for (int i = 0; i < TOGETHER; i++) {
            Connection connection = connection(arguments[0]);
            execute(connection, "insert into written values (" + ++row + ")");
            WAITING.add(whenFull(connection, row, acknowledged));
        }
        execute(first, "insert into written values (0)");
        execute(first, "insert into other values (0)");
        FULL.set(true);
        commit(first, 0, acknowledged);
        for (Thread thread : WAITING) {
            thread.join();
        }
        Runtime.getRuntime().halt(0);
    }

    private static Connection connection(String url) throws SQLException {
        Connection connection = DriverManager.getConnection(url, "docket", "docket");
        connection.setAutoCommit(false);
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Thread whenFull(Connection connection, int row, Path acknowledged) {
        var thread = new Thread(() -> {
            try {
                WRITING.await();
                COMMITTING.countDown();
                commit(connection, row, acknowledged);
            } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    private static synchronized void note(int row, Path acknowledged) throws IOException {
        Files.writeString(acknowledged, row + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void commit(Connection connection, int row, Path acknowledged) throws IOException {
        try {
            connection.commit();
            note(row, acknowledged);
        } catch (SQLException e) {
            // not acknowledged
        }
    }

    private static void awaitOthers() {
        WRITING.countDown();
        while (COMMITTING.getCount() > 0
                || !WAITING.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }

    /** Lets one write fail, once all other commits wait for it. */
    public static final class FilePathOnFullDisk extends FilePathWrapper {

        @Override
        public String getScheme() {
            return "full";
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            FileChannel file = super.open(mode);
            return new FileBase() {

                @Override
                @SuppressWarnings("UnsynchronizedOverridesSynchronized")
                public int write(ByteBuffer from, long position) throws IOException {
                    if (FULL.compareAndSet(true, false)) {
                        awaitOthers();
                        throw new IOException("No space left on device");
                    }
                    return file.write(from, position);
                }

                @Override
                public int write(ByteBuffer from) throws IOException {
                    return file.write(from);
                }

                @Override
                @SuppressWarnings("UnsynchronizedOverridesSynchronized")
                public int read(ByteBuffer into, long position) throws IOException {
                    return file.read(into, position);
                }

                @Override
                public int read(ByteBuffer into) throws IOException {
                    return file.read(into);
                }

                @Override
                public long position() throws IOException {
                    return file.position();
                }

                @Override
                public FileChannel position(long position) throws IOException {
                    file.position(position);
                    return this;
                }

                @Override
                public long size() throws IOException {
                    return file.size();
                }

                @Override
                public FileChannel truncate(long size) throws IOException {
                    file.truncate(size);
                    return this;
                }

                @Override
                public FileLock tryLock(long position, long size, boolean shared) throws IOException {
                    return file.tryLock(position, size, shared);
                }

                @Override
                protected void implCloseChannel() throws IOException {
                    file.close();
                }
            };
        }
    }
}
