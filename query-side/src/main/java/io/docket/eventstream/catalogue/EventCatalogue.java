package io.docket.eventstream.catalogue;

import io.docket.eventstream.log.EventNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** All types of events that were ever released, with the schemas and samples that were released with them. */
@Component
public class EventCatalogue {

    private final Map<String, CataloguedEvent> events = new LinkedHashMap<>();

    EventCatalogue(EventNames names) {
        for (String type : names.all()) {
            // Tests have events of their own, without schemas.
            if (new ClassPathResource(schema(type)).exists()) {
                events.put(
                        type, new CataloguedEvent(type, read(schema(type)), read("event-samples/" + type + ".json")));
            }
        }
    }

    private static String schema(String type) {
        return "event-schemas/" + type + ".json";
    }

    private static ObjectNode read(String file) {
        try (InputStream content = new ClassPathResource(file).getInputStream()) {
            return (ObjectNode) JsonMapper.shared().readTree(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, by name. */
    public List<CataloguedEvent> all() {
        return List.copyOf(events.values());
    }

    /** The one of a name, with its version. */
    public Optional<CataloguedEvent> find(String type) {
        return Optional.ofNullable(events.get(type));
    }
}
