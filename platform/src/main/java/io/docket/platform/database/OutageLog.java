package io.docket.platform.database;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import io.docket.platform.logging.LogLimit;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells in a line now and then what many threads would tell with a stack trace each, several times a second: that the
 * database is away. Whoever meets it tries again, or answers that it cannot.
 */
@Component
final class OutageLog extends TurboFilter implements DisposableBean {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(OutageLog.class);

    private final LogLimit limit = new LogLimit();

    /** Not before: why a start fails is told in full. */
    @EventListener(ApplicationReadyEvent.class)
    void install() {
        ILoggerFactory loggers = LoggerFactory.getILoggerFactory();
        if (loggers instanceof LoggerContext context) {
            start();
            context.addTurboFilter(this);
        }
    }

    @Override
    public void destroy() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getTurboFilterList().remove(this);
        }
    }

    @Override
    @SuppressWarnings("AnnotateFormatMethod")
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable thrown) {
        if (!level.isGreaterOrEqual(Level.WARN)) {
            return FilterReply.NEUTRAL;
        }
        Throwable failure = thrown == null ? lastOf(parameters) : thrown;
        if (failure instanceof UnableToClaimTokenException) {
            LOG.debug("A projection is left to another process", failure);
            return FilterReply.DENY;
        }
        if (failure instanceof ExecutionException) {
            LOG.warn("A task that took too long was left to another process: {}", failure.getMessage());
            return FilterReply.DENY;
        }
        if (failure == null || !isOutage(failure)) {
            return FilterReply.NEUTRAL;
        }
        String fault = isWithoutTransaction(failure) ? "A transaction cannot be begun" : PassingFault.message(failure);
        limit.log(more ->
                LOG.warn("The database fails: {}{}", fault, more == 0 ? "" : " (and " + more + " times before)"));
        return FilterReply.DENY;
    }

    /** What Axon throws in place of why it could not begin one. */
    private static boolean isWithoutTransaction(Throwable failure) {
        return failure instanceof IllegalStateException
                && "The UnitOfWork is in an incompatible phase: NOT_STARTED".equals(failure.getMessage());
    }

    /** Of what the appender gives up it tells itself, once. */
    private static boolean isOutage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EventStoreException) {
                return true;
            }
        }
        return isWithoutTransaction(failure) || PassingFault.causes(failure);
    }

    private static @Nullable Throwable lastOf(Object @Nullable [] parameters) {
        return parameters != null
                        && parameters.length > 0
                        && parameters[parameters.length - 1] instanceof Throwable failure
                ? failure
                : null;
    }
}
