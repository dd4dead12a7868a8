package io.docket.platform.errors;

import io.docket.common.api.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
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
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns whatever an endpoint throws into a problem document. The only place that does. */
@RestControllerAdvice
class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private static final String RETRY_AFTER_SECONDS = "1";

    @ExceptionHandler
    ResponseEntity<Problem> on(RefusedException refused) {
        return answer(Problem.of(refused.refusal()), HttpHeaders.EMPTY);
    }

    /** Work items of all kinds share their numbers: one of another kind is not there. */
    @ExceptionHandler({AggregateNotFoundException.class, IncompatibleAggregateException.class})
    ResponseEntity<Problem> onUnknown(Exception unknown) {
        return answer(Problem.of(Refusal.notFound()), HttpHeaders.EMPTY);
    }

    @ExceptionHandler({TypeMismatchException.class, HttpMessageNotReadableException.class})
    ResponseEntity<Problem> onUnreadable(Exception unreadable) {
        return answer(Problem.of(HttpStatus.BAD_REQUEST, "The request cannot be read."), HttpHeaders.EMPTY);
    }

    @ExceptionHandler({
        UnavailableException.class,
        ConcurrencyException.class,
        EventStoreException.class,
        TransientDataAccessException.class,
        DataAccessResourceFailureException.class,
        CannotCreateTransactionException.class
    })
    ResponseEntity<Problem> onUnavailable(RuntimeException unavailable) {
        LOG.warn("Cannot answer now: {}", unavailable.toString());
        return unavailable();
    }

    @ExceptionHandler
    ResponseEntity<Problem> on(Exception unexpected, HttpServletRequest request) throws Exception {
        if (unexpected instanceof ErrorResponse known) {
            HttpStatus status = HttpStatus.valueOf(known.getStatusCode().value());
            return answer(Problem.of(status, null), known.getHeaders());
        }
        if (causedBy(unexpected, SQLException.class)) {
            LOG.error("The database failed in {} {}", request.getMethod(), request.getRequestURI(), unexpected);
            return unavailable();
        }
        LOG.error("Unexpected failure in {} {}", request.getMethod(), request.getRequestURI(), unexpected);
        return answer(Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, null), HttpHeaders.EMPTY);
    }

    private static boolean causedBy(@Nullable Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static ResponseEntity<Problem> unavailable() {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        return answer(Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "Try again a little later."), headers);
    }

    private static ResponseEntity<Problem> answer(Problem problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.status())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
