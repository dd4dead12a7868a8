package io.docket.platform.projection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;

/**
 * How many rows of a table meet a condition. To count many takes long, and nobody sees one more among them: a total above
 * {@value #MANY} is remembered for {@link #FOR}, and asked for by many at once it is counted once.
 */
final class Totals {

    static final long MANY = 10_000;
    static final Duration FOR = Duration.ofSeconds(5);

    private static final int MAX_REMEMBERED = 1_000;

    private final DSLContext sql;
    private final Table<Record> table;
    private final Cache<String, Long> remembered;

    Totals(DSLContext sql, Table<Record> table, Ticker ticker) {
        this.sql = sql;
        this.table = table;
        remembered = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .ticker(ticker)
                .expireAfter(Expiry.<String, Long>writing((condition, total) -> total > MANY ? FOR : Duration.ZERO))
                .build();
    }

    /** How many there are, or a few seconds ago were. */
    long about(Condition condition) {
        return remembered.get(sql.renderInlined(condition), unknown -> exactly(condition));
    }

    long exactly(Condition condition) {
        return sql.fetchCount(table, condition);
    }
}
