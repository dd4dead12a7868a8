package io.docket.platform.http;

import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers for failures between the container and the endpoints. */
@RestController
class ErrorEndpoint implements ErrorController {

    private final Errors errors;

    ErrorEndpoint(Errors errors) {
        this.errors = errors;
    }

    @RequestMapping("${server.error.path:/error}")
    @Nullable
    ResponseEntity<Object> on(HttpServletRequest request, HttpServletResponse response) {
        // An answer that failed after its begin is cut off by the container, and nothing is put behind it.
        if (response.isCommitted()) {
            return null;
        }
        Integer code = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus resolved = code == null ? null : HttpStatus.resolve(code);
        HttpStatus status = resolved == null ? HttpStatus.NOT_FOUND : resolved;
        return errors.answer(request, Failure.of(status, null), HttpHeaders.EMPTY);
    }
}
