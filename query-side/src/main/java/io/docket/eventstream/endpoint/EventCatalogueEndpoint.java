package io.docket.eventstream.endpoint;

import io.docket.common.api.Refusal;
import io.docket.eventstream.catalogue.AsyncApiDocument;
import io.docket.eventstream.catalogue.CataloguePage;
import io.docket.eventstream.catalogue.CataloguedEvent;
import io.docket.eventstream.catalogue.EventCatalogue;
import io.docket.platform.errors.RefusedException;
import io.docket.platform.http.Acceptance;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Tells anybody what kinds of events there are. */
@RestController
class EventCatalogueEndpoint {

    private static final MediaType SCHEMA = MediaType.parseMediaType("application/schema+json");
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final String PAGE_CSP =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private final EventCatalogue catalogue;
    private final CataloguePage page;
    private final String asyncApi;

    EventCatalogueEndpoint(EventCatalogue catalogue, CataloguePage page, AsyncApiDocument asyncApi) {
        this.catalogue = catalogue;
        this.page = page;
        this.asyncApi = new YAMLMapper().writeValueAsString(asyncApi.document());
    }

    /** All types, as an array of names; a browser gets a page. */
    @GetMapping("/events/schemas")
    ResponseEntity<byte[]> getEventTypes(HttpServletRequest request) {
        Acceptance acceptance = Acceptance.in(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        boolean asPage = acceptance.of(MediaType.TEXT_HTML) > acceptance.of(MediaType.APPLICATION_JSON);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (asPage) {
            return answer.contentType(HTML)
                    .header("Content-Security-Policy", PAGE_CSP)
                    .body(page.html().getBytes(StandardCharsets.UTF_8));
        }
        List<String> types = catalogue.all().stream().map(CataloguedEvent::type).toList();
        return answer.contentType(MediaType.APPLICATION_JSON)
                .body(JsonMapper.shared().writeValueAsBytes(types));
    }

    @GetMapping("/events/schemas/{type}")
    ResponseEntity<byte[]> getEventSchema(@PathVariable("type") String type) {
        CataloguedEvent event = catalogue.find(type).orElseThrow(() -> new RefusedException(Refusal.notFound()));
        return ResponseEntity.ok().contentType(SCHEMA).body(JsonMapper.shared().writeValueAsBytes(event.schema()));
    }

    @RequestMapping(
            path = "/asyncapi.yaml",
            method = {RequestMethod.GET, RequestMethod.HEAD},
            produces = "application/yaml;charset=UTF-8")
    String getAsyncApi() {
        return asyncApi;
    }
}
