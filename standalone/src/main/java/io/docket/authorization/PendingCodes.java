package io.docket.authorization;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * The authorization codes of the last minutes, used ones included, so that none is used twice. Tokens are checked by their
 * signature alone: none is remembered.
 */
class PendingCodes implements OAuth2AuthorizationService {

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int MOST = 10_000;

    private final Cache<String, OAuth2Authorization> byCode =
            Caffeine.newBuilder().expireAfterWrite(LIFETIME).maximumSize(MOST).build();

    @Override
    public void save(OAuth2Authorization authorization) {
        String code = codeOf(authorization);
        if (code != null) {
            byCode.put(code, authorization);
        }
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        String code = codeOf(authorization);
        if (code != null) {
            byCode.invalidate(code);
        }
    }

    private static @Nullable String codeOf(OAuth2Authorization authorization) {
        OAuth2Authorization.Token<OAuth2AuthorizationCode> code = authorization.getToken(OAuth2AuthorizationCode.class);
        return code == null ? null : code.getToken().getTokenValue();
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        return null;
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        return byCode.getIfPresent(token);
    }
}
