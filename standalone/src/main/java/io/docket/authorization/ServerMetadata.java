package io.docket.authorization;

import io.docket.platform.security.NoForeignIssuer;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Conditional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What the embedded server does (RFC 8414), and nothing that it does not. */
@RestController
@Conditional(NoForeignIssuer.class)
class ServerMetadata {

    static final String PATH = "/.well-known/oauth-authorization-server";

    private final Metadata metadata;

    ServerMetadata(@Value("${docket.authorization-server.issuer}") String issuer) {
        metadata = new Metadata(
                issuer,
                issuer + "/oauth2/authorize",
                issuer + "/oauth2/token",
                issuer + "/oauth2/jwks",
                List.of("code"),
                List.of("authorization_code", "client_credentials"),
                List.of("client_secret_basic", "none"),
                List.of("S256"));
    }

    @GetMapping(PATH)
    Metadata metadata() {
        return metadata;
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Metadata(
            String issuer,
            String authorizationEndpoint,
            String tokenEndpoint,
            String jwksUri,
            List<String> responseTypesSupported,
            List<String> grantTypesSupported,
            List<String> tokenEndpointAuthMethodsSupported,
            List<String> codeChallengeMethodsSupported) {}
}
