package io.docket.platform.eventstore;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStoreException;

/**
 * The framework's event store, whose streams say when there is something to read. Without that, a projection that waits
 * looks only twice a second. An {@link Error} while reading is told as an exception: the framework begins again after
 * exceptions alone.
 */
final class TailedEventStore extends EmbeddedEventStore {

    private final DenseEventStorageEngine engine;

    TailedEventStore(Builder builder, DenseEventStorageEngine engine) {
        super(builder);
        this.engine = engine;
    }

    @Override
    public TrackingEventStream openStream(TrackingToken position) {
        return new Tail(super.openStream(position));
    }

    /** Looks for new events at once, as after an append of this process. */
    void readTail() {
        afterCommit(List.of());
    }

    private final class Tail implements TrackingEventStream {

        private final TrackingEventStream events;
        private Runnable callback = () -> {};

        Tail(TrackingEventStream events) {
            this.events = events;
        }

        @Override
        public boolean setOnAvailableCallback(Runnable available) {
            engine.forget(callback);
            callback = available;
            engine.onTailRead(available);
            return true;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            try {
                return events.peek();
            } catch (Error e) {
                throw failed(e);
            }
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            try {
                return events.hasNextAvailable(timeout, unit);
            } catch (Error e) {
                throw failed(e);
            }
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            try {
                return events.nextAvailable();
            } catch (Error e) {
                throw failed(e);
            }
        }

        private EventStoreException failed(Error error) {
            return new EventStoreException("The log cannot be read", error);
        }

        @Override
        public void close() {
            engine.forget(callback);
            events.close();
        }
    }
}
