package io.docket.platform.recordedlog.axonserver;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.docket.platform.logging.LogLimit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Tells in a line now and then what Axon Server's client would tell with each attempt to connect, many times a second: why there
 * is no connection. That events cannot be appended, and that they can again, the appender tells.
 */
final class ConnectionLog extends TurboFilter implements InitializingBean, DisposableBean {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ConnectionLog.class);
    private static final String CLIENT = "io.axoniq.axonserver.connector.";

    private final LogLimit limit = new LogLimit();

    @Override
    public void afterPropertiesSet() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
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
        if (!logger.getName().startsWith(CLIENT) || !level.isGreaterOrEqual(Level.INFO)) {
            return FilterReply.NEUTRAL;
        }
        if (format != null && level.isGreaterOrEqual(Level.WARN)) {
            FormattingTuple told = MessageFormatter.arrayFormat(format, parameters);
            limit.log(more -> LOG.warn(
                    "Axon Server: {}{}{}",
                    told.getMessage(),
                    causes(thrown == null ? told.getThrowable() : thrown),
                    more == 0 ? "" : " (and " + more + " lines before)"));
        }
        return FilterReply.DENY;
    }

    private static String causes(@Nullable Throwable failure) {
        var causes = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            causes.append(' ').append(cause);
        }
        return causes.toString();
    }
}
