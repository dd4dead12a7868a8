package io.docket.tlog.note;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/** A file with a signed note. Several may write it at a time: whoever reads it finds all of one. */
public record NoteFile(Path path) {

    /**
     * What is in it; empty if there is no such file.
     *
     * @throws IllegalArgumentException if it is no signed note
     */
    public Optional<SignedNote> read() throws IOException {
        return Files.exists(path) ? Optional.of(SignedNote.parse(Files.readAllBytes(path))) : Optional.empty();
    }

    /** Puts a note, which is on the disk before, in the place of the one in it. */
    public void write(SignedNote note) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".draft");
        try {
            try (FileChannel channel =
                    FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer content = StandardCharsets.UTF_8.encode(note.toString());
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                channel.force(true);
            }
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
