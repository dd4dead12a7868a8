package io.docket.eventstream.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.docket.platform.correlation.Correlation;
import io.docket.platform.eventstore.PersonalEvents;
import java.io.ByteArrayOutputStream;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes events as CloudEvents 1.0. The payload stands in them as it was stored, whatever the version, but for personal
 * data: they are masked, or as they were before they were encrypted.
 */
@Component
public class CloudEventWriter {

    /** Whose events they are. */
    static final String SOURCE = "urn:docket";

    private static final Logger LOG = LoggerFactory.getLogger(CloudEventWriter.class);

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final byte[] DATA = ",\"data\":".getBytes(UTF_8);
    private static final byte[] EVENT_DATA = "\ndata: ".getBytes(UTF_8);
    private static final byte[] END = "}\n\n".getBytes(UTF_8);

    /** What of the metadata is published. */
    private static final Set<String> PUBLISHED = Set.of(Correlation.ID, Correlation.CAUSATION_ID, Correlation.ACTOR);

    private final PersonalEvents personal;

    CloudEventWriter(PersonalEvents personal) {
        this.personal = personal;
    }

    /** How often what has been written may have become what is not to be read any more. */
    public long erasures() {
        return personal.erasures();
    }

    /**
     * An event for all who see it in the same way.
     *
     * @param unmasked whether they see personal data
     */
    public Frame write(LoggedEvent event, boolean unmasked) {
        byte[] payload = payload(event, unmasked);
        byte[] head = head(event);
        byte[] before = ("id: " + event.position() + "\nevent: " + event.type()).getBytes(UTF_8);
        int begin = before.length + EVENT_DATA.length;
        var bytes = new byte[begin + head.length - 1 + DATA.length + payload.length + END.length];
        int at = put(before, before.length, bytes, 0);
        at = put(EVENT_DATA, EVENT_DATA.length, bytes, at);
        // The attributes are an object of their own, which goes on with the payload in the place of its end.
        at = put(head, head.length - 1, bytes, at);
        at = put(DATA, DATA.length, bytes, at);
        at = put(payload, payload.length, bytes, at);
        put(END, END.length, bytes, at);
        return new Frame(bytes, begin);
    }

    private static int put(byte[] from, int length, byte[] to, int at) {
        System.arraycopy(from, 0, to, at, length);
        return at + length;
    }

    private byte[] payload(LoggedEvent event, boolean unmasked) {
        try {
            byte[] read = unmasked
                    ? personal.openPayload(event.payload(), event.id())
                    : personal.maskPayload(event.payload());
            // Whoever changed the log may have broken lines, and with them the stream.
            return isOneLine(read) ? read : JSON.writeValueAsBytes(JSON.readTree(read));
        } catch (JacksonException | IllegalStateException e) {
            LOG.error(
                    "The event at position {} cannot be read, and is published without its data", event.position(), e);
            return JSON.writeValueAsBytes("The data of this event cannot be read");
        }
    }

    private static boolean isOneLine(byte[] json) {
        for (byte one : json) {
            if (one == '\n' || one == '\r') {
                return false;
            }
        }
        return true;
    }

    private static byte[] head(LoggedEvent event) {
        Map<String, String> metaData = metaData(event);
        var out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringProperty("specversion", "1.0");
            json.writeStringProperty("id", event.id());
            json.writeStringProperty("source", SOURCE);
            json.writeStringProperty("type", event.type());
            json.writeStringProperty("subject", event.subject());
            json.writeStringProperty(
                    "time", DateTimeFormatter.ISO_INSTANT.format(event.time().truncatedTo(ChronoUnit.MILLIS)));
            json.writeStringProperty("datacontenttype", "application/json");
            json.writeStringProperty("position", Long.toString(event.position()));
            json.writeStringProperty("subjectsequence", Long.toString(event.sequence()));
            write("correlationid", metaData.get(Correlation.ID), json);
            write("causationid", metaData.get(Correlation.CAUSATION_ID), json);
            write("actor", metaData.get(Correlation.ACTOR), json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void write(String attribute, @Nullable String value, JsonGenerator json) {
        if (value != null && !value.isEmpty()) {
            json.writeStringProperty(attribute, value);
        }
    }

    private static Map<String, String> metaData(LoggedEvent event) {
        Map<String, String> found = new HashMap<>();
        try (JsonParser json = JSON.createParser(event.metaData())) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_STRING && PUBLISHED.contains(name)) {
                    found.put(name, json.getString());
                } else {
                    json.skipChildren();
                }
            }
        } catch (JacksonException e) {
            LOG.error("The metadata of the event at position {} cannot be read", event.position(), e);
        }
        return found;
    }
}
