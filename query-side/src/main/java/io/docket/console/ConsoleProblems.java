package io.docket.console;

import io.docket.platform.errors.Failure;
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
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
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
            HttpStatus.FORBIDDEN,
            "You are logged in, but you may not see this.",
            HttpStatus.NOT_FOUND,
            "There is nothing here by that name.",
            HttpStatus.SERVICE_UNAVAILABLE,
            "This cannot be answered now. Try again in a moment.");

    /** Shows why there is no page, where no page has been begun. */
    static void show(int status, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.getRequestDispatcher(PATH + "/" + status).forward(request, response);
    }

    @RequestMapping(PATH + "/{status}")
    ModelAndView show(@PathVariable("status") int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return page(known == null ? HttpStatus.NOT_FOUND : known, null);
    }

    @ExceptionHandler
    ModelAndView on(RefusedException refused) {
        Failure failure = Failure.of(refused.refusal());
        return page(
                failure.status(),
                failure.errors().isEmpty() ? null : failure.errors().get(0).message());
    }

    @ExceptionHandler
    ModelAndView on(UnavailableException unavailable) {
        return page(HttpStatus.SERVICE_UNAVAILABLE, unavailable.getMessage());
    }

    @ExceptionHandler({TypeMismatchException.class, DateTimeParseException.class, IllegalArgumentException.class})
    ModelAndView onUnreadable(Exception unreadable) {
        return page(HttpStatus.BAD_REQUEST, "What was asked for cannot be read.");
    }

    private static ModelAndView page(HttpStatus status, @Nullable String detail) {
        var page = new ModelAndView("console/problem", status);
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        if (person instanceof JwtAuthenticationToken) {
            page.addObject("person", person.getName());
            page.addObject("auditor", ConsolePages.may(person, "audit.read"));
        }
        page.addObject("problem", status.getReasonPhrase());
        page.addObject("detail", detail == null ? WORDS.getOrDefault(status, "") : detail);
        return page;
    }
}
