package io.docket.platform.startup;

import io.docket.platform.settings.InvalidSettingException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Has a start that is refused end with the reason and the remedy, in place of a stack trace. What is nobody's mistake but
 * ours is left to Spring Boot, which prints the trace.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class RefusedStart implements SpringBootExceptionReporter {

    @Override
    public boolean reportException(Throwable failure) {
        InvalidSettingException refusal = refusal(failure);
        if (refusal == null) {
            return false;
        }
        Terminal.complain("Docket does not start.\n" + refusal.getMessage() + "\n" + refusal.remedy());
        return true;
    }

    private static @Nullable InvalidSettingException refusal(Throwable failure) {
        InvalidSettingException refusal = cause(InvalidSettingException.class, failure);
        BindException unbound = cause(BindException.class, failure);
        return refusal == null && unbound != null ? WrongValue.refusal(unbound) : refusal;
    }

    private static <T extends Throwable> @Nullable T cause(Class<T> wanted, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (wanted.isInstance(cause)) {
                return wanted.cast(cause);
            }
        }
        return null;
    }
}
