package io.docket.platform.partner;

import java.net.http.HttpResponse;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A partner's whole answer, which may be anything. */
public final class PartnerAnswer {

    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private final String partner;
    private final HttpResponse<byte[]> response;

    PartnerAnswer(String partner, HttpResponse<byte[]> response) {
        this.partner = partner;
        this.response = response;
    }

    public int status() {
        return response.statusCode();
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /**
     * The body as a JSON object.
     *
     * @throws PartnerUnavailableException if it is none, or a name stands twice in it
     */
    public JsonNode object() {
        JsonNode parsed = parsed();
        if (!parsed.isObject()) {
            throw unreadable("without a JSON object");
        }
        return parsed;
    }

    /**
     * The body as a JSON array of objects.
     *
     * @throws PartnerUnavailableException if it is none
     */
    public JsonNode arrayOfObjects() {
        JsonNode parsed = parsed();
        if (!parsed.isArray() || parsed.valueStream().anyMatch(element -> !element.isObject())) {
            throw unreadable("without an array of JSON objects");
        }
        return parsed;
    }

    private JsonNode parsed() {
        try {
            return STRICT.readTree(response.body());
        } catch (JacksonException e) {
            throw unreadable("without well-formed JSON");
        }
    }

    /** The answer does not say what happened: the call has to be made again. */
    public PartnerUnavailableException unreadable(String what) {
        return new PartnerUnavailableException(
                partner + " answered " + status() + " " + what + ", which does not say what happened");
    }

    /** The status does not say what happened: the call has to be made again. */
    public PartnerUnavailableException unexpected() {
        return new PartnerUnavailableException(partner + " answered " + status());
    }
}
