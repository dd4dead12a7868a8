package io.docket.platform.testing.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Map;

/** The key of an issuer of tokens that is none of our processes. */
public final class TokenSigner {

    private static final int BITS = 2048;

    private final RSAKey key;

    private TokenSigner(RSAKey key) {
        this.key = key;
    }

    /** With a new key. */
    public static TokenSigner create() {
        try {
            return new TokenSigner(new RSAKeyGenerator(BITS)
                    .keyID("test")
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key set of RFC 7517 that its tokens are verified with. */
    public Map<String, Object> keySet() {
        return new JWKSet(key).toJSONObject();
    }

    /** An access token as of RFC 9068 that claims this; instants are seconds since 1970. */
    public String sign(Map<String, Object> claims) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(new JOSEObjectType("at+jwt"))
                            .keyID(key.getKeyID())
                            .build(),
                    JWTClaimsSet.parse(claims));
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
