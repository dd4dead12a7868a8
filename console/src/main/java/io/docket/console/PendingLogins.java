package io.docket.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Logins that have been begun, each in a cookie of the browser that began it: whichever process the browser comes back to
 * can end it, and none keeps anything for who never does.
 */
@Component
class PendingLogins implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

    private static final String COOKIE = "docket-login";
    private static final String PATH = "/console/login";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ConsoleClient client;

    PendingLogins(ConsoleClient client) {
        this.client = client;
    }

    /** As somebody's browser sends it, who may have made it up. */
    private record Pending(
            @Nullable String state,
            @Nullable String verifier,
            @Nullable String redirectUri) {}

    @Override
    public void saveAuthorizationRequest(
            @Nullable OAuth2AuthorizationRequest begun, HttpServletRequest request, HttpServletResponse response) {
        if (begun == null) {
            Cookies.remove(COOKIE, PATH, request, response);
            return;
        }
        var pending = new Pending(
                String.valueOf(begun.getState()),
                String.valueOf(begun.<Object>getAttribute(PkceParameterNames.CODE_VERIFIER)),
                String.valueOf(begun.getRedirectUri()));
        String value = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(JsonMapper.shared().writeValueAsString(pending).getBytes(UTF_8));
        Cookies.put(COOKIE, value, PATH, PATIENCE, request, response);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        String value = Cookies.get(COOKIE, request);
        ClientRegistration registration = value == null ? null : client.findByRegistrationId(ConsoleClient.ID);
        if (value == null || registration == null) {
            return null;
        }
        try {
            @Nullable
            Pending pending =
                    JsonMapper.shared().readValue(Base64.getUrlDecoder().decode(value), Pending.class);
            if (pending == null || pending.state == null || pending.verifier == null || pending.redirectUri == null) {
                return null;
            }
            return OAuth2AuthorizationRequest.authorizationCode()
                    .authorizationUri(
                            requireNonNull(registration.getProviderDetails().getAuthorizationUri()))
                    .clientId(registration.getClientId())
                    .redirectUri(pending.redirectUri)
                    .scopes(registration.getScopes())
                    .state(pending.state)
                    .attributes(Map.of(
                            OAuth2ParameterNames.REGISTRATION_ID,
                            ConsoleClient.ID,
                            PkceParameterNames.CODE_VERIFIER,
                            pending.verifier))
                    .build();
        } catch (IllegalArgumentException | JacksonException e) {
            return null;
        }
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        OAuth2AuthorizationRequest begun = loadAuthorizationRequest(request);
        Cookies.remove(COOKIE, PATH, request, response);
        return begun;
    }
}
