package io.docket.eventstream.catalogue;

import tools.jackson.databind.node.ObjectNode;

/**
 * A type of events.
 *
 * @param type the public name with its version
 * @param schema of the data
 * @param sample of the data, as they are stored, with all fields set
 */
public record CataloguedEvent(String type, ObjectNode schema, ObjectNode sample) {

    /** What the things are that such events happen to: {@code docket.case}. */
    String family() {
        String name = type.substring(0, type.lastIndexOf(".v"));
        return name.substring(0, name.lastIndexOf('.'));
    }
}
