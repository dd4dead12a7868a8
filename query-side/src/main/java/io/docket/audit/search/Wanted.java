package io.docket.audit.search;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a kind a search wants, in their order: by time and id, falling. The first column that has to have a
 * value begins the order too, which changes nothing but lets every database take the index that begins with it.
 */
final class Wanted<I> {

    private final Field<OffsetDateTime> time;
    private final Field<I> id;
    private final List<Condition> conditions = new ArrayList<>();
    private @Nullable Field<String> leading;

    /**
     * Those of its time that stand behind its cursor.
     *
     * @param readId reads the id that a cursor has of a record of this kind
     */
    Wanted(SearchAudit query, RecordKind kind, Field<OffsetDateTime> time, Field<I> id, Function<String, I> readId) {
        this.time = time;
        this.id = id;
        if (query.from() != null) {
            conditions.add(time.ge(query.from().atOffset(ZoneOffset.UTC)));
        }
        if (query.before() != null) {
            conditions.add(time.lt(query.before().atOffset(ZoneOffset.UTC)));
        }
        Cursor after = query.after();
        if (after != null) {
            OffsetDateTime then = after.time().atOffset(ZoneOffset.UTC);
            if (kind == after.kind()) {
                conditions.add(time.le(then));
                conditions.add(time.lt(then).or(id.lt(readId.apply(after.id()))));
            } else {
                // At the same time, kinds come in the order in which they are declared.
                conditions.add(kind.compareTo(after.kind()) < 0 ? time.lt(then) : time.le(then));
            }
        }
    }

    /** Those with a value in a column; any if it is {@code null}. */
    Wanted<I> equal(Field<String> column, @Nullable String value) {
        if (value != null) {
            conditions.add(column.eq(value));
            leading = leading == null ? column : leading;
        }
        return this;
    }

    Wanted<I> and(Condition condition) {
        conditions.add(condition);
        return this;
    }

    List<Finding> fetch(DSLContext sql, Table<?> table, int limit, Function<Record, Finding> finding) {
        List<SortField<?>> order = new ArrayList<>();
        if (leading != null) {
            order.add(leading.asc());
        }
        order.add(time.desc());
        order.add(id.desc());
        return sql.selectFrom(table)
                .where(conditions)
                .orderBy(order)
                .limit(limit)
                .fetch(finding::apply);
    }
}
