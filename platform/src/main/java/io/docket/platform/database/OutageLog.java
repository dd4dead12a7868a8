package io.docket.platform.database;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.docket.platform.logging.LogLimit;
import java.util.List;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
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
 * database is away. Each of the libraries that run them tries again by itself.
 */
@Component
final class OutageLog extends TurboFilter implements DisposableBean {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(OutageLog.class);

    private static final List<String> TALKATIVE = List.of(
            "org.axonframework.",
            "org.springframework.transaction.",
            "com.zaxxer.hikari.",
            "com.github.kagkarlsson.",
            "io.docket.platform.automation.");

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
        if (!level.isGreaterOrEqual(Level.WARN) || TALKATIVE.stream().noneMatch(logger.getName()::startsWith)) {
            return FilterReply.NEUTRAL;
        }
        Throwable failure = thrown == null ? lastOf(parameters) : thrown;
        if (failure instanceof UnableToClaimTokenException) {
            LOG.debug("A projection is left to another process", failure);
            return FilterReply.DENY;
        }
        if (failure == null || !PassingFault.causes(failure)) {
            return FilterReply.NEUTRAL;
        }
        limit.log(more -> LOG.warn(
                "The database fails: {}{}",
                PassingFault.message(failure),
                more == 0 ? "" : " (and " + more + " times before)"));
        return FilterReply.DENY;
    }

    private static @Nullable Throwable lastOf(Object @Nullable [] parameters) {
        return parameters != null
                        && parameters.length > 0
                        && parameters[parameters.length - 1] instanceof Throwable failure
                ? failure
                : null;
    }
}
