package io.docket.authorization;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.docket.demo.DemoData;
import io.docket.platform.errors.Errors;
import io.docket.platform.http.ReceivedBodyFilter;
import io.docket.platform.limits.TokenRequestLimitFilter;
import io.docket.platform.limits.UsageLimits;
import io.docket.platform.settings.InvalidSettingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
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
import tools.jackson.core.type.TypeReference;

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

    EmbeddedAuthorizationServer(ObjectProvider<DemoData> demoData) {
        DemoData demo = demoData.getIfAvailable();
        if (demo == null) {
            throw new InvalidSettingException(
                    "Without the demo data set there are no clients to issue tokens to.",
                    "Set " + NoForeignIssuer.ISSUER_URI + " to the issuer whose tokens are to be accepted.");
        }
        clients = demo.read("clients.yaml", new TypeReference<List<DemoClient>>() {});
    }

    @Bean
    @Order(1)
    SecurityFilterChain tokenEndpoint(HttpSecurity http, UsageLimits limits, Errors errors) throws Exception {
        return http.securityMatcher("/oauth2/**", "/.well-known/oauth-authorization-server")
                .oauth2AuthorizationServer(Customizer.withDefaults())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.requestMatchers("/oauth2/token")
                        .authenticated()
                        .requestMatchers("/oauth2/jwks", "/.well-known/oauth-authorization-server")
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .addFilterBefore(new TokenRequestLimitFilter(limits, errors), DisableEncodeUrlFilter.class)
                .addFilterBefore(
                        new ReceivedBodyFilter(MAX_FORM_BYTES, limits.receiveWithin(), errors),
                        DisableEncodeUrlFilter.class)
                .addFilterBefore(
                        new ClientsWithoutCodes(
                                clients.stream().map(DemoClient::clientId).collect(toUnmodifiableSet()), errors),
                        DisableEncodeUrlFilter.class)
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

    /** Tokens carry all scopes of their client, whichever it asked for, and its other claims. */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> clientClaims() {
        Map<String, DemoClient> byId =
                clients.stream().collect(toUnmodifiableMap(DemoClient::clientId, Function.identity()));
        return context -> {
            DemoClient client = byId.get(context.getRegisteredClient().getClientId());
            if (client != null) {
                context.getClaims().claims(claims -> {
                    claims.putAll(client.otherClaims());
                    if (context.getAuthorizedScopes().isEmpty()) {
                        claims.put("scope", client.scopes());
                    }
                });
            }
        };
    }

    @Bean
    JWKSource<SecurityContext> jwkSource(@Value("${docket.data}") Path dataFolder) {
        return new ImmutableJWKSet<>(new JWKSet(SigningKey.in(dataFolder)));
    }

    @Bean
    JwtDecoder jwtDecoder(
            JWKSource<SecurityContext> keys,
            OAuth2TokenValidator<Jwt> subjectRequired,
            @Value("${docket.authorization-server.issuer}") String issuer) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys).build();
        decoder.setJwtValidator(
                new DelegatingOAuth2TokenValidator<>(JwtValidators.createDefaultWithIssuer(issuer), subjectRequired));
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
