package io.docket.platform.security;

import io.docket.platform.settings.InvalidSettingException;
import java.util.Collection;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.util.StringUtils;

/** What a token must say beside who issued it, whichever issuer that is. */
@Configuration(proxyBeanMethods = false)
class TokenRules {

    private static final String AUDIENCES = "spring.security.oauth2.resourceserver.jwt.audiences";

    /** What is done with a token goes on record under the name of its subject. */
    @Bean
    OAuth2TokenValidator<Jwt> subjectRequired() {
        return new JwtClaimValidator<String>(JwtClaimNames.SUB, StringUtils::hasText);
    }

    /** A token for somebody else, even of the same issuer, is not one for us. */
    @Bean
    OAuth2TokenValidator<Jwt> meantForUs(@Value("${" + AUDIENCES + ":docket}") List<String> audiences) {
        if (audiences.stream().noneMatch(StringUtils::hasText)) {
            throw new InvalidSettingException(
                    "No audience is set: tokens that are meant for others would be accepted.",
                    "Set " + AUDIENCES + " to what the issuer's tokens name this system in \"aud\".");
        }
        return new JwtClaimValidator<Collection<String>>(
                JwtClaimNames.AUD,
                named -> named != null && named.stream().anyMatch(audience -> audiences.contains(audience)));
    }

    @Bean
    OAuth2TokenValidator<Jwt> expiryRequired() {
        var timestamps = new JwtTimestampValidator();
        timestamps.setAllowEmptyExpiryClaim(false);
        return timestamps;
    }

    /** No ID token, no logout token: access tokens (RFC 9068), and those that do not say more than that they are JWTs. */
    @Bean
    OAuth2TokenValidator<Jwt> accessTokensOnly() {
        var types = new JwtTypeValidator("JWT", "at+jwt", "application/at+jwt");
        types.setAllowEmpty(true);
        return types;
    }
}
