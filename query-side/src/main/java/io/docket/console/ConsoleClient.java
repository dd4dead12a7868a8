package io.docket.console;

import java.util.List;
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

    private final ConsoleProperties properties;
    private final String issuer;

    private volatile @Nullable ClientRegistration registration;

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
        try {
            return findByRegistrationId(ID) != null;
        } catch (IllegalArgumentException e) {
            LOG.warn("The issuer does not say where people log in: {}", e.getMessage());
            return false;
        }
    }

    /** @throws IllegalArgumentException if the issuer does not answer, or not as issuers do */
    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        if (!ID.equals(id) || !exists()) {
            return null;
        }
        ClientRegistration known = registration;
        if (known == null) {
            known = ofTheIssuer();
            registration = known;
        }
        return known;
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
