package io.docket.authorization;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.docket.platform.errors.Errors;
import io.docket.platform.http.ReceivedBodyFilter;
import io.docket.platform.limits.TokenRequestLimitFilter;
import io.docket.platform.limits.UsageLimits;
import io.docket.platform.settings.InvalidSettingException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.session.DisableEncodeUrlFilter;

/**
 * Issues tokens to the clients of the demo data set: {@code client_credentials} at {@code /oauth2/token}, client
 * authentication by HTTP Basic. Where an issuer is configured, its tokens are accepted instead.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(NoForeignIssuer.class)
class EmbeddedAuthorizationServer {

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
    SecurityFilterChain tokenEndpoint(HttpSecurity http, UsageLimits limits, Errors errors) throws Exception {
        return http.securityMatcher("/oauth2/**")
                .oauth2AuthorizationServer(server -> server.clientAuthentication(
                        authentication -> authentication.errorResponseHandler(new RefusedLogin(
                                clients.stream().map(DemoClient::clientId).toList()))))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.requestMatchers("/oauth2/token")
                        .authenticated()
                        .requestMatchers("/oauth2/jwks")
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .addFilterBefore(new TokenRequestLimitFilter(limits, errors), DisableEncodeUrlFilter.class)
                .addFilterBefore(
                        new ReceivedBodyFilter(MAX_FORM_BYTES, limits.receiveWithin(), errors),
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

    @Bean
    RegisteredClientRepository registeredClients() {
        return new InMemoryRegisteredClientRepository(
                clients.stream().map(EmbeddedAuthorizationServer::registered).toList());
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

    /** Access tokens as of RFC 9068, with all scopes of their client, whichever it asked for, and its other claims. */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> clientClaims(
            @Value("${spring.security.oauth2.resourceserver.jwt.audiences:docket}") List<String> audiences) {
        Map<String, DemoClient> byId =
                clients.stream().collect(toUnmodifiableMap(DemoClient::clientId, Function.identity()));
        return context -> {
            DemoClient client = byId.get(context.getRegisteredClient().getClientId());
            if (client != null) {
                context.getJwsHeader().type("at+jwt");
                context.getClaims().claims(claims -> {
                    claims.putAll(client.otherClaims());
                    claims.put("aud", audiences);
                    claims.put("client_id", client.clientId());
                    if (context.getAuthorizedScopes().isEmpty()) {
                        claims.put("scope", client.scopes());
                    }
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

    /** Tokens are checked by their signature alone: none is remembered. */
    @Bean
    OAuth2AuthorizationService authorizations() {
        return new OAuth2AuthorizationService() {
            @Override
            public void save(OAuth2Authorization authorization) {}

            @Override
            public void remove(OAuth2Authorization authorization) {}

            @Override
            public @Nullable OAuth2Authorization findById(String id) {
                return null;
            }

            @Override
            public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
                return null;
            }
        };
    }
}
