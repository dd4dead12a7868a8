package io.docket.platform.http;

import io.docket.platform.settings.InvalidSettingException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/**
 * Lets pages of the origins that {@code docket.cors.allowed-origins} names call the APIs, with tokens and without cookies.
 * Where none is named, browsers keep all pages but our own from it.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CrossOriginRequests.Settings.class)
class CrossOriginRequests {

    private static final Duration PREFLIGHT_HOLDS = Duration.ofHours(1);

    /**
     * Who is let in.
     *
     * @param allowedOrigins scheme and host, and the port unless it is that of the scheme, as a browser sends them in
     *     {@code Origin}
     */
    @ConfigurationProperties("docket.cors")
    record Settings(@DefaultValue List<String> allowedOrigins) {

        private static final Pattern ORIGIN = Pattern.compile("https?://[^/\\s,?#@*]+");

        Settings {
            allowedOrigins = List.copyOf(allowedOrigins);
            for (String origin : allowedOrigins) {
                if (!ORIGIN.matcher(origin).matches()) {
                    throw new InvalidSettingException(
                            "docket.cors.allowed-origins has \"" + origin + "\", which is no origin.",
                            "Name origins such as https://bank.example, separated by commas, without a path.");
                }
            }
        }
    }

    /** Behind the correlation id, so that refused preflights have one too, and before the checks of tokens, which they lack. */
    @Bean
    FilterRegistrationBean<CorsFilter> crossOrigin(Settings settings) {
        var allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(settings.allowedOrigins());
        allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "DELETE"));
        allowed.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        allowed.setExposedHeaders(List.of(
                HttpHeaders.LOCATION,
                HttpHeaders.ETAG,
                HttpHeaders.ALLOW,
                HttpHeaders.RETRY_AFTER,
                HttpHeaders.WWW_AUTHENTICATE,
                "Consistency-Token",
                "Deprecation",
                "Idempotency-Replayed",
                "X-Correlation-ID"));
        allowed.setMaxAge(PREFLIGHT_HOLDS);
        // A page of another origin is not refused but left to its browser: it may be one of ours behind a proxy.
        var filter = new CorsFilter(request -> {
            String origin = request.getHeader(HttpHeaders.ORIGIN);
            if (origin != null && settings.allowedOrigins().contains(origin)) {
                return allowed;
            }
            return CorsUtils.isPreFlightRequest(request) ? new CorsConfiguration() : null;
        });
        filter.setCorsProcessor(new DefaultCorsProcessor() {
            @Override
            protected void rejectRequest(ServerHttpResponse response) {
                response.setStatusCode(HttpStatus.FORBIDDEN);
            }
        });
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        registration.setEnabled(!settings.allowedOrigins().isEmpty());
        return registration;
    }
}
