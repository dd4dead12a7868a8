package io.docket.platform.contract;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Publishes the {@link Contract}. */
@RestController
class ContractDocumentEndpoint {

    private final String document;

    ContractDocumentEndpoint(Contract contract) {
        document = new YAMLMapper().writeValueAsString(contract.document());
    }

    @GetMapping(path = "/openapi.yaml", produces = "application/yaml;charset=UTF-8")
    String document() {
        return document;
    }
}
