package io.docket.platform.projection.processing;

import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.serialization.SerializedType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The projections that this version of the application cannot go on with, since it does not know their next event. */
@Component
final class StoppedProjections {

    private static final Logger LOG = LoggerFactory.getLogger(StoppedProjections.class);

    private final Map<String, Stop> stops = new ConcurrentHashMap<>();

    /** Those that processes which have no automations have not been told of. */
    private final Set<Stop> untold = ConcurrentHashMap.newKeySet();

    private final JdbcClient jdbc;

    StoppedProjections(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

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
            untold.add(stop);
            LOG.error(
                    "{} stops before position {}: this version does not know events {}. A newer one goes on from there.",
                    projection,
                    position,
                    stop.type());
        }
    }

    /** Tells which automations have stopped here; nobody else shows read models, nor may those who make them tell of any. */
    void tell(Collection<String> automations) {
        untold.removeIf(stop -> {
            if (automations.contains(stop.projection)) {
                jdbc.sql("update automation set stopped_before = ? where name = ?")
                        .params(stop.position, stop.projection)
                        .update();
            }
            return true;
        });
    }

    /** Before which position each automation last stopped, in whichever process; those that never did are left out. */
    Map<String, Long> everywhere() {
        return jdbc
                .sql("select name, stopped_before from automation where stopped_before is not null")
                .query((row, number) -> Map.entry(row.getString(1), row.getLong(2)))
                .list()
                .stream()
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    boolean contains(String projection) {
        return stops.containsKey(projection);
    }

    Collection<Stop> all() {
        return stops.values();
    }
}
