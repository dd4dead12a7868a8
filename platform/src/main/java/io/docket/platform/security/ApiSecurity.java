package io.docket.platform.security;

import io.docket.platform.contract.BodyRule;
import io.docket.platform.contract.Contract;
import io.docket.platform.contract.ContractFilter;
import io.docket.platform.contract.Operation;
import io.docket.platform.errors.Errors;
import io.docket.platform.errors.Failure;
import io.docket.platform.http.AdmissionFilter;
import io.docket.platform.idempotency.IdempotencyFilter;
import io.docket.platform.idempotency.IdempotencyStore;
import io.docket.platform.idempotency.LongAnswer;
import io.docket.platform.idempotency.LongAnswerFilter;
import io.docket.platform.limits.RequestLimit;
import io.docket.platform.limits.RequestLimitFilter;
import io.docket.platform.limits.UsageLimits;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Default deny. The API answers what the {@link Contract} names, to tokens with a scope, and a role, that it names; beside it stand
 * only the reference pages, the health checks and, for operators, the metrics.
 */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {

    private static final String SCOPE = "SCOPE_";

    private static final String RETRY_AFTER_SECONDS = "2";

    private static final int MAX_BODY_BYTES = 256 * 1024;

    /** So many of the threads, the n-th part, may be busy with what anybody may read. */
    private static final int SHARE_OF_THREADS = 10;

    private static final String REFERENCE_PAGES_CSP = "default-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    private static final String API_CSP = "default-src 'none'; frame-ancestors 'none'";

    /** Of a hundred threads, how many requests to the APIs may hold; the others answer what waits for nothing. */
    private static final int PERCENT_OF_THREADS = 80;

    private final Errors errors;
    private final RememberedTokens tokens;

    ApiSecurity(Errors errors, RememberedTokens tokens) {
        this.errors = errors;
        this.tokens = tokens;
    }

    /** Requests are observed as a whole; to observe each filter of each costs more than all that the filters do. */
    @Bean
    SecurityObservationSettings withoutObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** A management port of its own has health and metrics, and nothing else that the other port has. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain managementPortSecurity(HttpSecurity http, ServletContext ofTheApis) throws Exception {
        return stateless(http, API_CSP)
                .securityMatcher(request -> request.getServletContext() != ofTheApis
                        && !request.getServletPath().startsWith("/actuator")
                        && !"/error".equals(request.getServletPath()))
                .authorizeHttpRequests(requests -> requests.anyRequest().denyAll())
                .build();
    }

    @Bean
    @Order(10)
    SecurityFilterChain referencePagesSecurity(
            HttpSecurity http, UsageLimits limits, @Value("${server.tomcat.threads.max:200}") int threads)
            throws Exception {
        return stateless(http, REFERENCE_PAGES_CSP)
                .securityMatcher("/swagger-ui", "/swagger-ui/**", "/openapi.yaml", "/asyncapi.yaml")
                .addFilterBefore(
                        new AdmissionFilter(
                                Math.max(2, threads / SHARE_OF_THREADS),
                                MAX_BODY_BYTES,
                                limits.receiveWithin(),
                                errors),
                        AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(20)
    SecurityFilterChain actuatorSecurity(HttpSecurity http) throws Exception {
        return stateless(http, API_CSP)
                .securityMatcher("/actuator", "/actuator/**")
                .authorizeHttpRequests(
                        requests -> requests.requestMatchers(HttpMethod.GET, "/actuator/health", "/actuator/health/*")
                                .permitAll()
                                .requestMatchers(HttpMethod.HEAD, "/actuator/health", "/actuator/health/*")
                                .permitAll()
                                .anyRequest()
                                .hasAuthority(SCOPE + "operations"))
                .build();
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    SecurityFilterChain contractSecurity(
            HttpSecurity http,
            Contract contract,
            ObjectProvider<BodyRule> bodyRules,
            UsageLimits limits,
            ObjectProvider<RequestLimit> requestLimits,
            IdempotencyStore idempotency,
            ObjectProvider<LongAnswer> longAnswers,
            @Value("${server.tomcat.threads.max:200}") int threads)
            throws Exception {
        return stateless(http, API_CSP)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .access((caller, context) -> authorize(contract, caller, context)))
                .addFilterBefore(
                        new RequestLimitFilter(limits, requestLimits.stream().toList(), errors),
                        AuthorizationFilter.class)
                .addFilterAfter(
                        new AdmissionFilter(
                                threads * PERCENT_OF_THREADS / 100, MAX_BODY_BYTES, limits.receiveWithin(), errors),
                        AuthorizationFilter.class)
                .addFilterAfter(
                        new ContractFilter(contract, bodyRules.stream().toList(), errors), AdmissionFilter.class)
                .addFilterAfter(new LongAnswerFilter(longAnswers.stream().toList(), errors), ContractFilter.class)
                .addFilterAfter(new IdempotencyFilter(idempotency, errors), LongAnswerFilter.class)
                .build();
    }

    private HttpSecurity stateless(HttpSecurity http, String contentSecurityPolicy) throws Exception {
        return http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .oauth2ResourceServer(resourceServer -> resourceServer
                        .bearerTokenResolver(RememberedTokens::tokenOf)
                        .authenticationManagerResolver(
                                request -> bearer -> tokens.authenticate((BearerTokenAuthenticationToken) bearer))
                        .authenticationEntryPoint(unauthenticated())
                        .accessDeniedHandler(denied()))
                .exceptionHandling(failures ->
                        failures.authenticationEntryPoint(unauthenticated()).accessDeniedHandler(denied()))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(contentSecurityPolicy))
                        .referrerPolicy(Customizer.withDefaults()));
    }

    /**
     * What the contract does not name is answered by the {@link ContractFilter}, to whoever has a valid token; what it opens
     * to all, to whoever asks.
     */
    private static AuthorizationDecision authorize(
            Contract contract,
            Supplier<? extends @Nullable Authentication> caller,
            RequestAuthorizationContext context) {
        Operation operation = contract.match(context.getRequest()).operation();
        if (operation != null && operation.isOpenToAll()) {
            return new AuthorizationDecision(true);
        }
        Authentication authentication = caller.get();
        if (authentication == null || !authentication.isAuthenticated() || isAnonymous(authentication)) {
            return new AuthorizationDecision(false);
        }
        RefusalLog.comesFrom(context.getRequest(), authentication);
        return new AuthorizationDecision(operation == null
                || (hasScope(authentication, operation)
                        && hasRole(authentication, operation)
                        && hasCustomers(authentication, contract, operation)));
    }

    private static boolean hasCustomers(Authentication authentication, Contract contract, Operation operation) {
        return !contract.concernsCustomers(operation)
                || Caller.of(authentication).actsForSomebody();
    }

    private static boolean hasScope(Authentication authentication, Operation operation) {
        return authentication.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .anyMatch(authority -> authority != null
                        && authority.startsWith(SCOPE)
                        && operation.scopes().contains(authority.substring(SCOPE.length())));
    }

    private static boolean hasRole(Authentication authentication, Operation operation) {
        return operation.roles().isEmpty()
                || Caller.of(authentication).roles().stream().anyMatch(operation.roles()::contains);
    }

    private static boolean isAnonymous(Authentication authentication) {
        return authentication instanceof AnonymousAuthenticationToken;
    }

    private AuthenticationEntryPoint unauthenticated() {
        var challenge = new BearerTokenAuthenticationEntryPoint();
        return (request, response, failure) -> {
            if (failure instanceof IssuerOutageException) {
                response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
                errors.write(
                        request,
                        response,
                        Failure.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "Tokens cannot be checked now. Try again a little later."));
                return;
            }
            RefusalLog.unauthenticated(request, failure);
            challenge.commence(request, response, failure);
            errors.write(
                    request,
                    response,
                    Failure.of(HttpStatus.valueOf(response.getStatus()), "A valid bearer token is required."));
        };
    }

    private AccessDeniedHandler denied() {
        return (request, response, failure) -> {
            Authentication caller = SecurityContextHolder.getContext().getAuthentication();
            if (caller != null) {
                RefusalLog.comesFrom(request, caller);
            }
            errors.write(request, response, Failure.of(HttpStatus.FORBIDDEN, "The token does not allow this."));
        };
    }

    /**
     * Whichever the method: the {@link ContractFilter} says which are allowed. What of a path must not be trusted has been
     * refused when it got its one spelling, in which an encoded character is just a character.
     */
    @Bean
    HttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        firewall.setAllowUrlEncodedSlash(true);
        firewall.setAllowUrlEncodedDoubleSlash(true);
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setAllowBackSlash(true);
        firewall.setAllowSemicolon(true);
        return firewall;
    }

    /** For requests so malformed that they are not looked at. */
    @Bean
    RequestRejectedHandler malformedRequests() {
        return (request, response, failure) ->
                errors.write(request, response, Failure.of(HttpStatus.BAD_REQUEST, "The request is malformed."));
    }
}
