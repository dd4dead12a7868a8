package io.docket.authorization;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client of the demo data set.
 *
 * @param clientId its id; its secret is the id followed by {@code -secret}
 * @param scopes what it may ask for, and gets without asking
 * @param claims what else its tokens say
 */
record DemoClient(String clientId, List<String> scopes, Optional<Map<String, Object>> claims) {

    Map<String, Object> otherClaims() {
        return claims.orElse(Map.of());
    }

    String secret() {
        return clientId + "-secret";
    }
}
