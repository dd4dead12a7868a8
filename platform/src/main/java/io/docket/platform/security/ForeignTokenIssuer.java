package io.docket.platform.security;

import io.docket.platform.contract.TokenIssuer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The configured issuer. Where its tokens are got is asked of itself, when the first reader wants to know; as long as it
 * does not answer, the document names the place of its description alone.
 */
@Component
@Conditional(ForeignIssuer.class)
public class ForeignTokenIssuer implements TokenIssuer {

    private static final Logger LOG = LoggerFactory.getLogger(ForeignTokenIssuer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String OPENID = "/.well-known/openid-configuration";
    private static final String OAUTH = "/.well-known/oauth-authorization-server";

    private final URI issuer;
    private final RestClient http;
    private final Lock asking = new ReentrantLock();
    private volatile @Nullable JsonNode metadata;

    ForeignTokenIssuer(@Value("${" + NoForeignIssuer.ISSUER_URI + "}") URI issuer) {
        this.issuer = issuer;
        var requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(PATIENCE).build());
        requests.setReadTimeout(PATIENCE);
        http = RestClient.builder().requestFactory(requests).build();
    }

    @Override
    public void describe(ObjectNode scheme) {
        JsonNode known = metadata().orElse(null);
        if (known == null) {
            scheme.removeAll();
            scheme.put("type", "openIdConnect")
                    .put("openIdConnectUrl", StringUtils.trimTrailingCharacter(issuer.toString(), '/') + OPENID);
            return;
        }
        JsonNode scopes = scheme.at("/flows/clientCredentials/scopes");
        scheme.put("description", "Bearer tokens (JWT) of " + issuer + ".");
        ObjectNode flows = scheme.putObject("flows");
        String token = known.path("token_endpoint").asString("");
        String authorization = known.path("authorization_endpoint").asString("");
        if (!authorization.isEmpty()) {
            flows.putObject("authorizationCode")
                    .put("authorizationUrl", authorization)
                    .put("tokenUrl", token)
                    .set("scopes", scopes);
        }
        flows.putObject("clientCredentials").put("tokenUrl", token).set("scopes", scopes);
    }

    @Override
    public String report(String address) {
        return "  Tokens            those of " + issuer + "\n";
    }

    /** The origins that a page fetches tokens from. */
    public Set<String> origins() {
        Set<String> origins = new LinkedHashSet<>(List.of(origin(issuer)));
        metadata()
                .map(known -> known.path("token_endpoint").asString(""))
                .filter(endpoint -> !endpoint.isEmpty())
                .map(endpoint -> origin(URI.create(endpoint)))
                .ifPresent(origins::add);
        return origins;
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }

    /** One reader at a time waits for the issuer; the others do without. */
    private Optional<JsonNode> metadata() {
        if (metadata == null && asking.tryLock()) {
            try {
                String path = StringUtils.trimTrailingCharacter(issuer.getPath(), '/');
                metadata = read(path + OPENID).or(() -> read(OAUTH + path)).orElse(null);
            } finally {
                asking.unlock();
            }
        }
        return Optional.ofNullable(metadata);
    }

    private Optional<JsonNode> read(String path) {
        URI address =
                UriComponentsBuilder.fromUri(issuer).replacePath(path).build().toUri();
        try {
            return Optional.ofNullable(http.get().uri(address).retrieve().body(JsonNode.class))
                    .filter(found ->
                            issuer.toString().equals(found.path("issuer").asString()));
        } catch (RestClientException e) {
            LOG.debug("No description of the issuer at {}", address, e);
            return Optional.empty();
        }
    }
}
