package io.docket.console;

import io.docket.platform.errors.Errors;
import io.docket.platform.http.AdmissionFilter;
import io.docket.platform.limits.UsageLimits;
import io.docket.platform.security.RememberedTokens;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.user.DefaultOAuth2User;
import org.springframework.security.oauth2.core.user.OAuth2User;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.web.client.RestClient;

/**
 * People log in at the issuer, by authorization code with PKCE, and have the rights of the token that the console gets for
 * them: auditors see no operations, operators no business.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {

    /** The right of auditors. */
    static final String AUDIT = "SCOPE_audit.read";

    /** The right of operators. */
    static final String OPERATIONS = "SCOPE_operations";

    static final String LOGIN = "/console/login";
    static final String LOGIN_FAILED = "/console/not-logged-in";
    static final String LOGGED_OUT = "/console/logged-out";

    /** Nothing inline, and nothing from elsewhere. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static final int SHARE_OF_THREADS = 10;
    private static final int MAX_FORM_BYTES = 16 * 1024;

    /** How long the issuer may take to give a token for a code. */
    private static final Duration EXCHANGE = Duration.ofSeconds(5);

    private final ConsoleClient client;

    ConsoleSecurity(ConsoleClient client) {
        this.client = client;
    }

    @Bean
    @Order(5)
    SecurityFilterChain consoleRights(
            HttpSecurity http,
            PendingLogins pending,
            RememberedTokens tokens,
            JwtDecoder decoder,
            Clock clock,
            UsageLimits limits,
            Errors errors,
            @Value("${server.tomcat.threads.max:200}") int threads)
            throws Exception {
        var peoplesTokens = new PeoplesTokens(tokens, clock);
        var csrf = new CookieCsrfTokenRepository();
        csrf.setCookieName("docket-console-csrf");
        csrf.setCookiePath("/console");
        csrf.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
        var backToThePage = new SavedRequestAwareAuthenticationSuccessHandler();
        var cache = new CookieRequestCache();
        cache.setRequestMatcher(ConsoleSecurity::isForAPage);
        backToThePage.setRequestCache(cache);
        backToThePage.setDefaultTargetUrl("/console");
        http.securityMatcher("/", "/console", "/console/**")
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS)
                        .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy()))
                .securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                // Each request brings the person's token, which is a login to Spring Security: forms would end with it.
                .csrf(tokensOfForms -> tokensOfForms
                        .csrfTokenRepository(csrf)
                        .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy()))
                .requestCache(requests -> requests.requestCache(cache))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(Customizer.withDefaults()))
                .logout(logout -> logout.logoutUrl("/console/logout")
                        .addLogoutHandler((request, response, who) -> PeoplesTokens.forget(request, response))
                        .logoutSuccessHandler((request, response, who) ->
                                response.sendRedirect(client.endOfSession("/") == null ? "/" : LOGGED_OUT)))
                .exceptionHandling(failures -> failures.authenticationEntryPoint(this::logIn)
                        .accessDeniedHandler(
                                (request, response, denied) -> ConsoleProblems.show(403, request, response)))
                .authorizeHttpRequests(
                        requests -> requests.requestMatchers(HttpMethod.GET, "/", "/console/assets/**", LOGIN_FAILED)
                                .permitAll()
                                .requestMatchers(ConsoleProblems.PATH + "/*", LOGGED_OUT)
                                .permitAll()
                                .requestMatchers("/console/audit", "/console/audit/**")
                                .hasAuthority(AUDIT)
                                .requestMatchers("/console/operations", "/console/operations/**")
                                .hasAuthority(OPERATIONS)
                                .requestMatchers("/console")
                                .authenticated()
                                .anyRequest()
                                .denyAll())
                .addFilterBefore(peoplesTokens, AnonymousAuthenticationFilter.class)
                // Before whatever asks for the fields of a form, and would hold a thread until they have come.
                .addFilterBefore(
                        new AdmissionFilter(
                                Math.max(2, threads / SHARE_OF_THREADS),
                                MAX_FORM_BYTES,
                                limits.receiveWithin(),
                                errors),
                        DisableEncodeUrlFilter.class);
        if (client.exists()) {
            http.oauth2Login(login -> login.clientRegistrationRepository(client)
                    .authorizedClientRepository(peoplesTokens)
                    .loginPage(LOGIN + "/" + ConsoleClient.ID)
                    .authorizationEndpoint(begin -> begin.authorizationRequestResolver(new LoginRequests(client))
                            .authorizationRequestRepository(pending))
                    .tokenEndpoint(exchange -> exchange.accessTokenResponseClient(exchangeOfCodes()))
                    .redirectionEndpoint(end -> end.baseUri(LOGIN + "/code/*"))
                    .userInfoEndpoint(who -> who.userService(request -> personIn(request, decoder)))
                    .successHandler((request, response, person) -> {
                        csrf.saveToken(null, request, response);
                        backToThePage.onAuthenticationSuccess(request, response, person);
                    })
                    .failureHandler((request, response, failure) -> response.sendRedirect(LOGIN_FAILED)));
        }
        return http.build();
    }

    /** Whether somebody goes to a page, and not a script that asks for a part of one or for events. */
    private static boolean isForAPage(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return request.getMethod().equals("GET") && accepted != null && accepted.contains(MediaType.TEXT_HTML_VALUE);
    }

    private void logIn(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException, ServletException {
        if (!client.exists()) {
            ConsoleProblems.show(404, request, response);
        } else if (!isForAPage(request)) {
            // Nor is a form: browsers let none end at an issuer elsewhere, as the policy of the page wants it.
            ConsoleProblems.show(401, request, response);
        } else if (!client.isReachable()) {
            ConsoleProblems.show(503, request, response);
        } else {
            response.sendRedirect(LOGIN + "/" + ConsoleClient.ID);
        }
    }

    /** As usual, but that an issuer which does not answer holds nobody up for long. */
    private static RestClientAuthorizationCodeTokenResponseClient exchangeOfCodes() {
        var requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(EXCHANGE).build());
        requests.setReadTimeout(EXCHANGE);
        var exchange = new RestClientAuthorizationCodeTokenResponseClient();
        exchange.setRestClient(RestClient.builder()
                .requestFactory(requests)
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        return exchange;
    }

    /** Whom the access token names: it is what the APIs accept, and what rights come from. */
    private static OAuth2User personIn(OAuth2UserRequest request, JwtDecoder decoder) {
        try {
            var token = decoder.decode(request.getAccessToken().getTokenValue());
            return new DefaultOAuth2User(List.of(), token.getClaims(), "sub");
        } catch (JwtException e) {
            throw new OAuth2AuthenticationException(new OAuth2Error("invalid_token"), e);
        }
    }
}
