package io.docket.privacy.command.endpoint;

import io.docket.platform.idempotency.LongAnswer;
import io.docket.platform.privacy.HeldData;
import io.docket.privacy.command.ExportReceipt;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what is held about a person, some events at a time: neither memory nor a connection to the database is held however
 * much it is, and however slowly it is taken. Written again from the same receipt, it has the same events.
 */
@Component
class ExportedData implements LongAnswer {

    private static final Pattern PATH = Pattern.compile("/privacy/exports/?");

    /** A client that takes nothing is cut off sooner, by the server; this is for one that takes a little now and then. */
    private static final Duration MAX_DURATION = Duration.ofHours(2);

    private final HeldData data;
    private final JsonMapper json;
    private final ObjectWriter writer;

    ExportedData(HeldData data, JsonMapper json) {
        this.data = data;
        this.json = json;
        // One that is broken off must not look as if it were whole.
        this.writer = json.writer()
                .without(StreamWriteFeature.AUTO_CLOSE_CONTENT)
                .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
    }

    @Override
    public boolean answers(HttpServletRequest request) {
        return request.getMethod().equals("POST")
                && PATH.matcher(request.getRequestURI()).matches();
    }

    @Override
    public void write(byte[] receipt, HttpServletResponse response) throws IOException {
        ExportReceipt export = json.readValue(receipt, ExportReceipt.class);
        long latest = System.nanoTime() + MAX_DURATION.toNanos();
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        try (JsonGenerator out = writer.createGenerator(response.getOutputStream())) {
            out.writeStartObject();
            out.writeArrayPropertyStart("records");
            boolean inTime = data.eachAggregate(export.personId(), held -> {
                write(held, export, out);
                return System.nanoTime() - latest < 0;
            });
            if (!inTime) {
                throw new IllegalStateException("The client takes longer than " + MAX_DURATION);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
    }

    /** One that began later is left out. */
    private void write(HeldData.Held held, ExportReceipt export, JsonGenerator out) {
        List<HeldData.Event> events = data.events(held.aggregateId(), export.personId(), -1, export.upTo());
        if (events.isEmpty()) {
            return;
        }
        out.writeStartObject();
        out.writeStringProperty("kind", held.aggregateType());
        out.writeStringProperty("id", held.aggregateId());
        out.writeArrayPropertyStart("events");
        events.forEach(event -> writer.writeValue(out, event));
        while (events.size() == HeldData.EVENTS) {
            long last = events.get(events.size() - 1).sequenceNumber();
            events = data.events(held.aggregateId(), export.personId(), last, export.upTo());
            events.forEach(event -> writer.writeValue(out, event));
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
