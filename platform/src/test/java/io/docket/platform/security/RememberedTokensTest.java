package io.docket.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

class RememberedTokensTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final List<String> decoded = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private Instant expiry = NOW.plus(Duration.ofHours(1));
    private long nanos;
    private boolean issuerIsAway;

    private final RememberedTokens tokens = new RememberedTokens(
            this::decode, new IssuerAccess(this::decode), Clock.fixed(NOW, ZoneOffset.UTC), () -> nanos);

    @Test
    void checksATokenOnce() {
        Authentication first = authenticate("one");
        Authentication again = authenticate("one");

        assertThat(again).isSameAs(first);
        assertThat(first.getName()).isEqualTo("one");
        assertThat(decoded).containsExactly("one");
    }

    @Test
    void checksEachTokenForItself() {
        authenticate("one");

        assertThat(authenticate("two").getName()).isEqualTo("two");
        assertThat(decoded).containsExactly("one", "two");
    }

    @Test
    void checksATokenAgainAfterAFewSecondsAndRefusesItWhereItsKeyHasGone() {
        authenticate("one");
        refused.add("one");
        nanos += RememberedTokens.FOR.minusMillis(1).toNanos();
        authenticate("one");

        nanos += Duration.ofMillis(1).toNanos();

        assertThatThrownBy(() -> authenticate("one")).isInstanceOf(InvalidBearerTokenException.class);
    }

    @Test
    void remembersNoTokenBeyondItsExpiry() {
        expiry = NOW.plusMillis(700);
        authenticate("one");
        refused.add("one");

        nanos += Duration.ofMillis(700).toNanos();

        assertThatThrownBy(() -> authenticate("one")).isInstanceOf(InvalidBearerTokenException.class);
    }

    @Test
    void remembersNoRefusal() {
        refused.add("one");
        assertThatThrownBy(() -> authenticate("one")).isInstanceOf(InvalidBearerTokenException.class);
        refused.clear();

        assertThat(authenticate("one").isAuthenticated()).isTrue();
    }

    @Test
    void tellsAnIssuerThatIsAwayFromABadToken() {
        issuerIsAway = true;

        assertThatThrownBy(() -> authenticate("one")).isInstanceOf(IssuerOutageException.class);
    }

    private Authentication authenticate(String token) {
        return tokens.authenticate(new BearerTokenAuthenticationToken(token));
    }

    private Jwt decode(String token) {
        decoded.add(token);
        if (issuerIsAway) {
            throw new JwtException("no keys");
        }
        if (refused.contains(token)) {
            throw new BadJwtException("refused");
        }
        return Jwt.withTokenValue(token)
                .header("alg", "none")
                .subject(token)
                .issuedAt(NOW.minusSeconds(1))
                .expiresAt(expiry)
                .build();
    }
}
