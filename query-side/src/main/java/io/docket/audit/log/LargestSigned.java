package io.docket.audit.log;

import io.docket.tlog.note.Checkpoint;
import io.docket.tlog.note.NoteFile;
import io.docket.tlog.note.SignedNote;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The largest checkpoint that this process knows to have been signed. It is kept in a file of its own, so that whoever can
 * write to the database, and has the process restarted, does not make it forget. Not for several threads.
 */
@Component
final class LargestSigned {

    private static final Logger LOG = LoggerFactory.getLogger(LargestSigned.class);

    private final NoteFile file;
    private final String origin;

    private @Nullable Checkpoint known;
    private boolean isRead;
    private boolean unwritten;

    LargestSigned(LogFiles files, LogKeys keys) {
        file = new NoteFile(files.signed());
        origin = keys.origin();
    }

    /**
     * The checkpoint; empty if none is known of this log.
     *
     * @throws IllegalArgumentException if the file cannot be read, or holds something else
     */
    Optional<Checkpoint> known() {
        if (!isRead) {
            try {
                known = file.read()
                        .map(note -> Checkpoint.parse(note.text()))
                        .filter(checkpoint -> checkpoint.origin().equals(origin))
                        .orElse(null);
            } catch (IOException e) {
                throw new IllegalArgumentException(e.toString(), e);
            }
            isRead = true;
        }
        return Optional.ofNullable(known);
    }

    /** Remembers one that the log has gone on to from the one before. */
    void remember(Checkpoint checkpoint, SignedNote note) {
        if (checkpoint.equals(known)) {
            return;
        }
        known = checkpoint;
        try {
            file.write(note);
            unwritten = false;
        } catch (IOException e) {
            if (!unwritten) {
                LOG.warn("What has been signed cannot be written to {}: {}", file.path(), e.toString());
            }
            unwritten = true;
        }
    }
}
