package io.docket;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.h2.jdbc.JdbcException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when the embedded database cannot read or write its file, as when the disk is full. H2 closes itself
 * then, and its connections go on to say that they are valid. What was acknowledged is in the file; the next start finds it.
 *
 * <p>The connection pools make their instances, by the class's name, and show them every failure of a statement.
 */
public final class EmbeddedDatabaseWatch implements SQLExceptionOverride {

    /** {@code EX_IOERR} of {@code sysexits.h}. */
    static final int EXIT_CODE = 74;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabaseWatch.class);

    private static volatile boolean endsProcess;

    /** Without this, nothing happens: a test is not to end the process that it shares with others. */
    static void endProcessOnFailure() {
        endsProcess = true;
    }

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        if (endsProcess && failure instanceof JdbcException) {
            failureOfFile(failure).ifPresent(EmbeddedDatabaseWatch::endProcess);
        }
        return Override.CONTINUE_EVICT;
    }

    private static Optional<IOException> failureOfFile(SQLException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** Who comes second waits for the end, and logs nothing. Nothing can be finished any more, so nothing is waited for. */
    private static synchronized void endProcess(IOException failure) {
        LOG.error(
                "The embedded database cannot use its file: {}. Docket ends with exit code {}; what it has acknowledged is"
                        + " kept. Give the data folder room, and start it again.",
                failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage(),
                EXIT_CODE);
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
