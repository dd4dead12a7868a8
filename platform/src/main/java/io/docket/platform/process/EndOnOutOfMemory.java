package io.docket.platform.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.stereotype.Component;

/**
 * Ends the process when it is out of memory, so that whatever supervises it starts another: after such an error nobody
 * knows what still works. Who catches one logs it, and so does whoever finds it as the cause of something else; therefore
 * the log is where it is looked for, beside the threads that die of it. The exit code is that of the JVM's own option
 * {@code -XX:+ExitOnOutOfMemoryError}, which also sees what is caught and not logged, but cannot be set from within: this is
 * for processes that are started without it.
 */
@Component
class EndOnOutOfMemory extends TurboFilter {

    static final int EXIT_CODE = 3;

    /** Made beforehand, when there is memory. */
    private static final byte[] LAST_WORDS =
            "Out of memory: the process ends. Give it a larger heap (-Xmx).\n".getBytes(StandardCharsets.UTF_8);

    private static final FileOutputStream ERROR_OUTPUT = new FileOutputStream(FileDescriptor.err);

    private static final int DEEPEST_CAUSE = 50;

    EndOnOutOfMemory() {
        loadWhatEndingNeeds();
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
            log.addTurboFilter(this);
        }
        Thread.UncaughtExceptionHandler others = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            endIfOutOfMemory(failure);
            if (others == null) {
                LoggerFactory.getLogger(EndOnOutOfMemory.class).error("Thread {} died", thread.getName(), failure);
            } else {
                others.uncaughtException(thread, failure);
            }
        });
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable failure) {
        if (failure != null) {
            endIfOutOfMemory(failure);
        } else if (parameters != null
                && parameters.length > 0
                && parameters[parameters.length - 1] instanceof Throwable last) {
            endIfOutOfMemory(last);
        }
        return FilterReply.NEUTRAL;
    }

    private static void endIfOutOfMemory(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof OutOfMemoryError) {
                end();
            }
            cause = cause.getCause();
        }
    }

    /** The heap may still be full when the end comes, and a class that is loaded then takes some of it. */
    private static void loadWhatEndingNeeds() {
        endIfOutOfMemory(new IllegalStateException());
        try {
            ERROR_OUTPUT.write(LAST_WORDS, 0, 0);
        } catch (IOException e) {
            // There will be nobody to tell.
        }
        Runtime.getRuntime().removeShutdownHook(new Thread());
    }

    /** Without shutdown hooks, which would need memory too: what is acknowledged is stored. */
    private static void end() {
        try {
            ERROR_OUTPUT.write(LAST_WORDS, 0, LAST_WORDS.length);
        } catch (IOException e) {
            // There is nobody to tell.
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
