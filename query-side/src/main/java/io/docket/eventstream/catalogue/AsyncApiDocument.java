package io.docket.eventstream.catalogue;

import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is streamed, as an AsyncAPI 3.0 document: a message for each type of events. */
@Component
public class AsyncApiDocument {

    private static final String CLOUD_EVENTS = "application/cloudevents+json";
    private static final String MESSAGES = "#/components/messages/";
    private static final String SCHEMAS = "#/components/schemas/";

    private final JsonNode document;

    AsyncApiDocument(EventCatalogue catalogue) {
        document = write(catalogue);
    }

    public JsonNode document() {
        return document;
    }

    private static ObjectNode write(EventCatalogue catalogue) {
        ObjectNode document = JsonMapper.shared().createObjectNode();
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Docket: everything that happened")
                .put("version", "1.0.0")
                .put(
                        "description",
                        "All events in the order of the log, each once, from any point on, as CloudEvents 1.0. How to ask for "
                                + "them: GET /events in the OpenAPI document.");
        document.put("defaultContentType", CLOUD_EVENTS);
        ObjectNode channel = document.putObject("channels").putObject("events");
        channel.put("address", "/events");
        channel.put("description", "Server-Sent Events; lines of JSON with `Accept: application/x-ndjson`.");
        ObjectNode ofChannel = channel.putObject("messages");
        ObjectNode operation = document.putObject("operations").putObject("streamEvents");
        operation.put("action", "send");
        operation.putObject("channel").put("$ref", "#/channels/events");
        operation.putObject("bindings").putObject("http").put("method", "GET").put("bindingVersion", "0.3.0");
        ArrayNode sent = operation.putArray("messages");
        ObjectNode components = document.putObject("components");
        ObjectNode messages = components.putObject("messages");
        ObjectNode schemas = components.putObject("schemas");
        schemas.set("CloudEvent", cloudEvent());
        for (CataloguedEvent event : catalogue.all()) {
            ofChannel.putObject(event.type()).put("$ref", MESSAGES + event.type());
            sent.addObject().put("$ref", "#/channels/events/messages/" + event.type());
            messages.set(event.type(), message(event));
            ObjectNode schema = event.schema().deepCopy();
            schema.remove("$schema");
            schemas.set(event.type(), schema);
        }
        return document;
    }

    private static ObjectNode message(CataloguedEvent event) {
        ObjectNode message = JsonMapper.shared().createObjectNode();
        message.put("name", event.type());
        message.put("contentType", CLOUD_EVENTS);
        ArrayNode parts = message.putObject("payload").putArray("allOf");
        parts.addObject().put("$ref", SCHEMAS + "CloudEvent");
        ObjectNode properties = parts.addObject().put("type", "object").putObject("properties");
        properties.putObject("type").put("const", event.type());
        properties.putObject("data").put("$ref", SCHEMAS + event.type());
        ObjectNode example = message.putArray("examples").addObject().putObject("payload");
        example.put("specversion", "1.0");
        example.put("id", "5f0d9c1a-93a5-4a51-a6dc-7a0f5f3c2b11");
        example.put("source", "urn:docket");
        example.put("type", event.type());
        example.put("subject", "WI0000497282");
        example.put("time", "2015-11-13T11:14:17.697Z");
        example.put("datacontenttype", "application/json");
        example.put("position", "7624147733");
        example.put("subjectsequence", "0");
        example.set("data", event.sample());
        return message;
    }

    private static ObjectNode cloudEvent() {
        ObjectNode schema = JsonMapper.shared().createObjectNode();
        schema.put("type", "object");
        schema.put("description", "A CloudEvent 1.0 in its JSON format.");
        ArrayNode required = schema.putArray("required");
        ObjectNode properties = schema.putObject("properties");
        text(properties, "specversion", "The version of CloudEvents.").put("const", "1.0");
        text(properties, "id", "The id of the event; unique, and the same however often it is read.");
        text(properties, "source", "Whose event it is.").put("const", "urn:docket");
        text(properties, "type", "The public name of the type, with its version.");
        text(properties, "subject", "The id of the thing that it happened to.");
        text(properties, "time", "When it happened.").put("format", "date-time");
        text(properties, "datacontenttype", "The form of the data.").put("const", "application/json");
        text(properties, "position", "Its place in the log: what a reader resumes behind. From 1, without gaps.")
                .put("pattern", "^[0-9]{1,18}$");
        text(properties, "subjectsequence", "Its place among the events of the thing, from 0.")
                .put("pattern", "^[0-9]{1,18}$");
        properties.properties().forEach(attribute -> required.add(attribute.getKey()));
        required.add("data");
        text(properties, "correlationid", "The correlation id of the request at its origin.");
        text(properties, "causationid", "The id of the message that caused it.");
        text(properties, "actor", "Who caused it: the subject of a token, or an automation.");
        properties.putObject("data").put("description", "What happened, as the schema of the type says.");
        return schema;
    }

    private static ObjectNode text(ObjectNode properties, String name, String description) {
        return properties.putObject(name).put("type", "string").put("description", description);
    }
}
