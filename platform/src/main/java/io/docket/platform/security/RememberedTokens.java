package io.docket.platform.security;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.stereotype.Component;

/**
 * Checks bearer tokens, and knows one that it has just checked by its digest. It is checked again after {@link #FOR}, so that
 * a key that the issuer withdraws counts no longer than that, and not remembered beyond its expiry. A refusal is not
 * remembered.
 */
@Component
public final class RememberedTokens {

    /** How long a token is taken without a look. */
    static final Duration FOR = Duration.ofSeconds(5);

    private static final String SCHEME = "Bearer ";
    private static final boolean[] TOKEN = charactersOfTokens();
    private static final BearerTokenResolver UNUSUAL = new DefaultBearerTokenResolver();

    private static final int MAX_TOKENS = 10_000;

    private final JwtAuthenticationProvider check;
    private final IssuerAccess issuer;
    private final Clock clock;
    private final Cache<ByteBuffer, JwtAuthenticationToken> checked;

    @Autowired
    RememberedTokens(JwtDecoder decoder, IssuerAccess issuer, Clock clock) {
        this(decoder, issuer, clock, Ticker.systemTicker());
    }

    RememberedTokens(JwtDecoder decoder, IssuerAccess issuer, Clock clock, Ticker ticker) {
        check = new JwtAuthenticationProvider(decoder);
        this.issuer = issuer;
        this.clock = clock;
        checked = Caffeine.newBuilder()
                .maximumSize(MAX_TOKENS)
                .ticker(ticker)
                .expireAfter(Expiry.<ByteBuffer, JwtAuthenticationToken>creating((digest, token) -> remembered(token)))
                .build();
    }

    /** The token of a request. One that is sent as tokens usually are is found without a pattern. */
    static @Nullable String tokenOf(HttpServletRequest request) {
        String sent = request.getHeader(HttpHeaders.AUTHORIZATION);
        return sent != null && sent.startsWith(SCHEME) && isToken(sent, SCHEME.length())
                ? sent.substring(SCHEME.length())
                : UNUSUAL.resolve(request);
    }

    private static boolean isToken(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= TOKEN.length || !TOKEN[c]) {
                return false;
            }
        }
        return text.length() > from;
    }

    private static boolean[] charactersOfTokens() {
        boolean[] allowed = new boolean['z' + 1];
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"
                .chars()
                .forEach(c -> allowed[c] = true);
        return allowed;
    }

    /**
     * Who comes with a token.
     *
     * @throws IssuerOutageException if the token cannot be checked now
     * @throws org.springframework.security.core.AuthenticationException if it does not count, or not any more
     */
    public Authentication authenticate(BearerTokenAuthenticationToken bearer) {
        ByteBuffer digest = digest(bearer.getToken());
        JwtAuthenticationToken known = checked.getIfPresent(digest);
        if (known != null) {
            return known;
        }
        JwtAuthenticationToken found = check(bearer);
        // Nothing of the request goes to the next one's.
        found.setDetails(null);
        checked.put(digest, found);
        return found;
    }

    private JwtAuthenticationToken check(BearerTokenAuthenticationToken bearer) {
        try {
            return (JwtAuthenticationToken) requireNonNull(check.authenticate(bearer));
        } catch (AuthenticationServiceException | JwtDecoderInitializationException e) {
            issuer.failed(e);
            throw new IssuerOutageException(e);
        }
    }

    private Duration remembered(JwtAuthenticationToken token) {
        Instant expiry = token.getToken().getExpiresAt();
        Duration left = expiry == null ? Duration.ZERO : Duration.between(clock.instant(), expiry);
        return left.isNegative() ? Duration.ZERO : left.compareTo(FOR) < 0 ? left : FOR;
    }

    private static ByteBuffer digest(String token) {
        try {
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
