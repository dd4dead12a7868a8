package io.docket.audit;

import com.flipkart.zjsonpatch.DiffFlags;
import com.flipkart.zjsonpatch.Jackson3JsonDiff;
import java.util.EnumSet;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What has changed between two states, as a JSON Patch (RFC 6902) that says what was added, removed and replaced. */
@Component
public class StatePatch {

    public static final MediaType MEDIA_TYPE = MediaType.parseMediaType("application/json-patch+json");

    private final JsonMapper json;

    StatePatch(JsonMapper json) {
        this.json = json;
    }

    /** The patch that makes the one of the other, as the API prints them. */
    public JsonNode between(Object before, Object after) {
        EnumSet<DiffFlags> flags = DiffFlags.dontNormalizeOpIntoMoveAndCopy();
        flags.add(DiffFlags.OMIT_VALUE_ON_REMOVE);
        return Jackson3JsonDiff.asJson(json.valueToTree(before), json.valueToTree(after), flags);
    }
}
