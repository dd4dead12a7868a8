package io.docket.eventstream.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.docket.platform.eventstore.PersonalEvents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
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
    /** Of most events, with what is around them, in bytes. */
    private static final int MOST_ATTRIBUTES = 800;

    private static final byte[] EVENT_ID = "id: ".getBytes(UTF_8);
    private static final byte[] EVENT_TYPE = "\nevent: ".getBytes(UTF_8);
    private static final byte[] EVENT_DATA = "\ndata: ".getBytes(UTF_8);
    private static final byte[] SPEC_VERSION = "{\"specversion\":\"1.0\"".getBytes(UTF_8);
    private static final byte[] ID = ",\"id\":\"".getBytes(UTF_8);
    private static final byte[] TYPE = ("\",\"source\":\"" + SOURCE + "\",\"type\":\"").getBytes(UTF_8);
    private static final byte[] SUBJECT = "\",\"subject\":\"".getBytes(UTF_8);
    private static final byte[] TIME = "\",\"time\":\"".getBytes(UTF_8);
    private static final byte[] POSITION =
            "\",\"datacontenttype\":\"application/json\",\"position\":\"".getBytes(UTF_8);
    private static final byte[] SEQUENCE = "\",\"subjectsequence\":\"".getBytes(UTF_8);

    /** In the order of {@link PublishedMetaData}. */
    private static final byte[][] OF_METADATA = {
        "\",\"correlationid\":\"".getBytes(UTF_8),
        "\",\"causationid\":\"".getBytes(UTF_8),
        "\",\"actor\":\"".getBytes(UTF_8)
    };

    private static final byte[] DATA = "\",\"data\":".getBytes(UTF_8);
    private static final byte[] END = "}\n\n".getBytes(UTF_8);

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
        String type = event.type();
        var out = new FrameBytes(payload.length + MOST_ATTRIBUTES);
        out.add(EVENT_ID).add(event.position()).add(EVENT_TYPE).add(type).add(EVENT_DATA);
        int begin = out.size();
        out.add(SPEC_VERSION);
        addAttributes(event, type, out).add(DATA).add(payload).add(END);
        return new Frame(out.toArray(), begin);
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

    private static FrameBytes addAttributes(LoggedEvent event, String type, FrameBytes out) {
        out.add(ID).addQuoted(event.id()).add(TYPE).addQuoted(type);
        out.add(SUBJECT).addQuoted(event.subject()).add(TIME).add(event.time());
        out.add(POSITION).add(event.position()).add(SEQUENCE).add(event.sequence());
        byte[] @Nullable [] metaData = metaData(event);
        for (int i = 0; i < OF_METADATA.length; i++) {
            byte[] value = metaData[i];
            if (value != null) {
                out.add(OF_METADATA[i]).add(value);
            }
        }
        return out;
    }

    private static byte[] @Nullable [] metaData(LoggedEvent event) {
        try {
            return PublishedMetaData.in(event.metaData());
        } catch (JacksonException e) {
            LOG.error("The metadata of the event at position {} cannot be read", event.position(), e);
            return new byte[OF_METADATA.length][];
        }
    }
}
