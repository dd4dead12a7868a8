package io.docket.platform.projection.rebuild;

import io.docket.platform.database.LongStatements;
import io.docket.platform.privacy.Persons;
import io.docket.platform.projection.faults.DeadLetters;
import io.docket.platform.projection.processing.ProjectionTokens;
import io.docket.platform.projection.rebuild.tables.NextTables;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the work on a read model needs, and no read model has of its own. */
@Component
record RebuildParts(
        BulkReader log,
        RebuildRecords records,
        DeadLetters letters,
        ProjectionTokens tokens,
        ChangedAggregates changed,
        Persons persons,
        PlatformTransactionManager transactions,
        DataSource dataSource,
        LongStatements longStatements,
        EventProcessingConfiguration processing,
        DSLContext sql) {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int MOST_LOOKS = 40;
    private static final int CALM = 4;

    NextTables nextTables() {
        return NextTables.of(sql.dialect(), dataSource, longStatements);
    }

    /**
     * Sees to it that somebody works on a projection again that was held a moment ago: of its own accord, a process whose
     * batch failed meanwhile would do so in a second or more. Waits a moment for that.
     */
    void goOn(String projection) {
        StreamingEventProcessor live = processing
                .eventProcessor(projection, StreamingEventProcessor.class)
                .filter(StreamingEventProcessor::isRunning)
                .orElse(null);
        int calm = 0;
        for (int look = 0; live != null && look < MOST_LOOKS && calm < CALM && !tokens.isClaimed(projection); look++) {
            if (live.processingStatus().values().stream().allMatch(EventTrackerStatus::isErrorState)) {
                live.releaseSegment(0, 0, TimeUnit.MILLISECONDS);
                calm = 0;
            } else {
                // It has not noticed, and will not any more.
                calm++;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** Ends work without a result: the live projection is let go on as it stood. */
    void giveUp(Rebuild rebuild, View<?> view, ReplayRecords.End end) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            if (records.end(rebuild, end)) {
                letters.forget(view.successor());
                tokens.letGo(view.name());
                nextTables().drop(view.tables());
            }
        });
    }
}
