package io.docket.platform.security;

import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestTemplate;

/**
 * Whether tokens can be checked, which takes the issuer's keys. After a failure, and before the first success, it is tried
 * again every two seconds, whether requests come or not.
 */
@Component("issuer")
final class IssuerAccess implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerAccess.class);

    /** A token that nobody has signed: that it is refused takes the keys. */
    private static final String PROBE = "eyJhbGciOiJSUzI1NiIsImtpZCI6InByb2JlIn0.e30.cHJvYmU";

    private final JwtDecoder decoder;

    private volatile boolean works;
    private volatile @Nullable String fault = "It has not been asked yet";

    IssuerAccess(JwtDecoder decoder) {
        this.decoder = decoder;
    }

    /** A token could not be checked. */
    void failed(Exception failure) {
        String message = String.valueOf(
                NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        if (works || !message.equals(fault)) {
            LOG.warn("Tokens cannot be checked: {}", message);
        }
        fault = message;
        works = false;
    }

    @Scheduled(fixedDelayString = "PT2S", initialDelayString = "PT0S")
    void tryAgain() {
        if (works) {
            return;
        }
        try {
            decoder.decode(PROBE);
            works = true;
        } catch (BadJwtException refused) {
            works = true;
        } catch (JwtException | JwtDecoderInitializationException e) {
            failed(e);
        }
    }

    @Override
    public Health health() {
        return works
                ? Health.up().build()
                : Health.outOfService()
                        .withDetail("fault", String.valueOf(fault))
                        .build();
    }

    /** An issuer that does not answer holds nobody up for long. */
    @Configuration(proxyBeanMethods = false)
    static class TimeLimits {

        private static final Duration LIMIT = Duration.ofSeconds(2);

        @Bean
        JwkSetUriJwtDecoderBuilderCustomizer issuerTimeLimits() {
            var requests = new JdkClientHttpRequestFactory(
                    HttpClient.newBuilder().connectTimeout(LIMIT).build());
            requests.setReadTimeout(LIMIT);
            return builder -> builder.restOperations(new RestTemplate(requests));
        }
    }
}
