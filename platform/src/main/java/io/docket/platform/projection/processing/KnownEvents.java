package io.docket.platform.projection.processing;

import io.docket.platform.eventstore.StoredJson;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.serialization.SerializedType;

/**
 * The log as far as a projection can take it in: it ends before an event that may concern the projection and that only a
 * newer version of the application knows.
 */
final class KnownEvents implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final String projection;
    private final StreamableMessageSource<TrackedEventMessage<?>> log;
    private final StoredJson json;
    private final EventFamilies families;
    private final StoppedProjections stopped;

    KnownEvents(
            String projection,
            StreamableMessageSource<TrackedEventMessage<?>> log,
            StoredJson json,
            EventFamilies families,
            StoppedProjections stopped) {
        this.projection = projection;
        this.log = log;
        this.json = json;
        this.families = families;
        this.stopped = stopped;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(TrackingToken token) {
        return new UpToTheFirstUnknown(log.openStream(token));
    }

    @Override
    public TrackingToken createTailToken() {
        return log.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return log.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant time) {
        return log.createTokenAt(time);
    }

    private final class UpToTheFirstUnknown implements BlockingStream<TrackedEventMessage<?>> {

        private final BlockingStream<TrackedEventMessage<?>> events;
        private boolean ended;

        UpToTheFirstUnknown(BlockingStream<TrackedEventMessage<?>> events) {
            this.events = events;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            if (ended) {
                return Optional.empty();
            }
            Optional<TrackedEventMessage<?>> next = events.peek();
            next.ifPresent(this::endBeforeUnknown);
            return ended ? Optional.empty() : next;
        }

        private void endBeforeUnknown(TrackedEventMessage<?> event) {
            Optional<SerializedType> unknown = json.unknownTypeOf(event)
                    .filter(type -> families.of(projection).includes(type.getName()));
            if (unknown.isPresent()) {
                ended = true;
                stopped.add(projection, event.trackingToken().position().orElseThrow(), unknown.get());
            }
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            return !ended && events.hasNextAvailable(timeout, unit) && peek().isPresent();
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            return events.nextAvailable();
        }

        @Override
        public void close() {
            events.close();
        }

        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
            events.skipMessagesWithPayloadTypeOf(ignored);
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            return events.setOnAvailableCallback(callback);
        }
    }
}
