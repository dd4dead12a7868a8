package io.docket.authorization;

import io.docket.demo.DemoData;
import io.docket.platform.security.NoForeignIssuer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Whom the embedded authorization server issues tokens to. Their secrets are public. */
@Component
@Conditional(NoForeignIssuer.class)
@ConditionalOnProperty("docket.demo.enabled")
class DemoClients {

    private final List<DemoClient> all;

    DemoClients(DemoData demo) {
        all = demo.read("clients.yaml", new TypeReference<List<DemoClient>>() {});
    }

    List<DemoClient> all() {
        return all;
    }

    /** The scopes of each, by its id, in the order of the file. */
    Map<String, List<String>> scopes() {
        Map<String, List<String>> scopes = new LinkedHashMap<>();
        all.forEach(client -> scopes.put(client.clientId(), client.scopes()));
        return scopes;
    }
}
