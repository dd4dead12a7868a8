package io.docket.platform.correlation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/**
 * What a message inherits from the message that caused it: the correlation id of the first request and the actor who sent
 * it, with the person who acted if the actor named one. The causing message itself is named as well.
 */
@Component
public final class Correlation implements CorrelationDataProvider {

    /** The key of the correlation id, in metadata and in log lines. */
    public static final String ID = "correlation-id";

    /** The metadata key of the id of the message that caused this one. */
    public static final String CAUSATION_ID = "causation-id";

    /** The metadata key of the authenticated caller at the origin. */
    public static final String ACTOR = "actor";

    /** The metadata key of the client that the caller's token was issued to. */
    public static final String CLIENT = "client";

    /** The client of what this system does by itself. */
    public static final String THIS_SYSTEM = "docket";

    /** The metadata key of the id of the person whom the caller's token names, if it names one. */
    public static final String AGENT_ID = "agent-id";

    /** The metadata key of the name of that person. */
    public static final String AGENT_NAME = "agent-name";

    private static final List<String> INHERITED = List.of(ID, ACTOR, CLIENT, AGENT_ID, AGENT_NAME);

    Correlation() {}

    /** The correlation id of the request that this thread works for. */
    public static String currentId() {
        String id = MDC.get(ID);
        if (id == null) {
            throw new IllegalStateException("No request is being answered");
        }
        return id;
    }

    @Override
    public Map<String, ?> correlationDataFor(Message<?> message) {
        Map<String, Object> inherited = new HashMap<>();
        inherited.put(CAUSATION_ID, message.getIdentifier());
        for (String key : INHERITED) {
            Object value = message.getMetaData().get(key);
            if (value != null) {
                inherited.put(key, value);
            }
        }
        return inherited;
    }
}
