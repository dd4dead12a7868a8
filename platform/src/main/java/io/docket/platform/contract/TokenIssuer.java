package io.docket.platform.contract;

import tools.jackson.databind.node.ObjectNode;

/** Whoever issues the tokens that callers come with. */
public interface TokenIssuer {

    /**
     * Says where and how tokens are got.
     *
     * @param scheme the OpenAPI security scheme as the contract has it; to be changed
     */
    void describe(ObjectNode scheme);
}
