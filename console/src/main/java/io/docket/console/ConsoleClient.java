package io.docket.console;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The client that people log in through: the one that the embedded authorization server has, or the one that is configured
 * for the issuer, which is asked where its pages are when the first person logs in.
 */
@Component
@EnableConfigurationProperties(ConsoleProperties.class)
class ConsoleClient implements ClientRegistrationRepository {

    /** The name of the registration. */
    static final String ID = "docket";

    static final String REDIRECT_URI = "{baseUrl}/console/login/code/{registrationId}";

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleClient.class);

    /** How long a person waits for the issuer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final ConsoleProperties properties;
    private final String issuer;

    private final Semaphore asking = new Semaphore(1);

    private volatile @Nullable ClientRegistration registration;
    private volatile long silentUntil = System.nanoTime();

    ConsoleClient(
            ObjectProvider<ClientRegistration> ofTheEmbeddedServer,
            ConsoleProperties properties,
            @Value("${spring.security.oauth2.resourceserver.jwt.issuer-uri:}") String issuer) {
        this.properties = properties;
        this.issuer = issuer;
        registration = ofTheEmbeddedServer.getIfAvailable();
    }

    /** Whether there is a client at all. */
    boolean exists() {
        return registration != null || (StringUtils.hasText(issuer) && StringUtils.hasText(properties.clientId()));
    }

    /** Whether it is known where people log in; asks the issuer, if it is not. */
    boolean isReachable() {
        return findByRegistrationId(ID) != null;
    }

    /**
     * Where people end their session at the issuer (OpenID Connect RP-Initiated Logout).
     *
     * @param back where they come to then
     * @return {@code null} if the issuer has no such page, or has not said so
     */
    @Nullable
    String endOfSession(String back) {
        ClientRegistration known = findByRegistrationId(ID);
        Object page = known == null
                ? null
                : known.getProviderDetails().getConfigurationMetadata().get("end_session_endpoint");
        return known == null || page == null
                ? null
                : UriComponentsBuilder.fromUriString(page.toString())
                        .queryParam("client_id", "{client}")
                        .queryParam("post_logout_redirect_uri", "{back}")
                        .encode()
                        .buildAndExpand(known.getClientId(), back)
                        .toUriString();
    }

    /** Answers {@code null} also if the issuer does not answer, or not as issuers do. */
    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        if (!ID.equals(id) || !exists()) {
            return null;
        }
        if (registration == null) {
            askTheIssuer();
        }
        return registration;
    }

    /** One at a time, however many people come, and not again at once when it has failed. */
    private void askTheIssuer() {
        if (System.nanoTime() - silentUntil < 0 || !asking.tryAcquire()) {
            return;
        }
        var asked = new FutureTask<>(this::ask, true);
        // Of its own, since what it waits for has time limits that are too long for a person, and cannot be set.
        var thread = new Thread(asked, "console-issuer");
        thread.setDaemon(true);
        thread.start();
        try {
            asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("The issuer has not said yet where people log in", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        try {
            registration = ofTheIssuer();
        } catch (RuntimeException e) {
            LOG.warn("The issuer does not say where people log in: {}", e.getMessage());
            silentUntil = System.nanoTime() + AFTER_FAILURE.toNanos();
        } finally {
            asking.release();
        }
    }

    private ClientRegistration ofTheIssuer() {
        String secret = properties.clientSecret();
        List<String> scopes = properties.scopes();
        ClientRegistration.Builder builder = ClientRegistrations.fromIssuerLocation(issuer)
                .registrationId(ID)
                .clientId(String.valueOf(properties.clientId()))
                .redirectUri(REDIRECT_URI)
                .scope(scopes);
        return StringUtils.hasText(secret)
                ? builder.clientSecret(secret).build()
                : builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                        .build();
    }
}
