package io.docket.platform.projection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far each projection has got, whichever process works on it. */
@Component
final class ProjectionPositions {

    /** The position of a projection that has seen no event. */
    private static final long NONE = 0;

    private final EventProcessingConfiguration processing;
    private final JdbcClient jdbc;
    private final Serializer serializer;

    /** Positions only grow: what was once passed need not be looked up again. */
    private final Map<String, Long> lastSeen = new ConcurrentHashMap<>();

    ProjectionPositions(EventProcessingConfiguration processing, JdbcClient jdbc, Serializer serializer) {
        this.processing = processing;
        this.jdbc = jdbc;
        this.serializer = serializer;
    }

    /** The names of all projections of this process. */
    public Set<String> projections() {
        return processing.eventProcessors().keySet();
    }

    /** Whether a projection reflects all events up to a position. */
    public boolean hasPassed(String projection, long position) {
        return lastSeen.getOrDefault(projection, NONE) >= position || of(projection) >= position;
    }

    /** The position up to which a projection reflects all events; 0 if it has seen none. */
    public long of(String projection) {
        long local = positionHere(projection);
        long position = local > NONE ? local : storedPosition(projection);
        return lastSeen.merge(projection, position, Math::max);
    }

    private long positionHere(String projection) {
        return processing
                .eventProcessor(projection, StreamingEventProcessor.class)
                .map(processor -> processor.processingStatus().values().stream()
                        .mapToLong(ProjectionPositions::position)
                        .min()
                        .orElse(NONE))
                .orElse(NONE);
    }

    private static long position(EventTrackerStatus segment) {
        return segment.getSegment().getMask() == 0
                ? segment.getCurrentPosition().orElse(NONE)
                : NONE;
    }

    private long storedPosition(String projection) {
        return jdbc
                .sql("select token, token_type from projection_token where processor_name = ?")
                .param(projection)
                .query((row, number) -> position(row))
                .list()
                .stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(NONE);
    }

    private long position(ResultSet row) throws SQLException {
        byte[] token = row.getBytes("token");
        if (token == null) {
            return NONE;
        }
        @Nullable
        TrackingToken stored = serializer.deserialize(
                new SimpleSerializedObject<>(token, byte[].class, row.getString("token_type"), null));
        return stored == null ? NONE : stored.position().orElse(NONE);
    }
}
