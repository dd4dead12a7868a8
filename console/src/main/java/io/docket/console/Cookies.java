package io.docket.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/** Cookies that scripts do not see, and that no other site's forms send; over TLS, where the request came over it. */
final class Cookies {

    private Cookies() {}

    static void put(
            String name,
            String value,
            String path,
            Duration goodFor,
            HttpServletRequest request,
            HttpServletResponse response) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, value)
                        .path(path)
                        .maxAge(goodFor)
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .build()
                        .toString());
    }

    static void remove(String name, String path, HttpServletRequest request, HttpServletResponse response) {
        put(name, "", path, Duration.ZERO, request, response);
    }

    static @Nullable String get(String name, HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, name);
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }
}
