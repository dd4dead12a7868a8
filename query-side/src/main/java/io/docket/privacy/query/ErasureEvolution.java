package io.docket.privacy.query;

import static java.util.Objects.requireNonNull;

import io.docket.platform.correlation.Correlation;
import io.docket.platform.projection.Evolution;
import io.docket.privacy.api.event.ErasureCompleted;
import io.docket.privacy.api.event.ErasureEvent;
import io.docket.privacy.api.event.PersonErased;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/** What each event makes of an erasure. */
final class ErasureEvolution implements Evolution<ErasureView> {

    @Override
    public ErasureView after(DomainEventMessage<?> message, @Nullable ErasureView before) {
        ErasureEvent event = (ErasureEvent) message.getPayload();
        if (event instanceof PersonErased erased) {
            return new ErasureView(
                    erased.erasureId(),
                    0,
                    erased.kind(),
                    requestedBy(message.getMetaData()),
                    erased.reason(),
                    erased.forced(),
                    erased.aggregates(),
                    message.getTimestamp(),
                    null,
                    List.of());
        } else if (event instanceof ErasureCompleted completed) {
            ErasureView erased = requireNonNull(before);
            return new ErasureView(
                    erased.erasureId(),
                    message.getSequenceNumber(),
                    erased.kind(),
                    erased.requestedBy(),
                    erased.reason(),
                    erased.forced(),
                    erased.aggregates(),
                    erased.erasedAt(),
                    message.getTimestamp(),
                    completed.places());
        }
        throw new IllegalArgumentException("Not known here: " + event.getClass());
    }

    private static String requestedBy(MetaData metaData) {
        Object agent = metaData.get(Correlation.AGENT_ID);
        return String.valueOf(agent == null ? metaData.get(Correlation.ACTOR) : agent);
    }
}
