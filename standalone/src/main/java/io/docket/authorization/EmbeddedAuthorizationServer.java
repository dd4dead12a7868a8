package io.docket.authorization;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.docket.platform.errors.Errors;
import io.docket.platform.http.AdmissionFilter;
import io.docket.platform.limits.TokenRequestLimitFilter;
import io.docket.platform.limits.UsageLimits;
import io.docket.platform.security.NoForeignIssuer;
import io.docket.platform.settings.InvalidSettingException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.session.DisableEncodeUrlFilter;

/**
 * Issues tokens to the clients of the demo data set: {@code client_credentials} at {@code /oauth2/token}, client
 * authentication by HTTP Basic; and to people, who log in under the same names and secrets, by authorization codes with
 * PKCE. Where an issuer is configured, its tokens are accepted instead.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(NoForeignIssuer.class)
class EmbeddedAuthorizationServer {

    private static final String SWAGGER_UI = "swagger-ui";
    private static final String CONSOLE = "console";
    private static final List<String> SCOPES_OF_THE_CONSOLE = List.of("audit.read", "events.read", "operations");
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    private static final int MAX_FORM_BYTES = 16 * 1024;

    private final List<DemoClient> clients;

    EmbeddedAuthorizationServer(ObjectProvider<DemoClients> demoClients) {
        DemoClients demo = demoClients.getIfAvailable();
        if (demo == null) {
            throw new InvalidSettingException(
                    "Without the demo data set there are no clients to issue tokens to.",
                    "Set " + NoForeignIssuer.ISSUER_URI + " to the issuer whose tokens are to be accepted.");
        }
        clients = demo.all();
    }

    @Bean
    @Order(1)
    SecurityFilterChain tokenEndpoint(
            HttpSecurity http,
            LoginPage loginPage,
            UsageLimits limits,
            Errors errors,
            @Value("${server.tomcat.threads.max:200}") int threads)
            throws Exception {
        return http.securityMatcher("/oauth2/**")
                .oauth2AuthorizationServer(server -> server.clientAuthentication(
                        authentication -> authentication.errorResponseHandler(new RefusedLogin(
                                clients.stream().map(DemoClient::clientId).toList()))))
                // Who has logged in has a session, and nobody else: no server's memory is theirs who have not.
                .userDetailsService(people())
                .formLogin(login -> login.loginPage(LoginPage.PATH)
                        .loginProcessingUrl(LoginPage.PATH)
                        .failureHandler(loginPage))
                .csrf(csrf -> csrf.csrfTokenRepository(new CookieCsrfTokenRepository()))
                .requestCache(cache -> cache.requestCache(new CookieRequestCache()))
                .logout(AbstractHttpConfigurer::disable)
                .headers(headers -> headers.contentSecurityPolicy(
                        policy -> policy.policyDirectives(LoginPage.CONTENT_SECURITY_POLICY)))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/oauth2/token", "/oauth2/authorize")
                        .authenticated()
                        .requestMatchers("/oauth2/jwks", LoginPage.PATH)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .addFilterBefore(new TokenRequestLimitFilter(limits, errors), DisableEncodeUrlFilter.class)
                .addFilterBefore(
                        new AdmissionFilter(threads / 2, MAX_FORM_BYTES, limits.receiveWithin(), errors),
                        DisableEncodeUrlFilter.class)
                .addFilterBefore(
                        new ClientsWithoutCodes(
                                clients.stream().map(DemoClient::clientId).collect(toUnmodifiableSet()), errors),
                        DisableEncodeUrlFilter.class)
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain metadata(HttpSecurity http) throws Exception {
        return http.securityMatcher(ServerMetadata.PATH)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.GET)
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }

    @Bean
    AuthorizationServerSettings authorizationServerSettings(
            @Value("${docket.authorization-server.issuer}") String issuer) {
        return AuthorizationServerSettings.builder().issuer(issuer).build();
    }

    /** The demo clients, and the pages that people log in from, who are the same. */
    @Bean
    RegisteredClientRepository registeredClients(@Value("${docket.authorization-server.issuer}") String issuer) {
        return new InMemoryRegisteredClientRepository(Stream.concat(
                        clients.stream().map(EmbeddedAuthorizationServer::registered),
                        Stream.of(
                                page(SWAGGER_UI, issuer + "/swagger-ui/oauth2-redirect.html"),
                                page(CONSOLE, redirectOfTheConsole(issuer))))
                .toList());
    }

    private UserDetailsService people() {
        return new InMemoryUserDetailsManager(clients.stream()
                .map(client -> User.withUsername(client.clientId())
                        .password("{noop}" + client.secret())
                        .build())
                .toList());
    }

    private static String redirectOfTheConsole(String issuer) {
        return issuer + "/console/login/code/docket";
    }

    /** What the console logs people in through. */
    @Bean
    ClientRegistration peoplesClient(@Value("${docket.authorization-server.issuer}") String issuer) {
        return ClientRegistration.withRegistrationId("docket")
                .clientId(CONSOLE)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(redirectOfTheConsole(issuer))
                .scope(SCOPES_OF_THE_CONSOLE)
                .authorizationUri(issuer + "/oauth2/authorize")
                .tokenUri(issuer + "/oauth2/token")
                .issuerUri(issuer)
                .build();
    }

    /** A page that people log in from. */
    private RegisteredClient page(String id, String redirectUri) {
        return RegisteredClient.withId(id)
                .clientId(id)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(redirectUri)
                .scopes(scopes -> clients.forEach(client -> scopes.addAll(client.scopes())))
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .tokenSettings(TokenSettings.builder()
                        .accessTokenTimeToLive(TOKEN_LIFETIME)
                        .build())
                .build();
    }

    private static RegisteredClient registered(DemoClient client) {
        return RegisteredClient.withId(client.clientId())
                .clientId(client.clientId())
                .clientSecret("{noop}" + client.secret())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> scopes.addAll(client.scopes()))
                .tokenSettings(TokenSettings.builder()
                        .accessTokenTimeToLive(TOKEN_LIFETIME)
                        .build())
                .build();
    }

    /**
     * Access tokens as of RFC 9068. They carry the scopes that were asked for, as far as the client, or the person who has
     * logged in, has them; all of them, if none were asked for; and the other claims of that client or person.
     */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> clientClaims(
            @Value("${spring.security.oauth2.resourceserver.jwt.audiences:docket}") List<String> audiences) {
        Map<String, DemoClient> byId =
                clients.stream().collect(toUnmodifiableMap(DemoClient::clientId, Function.identity()));
        return context -> {
            DemoClient client = byId.get(
                    requireNonNull(context.<Authentication>getPrincipal()).getName());
            if (client != null) {
                context.getJwsHeader().type("at+jwt");
                context.getClaims().claims(claims -> {
                    claims.putAll(client.otherClaims());
                    claims.put("aud", audiences);
                    claims.put("client_id", context.getRegisteredClient().getClientId());
                    Set<String> asked = context.getAuthorizedScopes();
                    claims.put(
                            "scope",
                            client.scopes().stream()
                                    .filter(scope -> asked.isEmpty() || asked.contains(scope))
                                    .toList());
                });
            }
        };
    }

    @Bean
    SigningKeys signingKeys(@Value("${docket.data}") Path dataFolder) {
        return new SigningKeys(dataFolder, TOKEN_LIFETIME, Clock.systemUTC());
    }

    /** What the server publishes. */
    @Bean
    JWKSource<SecurityContext> publicKeys(SigningKeys keys) {
        return (selector, context) -> selector.select(keys.published());
    }

    @Bean
    JwtEncoder jwtEncoder(SigningKeys keys) {
        return new NimbusJwtEncoder((selector, context) -> selector.select(new JWKSet(keys.signing())));
    }

    /** With public keys that are made when they are read, and not for each token. */
    @Bean
    JwtDecoder jwtDecoder(
            SigningKeys keys,
            ObjectProvider<OAuth2TokenValidator<Jwt>> rules,
            @Value("${docket.authorization-server.issuer}") String issuer) {
        var processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector((header, context) ->
                header.getAlgorithm().equals(JWSAlgorithm.RS256) ? keys.verifying(header.getKeyID()) : List.of());
        // The rules see to these.
        processor.setJWSTypeVerifier((type, context) -> {});
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        var decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(
                Stream.concat(Stream.of(new JwtIssuerValidator(issuer)), rules.stream())
                        .toList()));
        return decoder;
    }

    @Bean
    OAuth2AuthorizationService authorizations() {
        return new PendingCodes();
    }
}
