package io.docket.platform.contract;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Publishes the {@link Contract}, with where tokens come from. */
@RestController
class ContractDocumentEndpoint {

    private static final YAMLMapper YAML = new YAMLMapper();

    private final Contract contract;
    private final RequestMappingHandlerMapping endpoints;
    private final ObjectProvider<TokenIssuer> issuer;
    private volatile @Nullable Written written;

    ContractDocumentEndpoint(
            Contract contract,
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping endpoints,
            ObjectProvider<TokenIssuer> issuer) {
        this.contract = contract;
        this.endpoints = endpoints;
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
            ObjectNode document = PublishedDocument.of(contract.document(), this::isServed);
            ((ObjectNode) document.at("/components/securitySchemes")).set("oauth2", scheme);
            last = new Written(scheme, YAML.writeValueAsString(document));
            written = last;
        }
        return last.text();
    }

    private boolean isServed(String path) {
        return endpoints.getHandlerMethods().keySet().stream()
                .anyMatch(mapping -> mapping.getPatternValues().contains(path));
    }

    /**
     * The document, kept as long as tokens come from the same place.
     *
     * @param scheme where that is
     */
    private record Written(JsonNode scheme, String text) {}
}
