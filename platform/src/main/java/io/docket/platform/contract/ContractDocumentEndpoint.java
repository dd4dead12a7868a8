package io.docket.platform.contract;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Publishes the {@link Contract}, with where tokens come from. */
@RestController
class ContractDocumentEndpoint {

    private static final YAMLMapper YAML = new YAMLMapper();

    private final Contract contract;
    private final ObjectProvider<TokenIssuer> issuer;
    private volatile @Nullable Written written;

    ContractDocumentEndpoint(Contract contract, ObjectProvider<TokenIssuer> issuer) {
        this.contract = contract;
        this.issuer = issuer;
    }

    @RequestMapping(
            path = "/openapi.yaml",
            method = {RequestMethod.GET, RequestMethod.HEAD},
            produces = "application/yaml;charset=UTF-8")
    String document() {
        ObjectNode scheme = (ObjectNode)
                contract.document().at("/components/securitySchemes/oauth2").deepCopy();
        issuer.ifAvailable(present -> present.describe(scheme));
        Written last = written;
        if (last == null || !last.scheme().equals(scheme)) {
            ObjectNode document = PublishedDocument.of(contract.document());
            ((ObjectNode) document.at("/components/securitySchemes")).set("oauth2", scheme);
            last = new Written(scheme, YAML.writeValueAsString(document));
            written = last;
        }
        return last.text();
    }

    /**
     * The document, kept as long as tokens come from the same place.
     *
     * @param scheme where that is
     */
    private record Written(JsonNode scheme, String text) {}
}
