package io.docket.platform.errors;

import io.docket.common.api.Refusal;
import io.docket.platform.database.PassingFault;
import io.docket.platform.logging.LogLimit;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.sql.SQLException;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.CloseNowException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Answers whatever an endpoint throws. The only place that does. */
@RestControllerAdvice
class ErrorAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAdvice.class);

    private static final String RETRY_AFTER_SECONDS = "1";

    private final LogLimit requests = new LogLimit();

    private final Errors errors;

    ErrorAdvice(Errors errors) {
        this.errors = errors;
    }

    @ExceptionHandler
    ResponseEntity<Object> on(RefusedException refused, HttpServletRequest request) {
        return answer(request, Failure.of(refused.refusal()));
    }

    /** Work items of all kinds share their numbers: one of another kind is not there. */
    @ExceptionHandler({AggregateNotFoundException.class, IncompatibleAggregateException.class})
    ResponseEntity<Object> onUnknown(Exception unknown, HttpServletRequest request) {
        return answer(request, Failure.of(Refusal.notFound()));
    }

    @ExceptionHandler({
        TypeMismatchException.class,
        HttpMessageNotReadableException.class,
        InvalidParameterException.class
    })
    ResponseEntity<Object> onUnreadable(Exception unreadable, HttpServletRequest request) {
        return answer(request, Failure.of(HttpStatus.BAD_REQUEST, "The request cannot be read."));
    }

    @ExceptionHandler
    ResponseEntity<Object> on(UnavailableException unavailable, HttpServletRequest request) {
        log(unavailable);
        return later(request, Failure.of(HttpStatus.SERVICE_UNAVAILABLE, unavailable.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<Object> on(QuotaException used, HttpServletRequest request) {
        return later(request, Failure.of(HttpStatus.TOO_MANY_REQUESTS, used.getMessage()));
    }

    @ExceptionHandler({
        ConcurrencyException.class,
        EventStoreException.class,
        TransientDataAccessException.class,
        DataAccessResourceFailureException.class,
        CannotCreateTransactionException.class
    })
    ResponseEntity<Object> onUnavailable(RuntimeException unavailable, HttpServletRequest request) {
        return unavailable(request, unavailable);
    }

    @ExceptionHandler
    ResponseEntity<Object> on(OutcomeUnknownException unknown, HttpServletRequest request) {
        LOG.warn(
                "The outcome of {} {} is unknown: {}",
                request.getMethod(),
                request.getRequestURI(),
                unknown.toString());
        return later(request, Failure.unknownOutcome());
    }

    @ExceptionHandler
    ResponseEntity<Object> on(Exception unexpected, HttpServletRequest request) throws Exception {
        if (unexpected instanceof ErrorResponse known) {
            HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
            return errors.answer(request, Failure.of(status, null), known.getHeaders());
        }
        if (unexpected.getCause() instanceof RefusedException refused) {
            return on(refused, request);
        }
        if (unexpected.getCause() instanceof UnavailableException unavailable) {
            return onUnavailable(unavailable, request);
        }
        if (causedBy(unexpected, SQLException.class)) {
            if (!PassingFault.causes(unexpected)) {
                LOG.error("The database failed in {} {}", request.getMethod(), request.getRequestURI(), unexpected);
            }
            return unavailable(request, unexpected);
        }
        LOG.error("Unexpected failure in {} {}", request.getMethod(), request.getRequestURI(), unexpected);
        return answer(request, Failure.of(HttpStatus.INTERNAL_SERVER_ERROR, null));
    }

    /** Whoever asked is gone, as from a stream of events, and nobody is there to be answered. */
    @ExceptionHandler({AsyncRequestNotUsableException.class, ClientAbortException.class})
    @Nullable
    ResponseEntity<Object> onGone(IOException gone) {
        return null;
    }

    /** Of what was being written when it failed, nobody is to take the begin for the whole. */
    @ExceptionHandler
    void on(CloseNowException cutOff) throws CloseNowException {
        throw cutOff;
    }

    private static boolean causedBy(@Nullable Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private ResponseEntity<Object> unavailable(HttpServletRequest request, Exception unavailable) {
        log(unavailable);
        return later(request, Failure.of(HttpStatus.SERVICE_UNAVAILABLE, "Try again a little later."));
    }

    private void log(Exception unavailable) {
        requests.log(more -> LOG.warn(
                "Cannot answer now: {}{}",
                PassingFault.message(unavailable),
                more == 0 ? "" : " (and " + more + " requests before)"));
    }

    private ResponseEntity<Object> later(HttpServletRequest request, Failure failure) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        return errors.answer(request, failure, headers);
    }

    private ResponseEntity<Object> answer(HttpServletRequest request, Failure failure) {
        return errors.answer(request, failure, HttpHeaders.EMPTY);
    }
}
