package io.docket.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;

class PeoplesTokensTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @SuppressWarnings("NullAway")
    private final PeoplesTokens tokens = new PeoplesTokens(null, Clock.fixed(NOW, ZoneOffset.UTC));

    private void logIn(String token) {
        ClientRegistration registration = ClientRegistration.withRegistrationId("docket")
                .clientId("console")
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri("https://docket.example/console/login/code/docket")
                .authorizationUri("https://login.example/authorize")
                .tokenUri("https://login.example/token")
                .build();
        var accessToken = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, token, NOW, NOW.plusSeconds(300));
        tokens.saveAuthorizedClient(
                new OAuth2AuthorizedClient(registration, "auditor", accessToken),
                new TestingAuthenticationToken("auditor", "none"),
                new MockHttpServletRequest(),
                response);
    }

    /** It would be sent to the login for want of it, and come back with another one. */
    @Test
    void whoGetsATokenThatNoBrowserKeepsIsNotLoggedIn() {
        logIn("x".repeat(4_000));
        assertThat(response.getHeader("Set-Cookie")).contains("xxx", "Max-Age=300", "HttpOnly", "SameSite=Lax");

        assertThatExceptionOfType(OAuth2AuthenticationException.class).isThrownBy(() -> logIn("x".repeat(4_090)));
    }
}
