package io.docket.platform.projection.rebuild;

import io.docket.platform.database.LongStatements;
import io.docket.platform.privacy.Persons;
import io.docket.platform.projection.faults.DeadLetters;
import io.docket.platform.projection.processing.ProjectionTokens;
import io.docket.platform.projection.rebuild.tables.NextTables;
import javax.sql.DataSource;
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
        DSLContext sql) {

    NextTables nextTables() {
        return NextTables.of(sql.dialect(), dataSource, longStatements);
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
