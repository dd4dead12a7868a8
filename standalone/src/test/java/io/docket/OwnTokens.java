package io.docket;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Tokens that the embedded authorization server might have issued, and some that it would not. */
public final class OwnTokens {

    private final String issuer;
    private final RSAKey key;

    private OwnTokens(String issuer, RSAKey key) {
        this.issuer = issuer;
        this.key = key;
    }

    /** Those of a running application. */
    public static OwnTokens of(Environment environment) {
        try {
            Path file = Path.of(environment.getRequiredProperty("docket.data"), "authorization-server.jwks");
            RSAKey key = JWKSet.load(file.toFile()).getKeys().get(0).toRSAKey();
            return new OwnTokens(environment.getRequiredProperty("docket.authorization-server.issuer"), key);
        } catch (IOException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token that is good for ten minutes, unless more is claimed. */
    public String signed(Consumer<JWTClaimsSet.Builder> more) {
        return signed(key, new JOSEObjectType("at+jwt"), more);
    }

    String signed(RSAKey with, @Nullable JOSEObjectType type, Consumer<JWTClaimsSet.Builder> more) {
        Instant now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("somebody")
                .audience("docket")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)))
                .claim("scope", List.of("cases.read", "cases.write", "cases.manage", "customers.all"));
        more.accept(claims);
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(key.getKeyID())
                        .type(type)
                        .build(),
                claims.build());
        try {
            jwt.sign(new RSASSASigner(with));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    RSAKey key() {
        return key;
    }
}
