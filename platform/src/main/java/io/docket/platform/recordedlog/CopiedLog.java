package io.docket.platform.recordedlog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The log of record that this process appends to and copies from, if there is one. A process that only reads the log does
 * without: it may not write the copy.
 */
@Component
public final class CopiedLog {

    private final @Nullable LogOfRecord log;

    CopiedLog(ObjectProvider<LogOfRecord> log) {
        this.log = log.getIfAvailable();
    }

    /** Nothing if the database is the log of record. */
    public Optional<LogOfRecord> log() {
        return Optional.ofNullable(log);
    }
}
