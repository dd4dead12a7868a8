package io.docket.console;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * What people are sent to the issuer with. While nobody knows where its pages are, that is nothing: who wants to log in is
 * told what everybody is told who is not logged in.
 */
final class LoginRequests implements OAuth2AuthorizationRequestResolver {

    private final DefaultOAuth2AuthorizationRequestResolver requests;

    LoginRequests(ConsoleClient client) {
        requests = new DefaultOAuth2AuthorizationRequestResolver(client, ConsoleSecurity.LOGIN);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        try {
            return requests.resolve(request);
        } catch (IllegalArgumentException unknownClient) {
            return null;
        }
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String client) {
        try {
            return requests.resolve(request, client);
        } catch (IllegalArgumentException unknownClient) {
            return null;
        }
    }
}
