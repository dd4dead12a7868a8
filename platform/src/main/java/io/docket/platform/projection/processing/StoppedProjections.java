package io.docket.platform.projection.processing;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.serialization.SerializedType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The projections that this version of the application cannot go on with, since it does not know their next event. */
@Component
final class StoppedProjections {

    private static final Logger LOG = LoggerFactory.getLogger(StoppedProjections.class);

    private final Map<String, Stop> stops = new ConcurrentHashMap<>();

    /**
     * Where a projection stopped.
     *
     * @param position of the event that it does not pass
     */
    record Stop(String projection, long position, String type) {}

    /** Notes that a projection has stopped, and says so once. */
    void add(String projection, long position, SerializedType type) {
        var stop = new Stop(projection, position, type.getName() + " of revision " + type.getRevision());
        if (!stop.equals(stops.put(projection, stop))) {
            LOG.error(
                    "{} stops before position {}: this version does not know events {}. A newer one goes on from there.",
                    projection,
                    position,
                    stop.type());
        }
    }

    boolean contains(String projection) {
        return stops.containsKey(projection);
    }

    Collection<Stop> all() {
        return stops.values();
    }
}
