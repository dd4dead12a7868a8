package io.docket.console;

import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import io.docket.platform.errors.QuotaException;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.errors.UnavailableException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** What people see who get no page: the same that a client of the APIs is answered, as a page. */
@Controller
@ControllerAdvice("io.docket.console")
@Order(Ordered.HIGHEST_PRECEDENCE)
class ConsoleProblems {

    static final String PATH = "/console/problem";

    private static final Map<HttpStatus, String> WORDS = Map.of(
            HttpStatus.UNAUTHORIZED,
            "You are logged in no longer, and nothing has been done. Log in again, and do it again.",
            HttpStatus.FORBIDDEN,
            "You are logged in, but you may not see or do this. If you may, load the page anew, and try again.",
            HttpStatus.NOT_FOUND,
            "There is nothing here by that name, or not any more.",
            HttpStatus.SERVICE_UNAVAILABLE,
            "This cannot be answered now. Try again in a moment.");

    /** Shows why there is no page, where no page has been begun. */
    static void show(int status, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.getRequestDispatcher(PATH + "/" + status).forward(request, response);
    }

    @RequestMapping(PATH + "/{status}")
    ModelAndView show(@PathVariable("status") int status, HttpServletRequest request) {
        HttpStatus known = HttpStatus.resolve(status);
        return page(known == null || !known.isError() ? HttpStatus.NOT_FOUND : known, null, request);
    }

    /** Below the pages of auditors and operators, whatever is no page. */
    @GetMapping({"/console/audit/**", "/console/operations/**"})
    ModelAndView unknown(HttpServletRequest request) {
        return page(HttpStatus.NOT_FOUND, null, request);
    }

    @ExceptionHandler
    ModelAndView on(RefusedException refused, HttpServletRequest request) {
        Failure failure = Failure.of(refused.refusal());
        request.setAttribute(Errors.FAILURE, failure);
        return page(
                failure.status(),
                failure.errors().isEmpty()
                        ? (failure.status() == HttpStatus.CONFLICT ? failure.detail() : null)
                        : failure.errors().get(0).message(),
                request);
    }

    @ExceptionHandler
    ModelAndView on(UnavailableException unavailable, HttpServletRequest request) {
        return page(HttpStatus.SERVICE_UNAVAILABLE, unavailable.getMessage(), request);
    }

    @ExceptionHandler
    ModelAndView on(QuotaException used, HttpServletRequest request) {
        return page(HttpStatus.TOO_MANY_REQUESTS, used.getMessage(), request);
    }

    @ExceptionHandler({
        TransientDataAccessException.class,
        DataAccessResourceFailureException.class,
        CannotCreateTransactionException.class
    })
    ModelAndView onAway(RuntimeException away, HttpServletRequest request) {
        return page(HttpStatus.SERVICE_UNAVAILABLE, null, request);
    }

    @ExceptionHandler({
        TypeMismatchException.class,
        MissingServletRequestParameterException.class,
        DateTimeParseException.class,
        IllegalArgumentException.class
    })
    ModelAndView onUnreadable(Exception unreadable, HttpServletRequest request) {
        return page(HttpStatus.BAD_REQUEST, "What was asked for cannot be read.", request);
    }

    private static ModelAndView page(HttpStatus status, @Nullable String detail, HttpServletRequest request) {
        var page = new ModelAndView("console/problem", status);
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        page.addAllObjects(ConsolePages.of(person instanceof JwtAuthenticationToken ? person : null, request));
        page.addObject("problem", status.getReasonPhrase());
        page.addObject("detail", detail == null ? WORDS.getOrDefault(status, "") : detail);
        return page;
    }
}
