package io.docket.platform.eventstore;

import io.docket.platform.database.TimeLimits;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Whether this process gets on with reading and writing the log, one that does not had better leave work to others; and
 * whether the log has grown.
 */
@Component
public final class LogAccess {

    private final DenseEventStorageEngine engine;
    private final EventAppender appender;

    LogAccess(DenseEventStorageEngine engine, EventAppender appender) {
        this.engine = engine;
        this.appender = appender;
    }

    /** Whether neither the reader of the log's tail nor the appender hangs, or fails again and again. */
    public boolean works() {
        return stuckFor().compareTo(TimeLimits.READER) < 0;
    }

    /** For how long one of them has been hanging, or failing. */
    public Duration stuckFor() {
        Duration reader = engine.tailProgress().stuckFor();
        Duration writer = appender.progress().stuckFor();
        return reader.compareTo(writer) > 0 ? reader : writer;
    }

    /** For how long the log of record has been failing, or has not answered; zero where the database is that. */
    public Duration recordStuckFor() {
        return appender.recordProgress().stuckFor();
    }

    /**
     * Has a callback called when the log has grown, whichever process has appended: a moment after the commit.
     *
     * @param callback returns at once; the one reader of the tail calls it, and it must not fail
     */
    public void onGrowth(Runnable callback) {
        engine.onTailRead(callback);
    }

    /**
     * Sees to it that nothing that was appended before, by whichever process, comes to light later: what the database then
     * lacks has not been appended, and will not be. Where the database is the log of record, that is always so.
     */
    public void settle() {
        appender.settle();
    }

    /** Calls it no more. */
    public void forget(Runnable callback) {
        engine.forget(callback);
    }
}
