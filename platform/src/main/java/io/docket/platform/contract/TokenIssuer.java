package io.docket.platform.contract;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Whoever issues the tokens that callers come with. */
public interface TokenIssuer {

    /**
     * Says where and how tokens are got.
     *
     * @param scheme the OpenAPI security scheme as the contract has it; to be changed
     */
    void describe(ObjectNode scheme);

    /**
     * How a token is got, for whoever starts the process: whole lines, with two spaces before each.
     *
     * @param address where the process answers, without a slash at the end
     */
    String report(String address);

    /** The clients that anybody may try things out as, each with its scopes; none, where the issuer is a real one. */
    default Map<String, List<String>> demoClients() {
        return Map.of();
    }
}
