package io.docket.authorization;

import io.docket.platform.contract.TokenIssuer;
import io.docket.platform.security.NoForeignIssuer;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Names the demo clients in the OpenAPI document, for the reference pages to offer them, and no scopes but theirs; and that
 * they can log in.
 */
@Component
@Conditional(NoForeignIssuer.class)
@ConditionalOnProperty("docket.demo.enabled")
class EmbeddedTokenIssuer implements TokenIssuer {

    private final Map<String, List<String>> clients;

    EmbeddedTokenIssuer(DemoClients clients) {
        this.clients = clients.scopes();
    }

    @Override
    public Map<String, List<String>> demoClients() {
        return clients;
    }

    @Override
    public String report(String address) {
        return """
                  Demo clients      {clients}
                                    Their secrets are public: the id followed by -secret. Not for production.

                Try it:

                  TOKEN=$(curl -s -u bank-channel:bank-channel-secret -d grant_type=client_credentials \\
                    {}/oauth2/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                  curl -s -H "Authorization: Bearer $TOKEN" {}/v1/case/cases
                """.replace("{clients}", String.join(", ", clients.keySet())).replace("{}", address);
    }

    @Override
    public void describe(ObjectNode scheme) {
        ObjectNode offered = scheme.putObject("x-demo-clients");
        clients.forEach((client, scopes) -> {
            ArrayNode had = offered.putArray(client);
            scopes.forEach(had::add);
        });
        var scopes = (ObjectNode) scheme.at("/flows/clientCredentials/scopes");
        scopes.retain(clients.values().stream().flatMap(List::stream).toList());
        ((ObjectNode) scheme.get("flows"))
                .putObject("authorizationCode")
                .put("authorizationUrl", "/oauth2/authorize")
                .put("tokenUrl", "/oauth2/token")
                .set("scopes", scopes);
    }
}
