package io.docket.platform.projection.processing;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.docket.platform.database.DatabaseTime;
import io.docket.platform.database.DatabaseWatch;
import io.docket.platform.database.NodeId;
import io.docket.platform.database.TimeLimits;
import io.docket.platform.eventstore.LogAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Spreads projections over the processes that can work on them. Every few seconds a process says what it can work on, and
 * looks what each of the others does; all come to the same conclusion, and each leaves what it has too much of to those who
 * have less. A process that says nothing, such as one of an older version, is neither given anything nor kept from anything.
 */
@Component
final class ProjectionShares implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionShares.class);

    private static final Duration PAUSE = Duration.ofSeconds(3);

    /** After which a process counts as gone: two looks, and less than until its claims expire. */
    private static final Duration GONE = Duration.ofSeconds(7);

    /** Who does not look twice a second for what is left to it would not find it in time. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    /** Within which the framework has to notice that it is to let go; it may not claim the projection again meanwhile. */
    private static final Duration LETS_GO = Duration.ofSeconds(2);

    /** For how long a process is left nothing that has not taken something, or not what has failed in it. */
    private static final Duration REST = Duration.ofSeconds(30);

    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private static final String SAY_AND_LOOK = """
            with said as (
                insert into projection_worker (process, projections, heard_at) values (?, ?, ?)
                on conflict (process) do update set projections = excluded.projections, heard_at = excluded.heard_at)
            select worker.process, worker.projections, claim.processor_name
            from projection_worker worker
            left join projection_position claim
                on claim.owner = worker.process and claim.segment = 0 and claim.time_stamp > ?
            where worker.process = ? or worker.heard_at > ?
            """;

    private final EventProcessingConfiguration processing;
    private final ProjectionClaims claims;
    private final StoppedProjections stopped;
    private final LastFailures failures;
    private final DatabaseWatch database;
    private final LogAccess log;
    private final JdbcClient jdbc;
    private final String here;
    private final Clock sharedClock;

    private Map<String, String> lastLeft = Map.of();

    /** When a process last did not take what was left to it, in {@link System#nanoTime()}. */
    private final Map<String, Long> refusals = new HashMap<>();

    private volatile @Nullable Thread thread;
    private volatile boolean started;

    ProjectionShares(
            EventProcessingConfiguration processing,
            ProjectionClaims claims,
            StoppedProjections stopped,
            LastFailures failures,
            DatabaseWatch database,
            LogAccess log,
            JdbcClient jdbc,
            NodeId node,
            DatabaseTime time) {
        this.processing = processing;
        this.claims = claims;
        this.stopped = stopped;
        this.failures = failures;
        this.database = database;
        this.log = log;
        this.jdbc = jdbc;
        this.here = node.value();
        this.sharedClock = time.clock();
    }

    /** What one process leaves to another. */
    record Move(String projection, String from, String to) {}

    /**
     * Who should leave what to whom: until nobody works on more projections than another one who could work on one of them,
     * by two or more. No more is moved than that takes.
     *
     * @param able what each process can work on
     * @param owners who works on each projection, as far as it is one of these processes
     */
    static List<Move> moves(Map<String, Set<String>> able, Map<String, String> owners) {
        Map<String, String> after = new TreeMap<>(owners);
        List<Move> moves = new ArrayList<>();
        for (Optional<Move> next = nextMove(able, after); next.isPresent(); next = nextMove(able, after)) {
            Move move = next.get();
            after.put(move.projection, move.to);
            moves.add(move);
        }
        return moves;
    }

    /** From who has the most to who has the least, if there is something that both can do. */
    private static Optional<Move> nextMove(Map<String, Set<String>> able, Map<String, String> owners) {
        Map<String, List<String>> shares = owners.entrySet().stream()
                .collect(groupingBy(Map.Entry::getValue, mapping(Map.Entry::getKey, toList())));
        List<String> busiestLast = able.keySet().stream()
                .sorted(comparing((String process) -> size(shares, process)).thenComparing(naturalOrder()))
                .toList();
        for (String taker : busiestLast) {
            for (int i = busiestLast.size() - 1; i >= 0; i--) {
                String giver = busiestLast.get(i);
                if (size(shares, giver) < size(shares, taker) + 2) {
                    break;
                }
                Optional<Move> move = shares.getOrDefault(giver, List.of()).stream()
                        .filter(able.getOrDefault(taker, Set.of())::contains)
                        .max(naturalOrder())
                        .map(projection -> new Move(projection, giver, taker));
                if (move.isPresent()) {
                    return move;
                }
            }
        }
        return Optional.empty();
    }

    private static int size(Map<String, List<String>> shares, String process) {
        return shares.getOrDefault(process, List.of()).size();
    }

    private void look() {
        // What has not been let go of by now goes to whoever comes first.
        claims.leave(Map.of());
        if (!database.answers() || !log.works()) {
            return;
        }
        Map<String, Set<String>> able = new HashMap<>();
        Map<String, String> owners = new HashMap<>();
        sayAndLook(able, owners);
        lastLeft.forEach((projection, heir) -> {
            // A long batch is let go of later.
            if (claims.wasLeft(projection) && able.containsKey(heir) && !heir.equals(owners.get(projection))) {
                LOG.info("Process {} has not taken {}, and is left nothing for a while", heir, projection);
                refusals.put(heir, System.nanoTime());
            }
        });
        refusals.values().removeIf(refusedAt -> System.nanoTime() - refusedAt > REST.toNanos());
        refusals.keySet().forEach(heir -> able.replace(heir, Set.of()));
        lastLeft = surplus(able, owners);
        claims.leave(lastLeft);
        lastLeft.forEach(this::letGo);
    }

    private void sayAndLook(Map<String, Set<String>> able, Map<String, String> owners) {
        Instant now = sharedClock.instant();
        jdbc.sql(SAY_AND_LOOK)
                .params(
                        here,
                        String.join(",", able()),
                        now.atOffset(ZoneOffset.UTC),
                        DateTimeUtils.formatInstant(now.minus(TimeLimits.CLAIM)),
                        here,
                        now.minus(GONE).atOffset(ZoneOffset.UTC))
                .query(row -> {
                    String process = row.getString("process");
                    able.put(process, Set.of(row.getString("projections").split(",")));
                    String projection = row.getString("processor_name");
                    if (projection != null) {
                        owners.put(projection, process);
                    }
                });
    }

    /** What this process would go on with if others left it. */
    private Set<String> able() {
        if (!started) {
            return Set.of();
        }
        Instant since = sharedClock.instant().minus(REST);
        return processing.eventProcessors().entrySet().stream()
                .filter(processor -> processor.getValue().isRunning())
                .map(Map.Entry::getKey)
                .filter(projection -> !stopped.contains(projection))
                .filter(projection -> claims.silence(projection).compareTo(SILENCE) < 0)
                .filter(projection -> failures.of(projection)
                        .filter(failure -> failure.time().isAfter(since))
                        .isEmpty())
                .collect(toSet());
    }

    private Map<String, String> surplus(Map<String, Set<String>> able, Map<String, String> owners) {
        return moves(able, owners).stream()
                .filter(move -> move.from.equals(here) && here.equals(owners.get(move.projection)))
                .collect(toMap(Move::projection, Move::to));
    }

    /** After the batch that is under way. */
    private void letGo(String projection, String heir) {
        processing.eventProcessor(projection, StreamingEventProcessor.class).ifPresent(processor -> {
            LOG.info("{} is left to process {}, which works on fewer", projection, heir);
            processor.releaseSegment(0, LETS_GO.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    private void run() {
        attempt(() -> jdbc.sql("delete from projection_worker where heard_at < ?")
                .param(sharedClock.instant().minus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC))
                .update());
        while (Thread.currentThread() == thread) {
            attempt(this::look);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        attempt(() -> jdbc.sql("delete from projection_worker where process = ?")
                .param(here)
                .update());
    }

    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.debug("It cannot be found out now who works on what", e);
        }
    }

    /** While a process starts, it has enough to do. */
    @EventListener(ApplicationReadyEvent.class)
    void onStarted() {
        started = true;
        LockSupport.unpark(thread);
    }

    /** Nobody else works on an embedded database. */
    @Override
    public void start() {
        if (database.isShared()) {
            var sharing = new Thread(this::run, "projection-shares");
            sharing.setDaemon(true);
            thread = sharing;
            sharing.start();
        }
    }

    /** By then nothing is left to this process any more. Not by an interrupt, which would cut off what the database does. */
    @Override
    public void stop() {
        Thread stopping = thread;
        thread = null;
        if (stopping != null) {
            LockSupport.unpark(stopping);
            try {
                stopping.join(GOODBYE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
