package io.docket.platform.projection.processing;

import io.docket.platform.database.DatabaseTime;
import io.docket.platform.database.NodeId;
import io.docket.platform.database.TimeLimits;
import io.docket.platform.eventstore.LogAccess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.AbstractTokenEntry;
import org.axonframework.eventhandling.tokenstore.GenericTokenEntry;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The framework's store of tokens, with claims that others can rely on: owned by this life of the process, timed by the
 * clock that all processes share, and neither taken nor extended while this process cannot read or write the log.
 */
final class ProjectionClaims extends JdbcTokenStore {

    private static final int TIMESTAMP = 3;

    private static final int OWNER_AFTER_RELEASE = 1;
    private static final int TIMESTAMP_OF_RELEASE = 2;

    /** A little longer than it takes until the framework extends a claim. */
    private static final Duration HELD = Duration.ofSeconds(6);

    /** For how long nobody but the heir claims what is left to it. It looks twice a second. */
    static final Duration RESERVED = Duration.ofSeconds(1);

    private final Clock sharedClock;
    private final LogAccess log;

    /** When each projection of this process last looked for what it could claim, in {@link System#nanoTime()}. */
    private final Map<String, Long> lastLooks = new ConcurrentHashMap<>();

    /** When each projection that works here last showed the database so, in {@link System#nanoTime()}. */
    private final Map<String, Long> lastHeld = new ConcurrentHashMap<>();

    /** To which process each projection is left that this one lets go of. */
    private volatile Map<String, String> heirs = Map.of();

    /** What was let go of in favour of an heir. */
    private final Set<String> left = ConcurrentHashMap.newKeySet();

    ProjectionClaims(
            ConnectionProvider connections,
            Serializer serializer,
            TokenSchema schema,
            NodeId node,
            DatabaseTime time,
            LogAccess log) {
        super(JdbcTokenStore.builder()
                .connectionProvider(connections)
                .schema(schema)
                .serializer(serializer)
                .nodeId(node.value())
                .claimTimeout(TimeLimits.CLAIM));
        sharedClock = time.clock();
        this.log = log;
    }

    /** How long ago a projection has shown that it lives; it does so twice a second. Zero if it has not started yet. */
    Duration silence(String projection) {
        Long last = lastLooks.get(projection);
        return last == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - last);
    }

    /** A projection is about to begin: its silence up to now does not count. */
    void forgetSilence(String projection) {
        lastLooks.remove(projection);
    }

    /** Whether a projection was let go of in favour of somebody since this was asked last. */
    boolean wasLeft(String projection) {
        return left.remove(projection);
    }

    /** Has projections go to certain processes when they are let go of; all others go to whoever comes first. */
    void leave(Map<String, String> projections) {
        heirs = Map.copyOf(projections);
    }

    @Override
    public List<Segment> fetchAvailableSegments(String processorName) {
        lastLooks.put(processorName, System.nanoTime());
        return log.works() && !isHeld(processorName) ? super.fetchAvailableSegments(processorName) : List.of();
    }

    /** A projection has one segment: who has it finds no other, and need not ask. */
    private boolean isHeld(String processorName) {
        Long last = lastHeld.get(processorName);
        return last != null && System.nanoTime() - last < HELD.toNanos();
    }

    @Override
    public @Nullable TrackingToken fetchToken(String processorName, Segment segment) {
        TrackingToken token = super.fetchToken(processorName, segment);
        lastHeld.put(processorName, System.nanoTime());
        return token;
    }

    @Override
    public void releaseClaim(String processorName, int segment) {
        lastHeld.remove(processorName);
        super.releaseClaim(processorName, segment);
    }

    /** As if the heir had claimed it, and not been heard of since: an older version goes by that, too. */
    @Override
    protected PreparedStatement releaseClaim(Connection connection, String processorName, int segment)
            throws SQLException {
        PreparedStatement statement = super.releaseClaim(connection, processorName, segment);
        String heir = heirs.get(processorName);
        if (heir != null) {
            left.add(processorName);
            Instant heardAt = sharedClock.instant().minus(TimeLimits.CLAIM).plus(RESERVED);
            statement.setString(OWNER_AFTER_RELEASE, heir);
            statement.setString(TIMESTAMP_OF_RELEASE, DateTimeUtils.formatInstant(heardAt));
        }
        return statement;
    }

    @Override
    public void extendClaim(String processorName, int segment) {
        if (!log.works()) {
            throw new UnableToClaimTokenException("The log is out of reach: others shall work on " + processorName);
        }
        lastHeld.remove(processorName);
        super.extendClaim(processorName, segment);
        lastHeld.put(processorName, System.nanoTime());
    }

    @Override
    protected PreparedStatement storeUpdate(
            Connection connection, @Nullable TrackingToken token, String processorName, int segment)
            throws SQLException {
        PreparedStatement statement = super.storeUpdate(connection, token, processorName, segment);
        statement.setString(TIMESTAMP, DateTimeUtils.formatInstant(sharedClock.instant()));
        return statement;
    }

    @Override
    protected AbstractTokenEntry<?> readTokenEntry(ResultSet row) throws SQLException {
        return new Entry((GenericTokenEntry<?>) super.readTokenEntry(row));
    }

    /** An entry that goes by the shared clock. */
    private final class Entry extends GenericTokenEntry<byte[]> {

        private String timestamp;

        Entry(GenericTokenEntry<?> entry) {
            super(
                    entry.getSerializedToken() == null
                            ? null
                            : (byte[]) entry.getSerializedToken().getData(),
                    entry.getTokenType() == null ? null : entry.getTokenType().getName(),
                    entry.timestampAsString(),
                    entry.getOwner(),
                    entry.getProcessorName(),
                    entry.getSegment(),
                    byte[].class);
            timestamp = entry.timestampAsString();
        }

        @Override
        public boolean mayClaim(String owner, TemporalAmount claimTimeout) {
            return getOwner() == null
                    || getOwner().equals(owner)
                    || DateTimeUtils.parseInstant(timestamp).plus(claimTimeout).isBefore(sharedClock.instant());
        }

        @Override
        public boolean claim(String owner, TemporalAmount claimTimeout) {
            boolean claimed = super.claim(owner, claimTimeout);
            if (claimed) {
                timestamp = DateTimeUtils.formatInstant(sharedClock.instant());
            }
            return claimed;
        }

        @Override
        public String timestampAsString() {
            return timestamp;
        }
    }
}
