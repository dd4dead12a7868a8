package io.docket.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PublishedDocumentTest {

    @Test
    void pathsComeInTheOrderOfTheirRootsAndThoseOfNoRootLast() {
        JsonNode contract = JsonMapper.shared().readTree("""
                {"x-order": ["/notes", "/orders"],
                 "paths": {"/note": {}, "/orders/{id}": {}, "/orders": {}, "/notes/{id}": {}, "/notes": {}}}
                """);

        assertThat(PublishedDocument.of(contract).path("paths").propertyNames())
                .containsExactly("/notes/{id}", "/notes", "/orders/{id}", "/orders", "/note");
    }
}
