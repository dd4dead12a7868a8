package io.docket.platform.refusals;

import io.docket.platform.database.PassingFault;
import io.docket.platform.logging.LogLimit;
import io.docket.platform.refusals.PendingRefusals.Counted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps refused requests on record, for auditors. Who is refused waits for nothing: what is noted here is written by a
 * thread of its own, within a second or two, while the database answers. What a process has not written when it is killed
 * is lost, and what it has no room for while the database does not answer; that is counted.
 */
@Component
@EnableConfigurationProperties(RefusalSettings.class)
public class RefusedRequests {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedRequests.class);

    private static final int MAX_PENDING = 10_000;

    private static final String INSERT = """
            insert into refused_request (refusal_id, first_at, last_at, times, status, rule, operation, target, object_id,
                client, actor, agent_id, customer, correlation_id, last_correlation_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String UPDATE = "update refused_request set times = times + ?, last_at = ?, "
            + "last_correlation_id = ? where refusal_id = ?";

    private final PendingRefusals pending = new PendingRefusals(MAX_PENDING);
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "refused-requests");
        thread.setDaemon(true);
        return thread;
    });
    private final LogLimit logLimit = new LogLimit();
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final OldRefusals old;
    private final Counter lost;

    @SuppressWarnings("FutureReturnValueIgnored")
    RefusedRequests(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            Clock clock,
            RefusalSettings settings,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.old = new OldRefusals(jdbc, clock, settings);
        this.lost = Counter.builder("docket.refusals.lost")
                .description("Refused requests that could not be put on record")
                .register(meters);
        writer.scheduleWithFixedDelay(this::write, 1, 1, TimeUnit.SECONDS);
        writer.scheduleWithFixedDelay(this::forgetOld, 1, 60, TimeUnit.MINUTES);
    }

    /** Notes a request that has been refused. */
    public void add(RefusedRequest refused, String correlationId) {
        if (!pending.add(refused, clock.instant(), correlationId)) {
            lost.increment();
        }
    }

    /** Writes what is left when the process ends. */
    @PreDestroy
    void end() {
        writer.shutdown();
        write();
    }

    private void write() {
        List<Counted> counted = pending.take();
        if (!counted.isEmpty() && !writeTogether(counted)) {
            // Another process was quicker to write one of them, or one cannot be written at all.
            counted.forEach(one -> writeTogether(List.of(one)));
        }
    }

    /** Whether nothing is left to be done about them now. */
    private boolean writeTogether(List<Counted> counted) {
        try {
            transaction.executeWithoutResult(status -> write(counted));
            return true;
        } catch (RuntimeException | Error e) {
            boolean ofARow = e instanceof DataIntegrityViolationException;
            if (ofARow && counted.size() > 1) {
                return false;
            }
            boolean never = ofARow && !(e instanceof DuplicateKeyException);
            lost.increment((double) (never ? counted.get(0).times() : pending.giveBack(counted)));
            logLimit.log(more -> LOG.warn("Refused requests cannot be put on record now: {}", PassingFault.message(e)));
            return true;
        }
    }

    private void write(List<Counted> counted) {
        int[] updated = jdbc.batchUpdate(
                UPDATE,
                counted.stream()
                        .map(one -> new Object[] {one.times(), at(one.last()), one.lastCorrelationId(), one.id()})
                        .toList());
        jdbc.batchUpdate(
                INSERT,
                IntStream.range(0, updated.length)
                        .filter(i -> updated[i] == 0)
                        .mapToObj(i -> row(counted.get(i)))
                        .toList());
    }

    private static @Nullable Object[] row(Counted counted) {
        RefusedRequest refused = counted.refused();
        return new @Nullable Object[] {
            counted.id(),
            at(counted.first()),
            at(counted.last()),
            counted.times(),
            refused.status(),
            refused.rule(),
            refused.operation(),
            refused.target(),
            refused.objectId(),
            refused.client(),
            refused.actor(),
            refused.agentId(),
            refused.customer(),
            counted.correlationId(),
            counted.lastCorrelationId()
        };
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private void forgetOld() {
        try {
            old.delete();
        } catch (RuntimeException | Error e) {
            LOG.warn("Old refusals cannot be deleted now: {}", PassingFault.message(e));
        }
    }
}
