package io.docket.witness;

import io.docket.tlog.Hash;
import io.docket.tlog.note.NoteFile;
import io.docket.tlog.note.SignedNote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;

/** The latest checkpoint of each log that a witness has cosigned, on disk before anybody learns of it. */
final class CosignedFiles implements AutoCloseable {

    private final Path folder;
    private final FileChannel lock;

    private CosignedFiles(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Uses a folder, and keeps others from using it.
     *
     * @throws IOException if another process uses it, or nobody can
     */
    static CosignedFiles in(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() != null) {
                return new CosignedFiles(folder, lock);
            }
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new IOException(folder + " is used by another witness", e);
        }
        lock.close();
        throw new IOException(folder + " is used by another witness");
    }

    Optional<SignedNote> latest(String origin) throws IOException {
        return file(origin).read();
    }

    void write(String origin, SignedNote note) throws IOException {
        file(origin).write(note);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private NoteFile file(String origin) {
        return new NoteFile(folder.resolve(
                HexFormat.of().formatHex(Hash.sha256(origin.getBytes(StandardCharsets.UTF_8))) + ".checkpoint"));
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
