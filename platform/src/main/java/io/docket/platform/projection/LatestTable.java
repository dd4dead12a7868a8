package io.docket.platform.projection;

import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.platform.eventstore.StoredJson;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;

/** What aggregates look like now: a row for each, with the columns that lists are filtered and sorted by. */
public final class LatestTable<V> implements ProjectionTable<V> {

    private final DSLContext sql;
    private final Table<Record> table;
    private final Field<String> id;
    private final DocumentColumns<V> columns;
    private final List<Column<V>> searched;
    private final List<Field<?>> all;

    /**
     * A table of the database.
     *
     * @param type what the documents hold
     * @param id the column of the aggregate's id
     * @param searched the columns beside those that all such tables have
     */
    public LatestTable(
            DSLContext sql,
            StoredJson json,
            Class<V> type,
            String tableName,
            Field<String> id,
            List<Column<V>> searched) {
        this.sql = sql;
        this.table = table(name(tableName));
        this.id = id;
        this.columns = new DocumentColumns<>(json, type, id);
        this.searched = List.copyOf(searched);
        this.all = Stream.concat(columns.all().stream(), searched.stream().<Field<?>>map(Column::field))
                .toList();
    }

    /**
     * A column that lists are filtered or sorted by.
     *
     * @param value what stands in it
     */
    public record Column<V>(Field<?> field, Function<V, ? extends @Nullable Object> value) {}

    /** One aggregate. */
    public Optional<V> find(String aggregateId) {
        return sql.select(DocumentColumns.DOCUMENT)
                .from(table)
                .where(id.eq(aggregateId))
                .fetchOptional(columns::value);
    }

    /**
     * A page of those aggregates that meet a condition.
     *
     * @param sortedBy what they are sorted by, and then by their ids
     */
    public Page<V> page(Condition condition, Field<?> sortedBy, Paging paging) {
        long total = sql.fetchCount(table, condition);
        if (paging.offset() >= total) {
            return Page.of(List.of(), total, paging);
        }
        Select<Record1<String>> documents = sql.select(DocumentColumns.DOCUMENT)
                .from(table)
                .where(condition)
                .orderBy(paging.ascending() ? List.of(sortedBy.asc(), id.asc()) : List.of(sortedBy.desc(), id.desc()))
                .limit(paging.size())
                .offset(paging.offset());
        PageMemory.holdFor(sql, documents);
        List<V> items = documents.fetch(columns::value);
        return Page.of(items, total, paging);
    }

    /** Sorts a column of literals in the order of the constants that they stand for. */
    public static <E extends Enum<E>> Field<Integer> rank(
            Field<String> column, E[] constants, Function<E, String> literal) {
        return DSL.case_(column).mapValues(Arrays.stream(constants).collect(toMap(literal, Enum::ordinal)));
    }

    @Override
    public Map<String, Projected<V>> read(Collection<String> ids) {
        return sql.select(columns.all()).from(table).where(id.in(ids)).fetchMap(id, columns::row);
    }

    @Override
    public void write(Collection<Changed<V>> changes) {
        deleteThoseBefore(changes);
        sql.batch(sql.insertInto(table, all).values(Collections.nCopies(all.size(), null)))
                .bind(changes.stream().map(change -> values(change.after())).toArray(Object[][]::new))
                .execute();
    }

    /** Only what was read is replaced: whoever works on the same rows without knowing it sets nothing back. */
    private void deleteThoseBefore(Collection<Changed<V>> changes) {
        List<Projected<V>> before = changes.stream()
                .map(Changed::before)
                .flatMap(Stream::ofNullable)
                .toList();
        if (before.isEmpty()) {
            return;
        }
        int[] deleted = sql.batch(
                        sql.deleteFrom(table).where(id.eq((String) null).and(DocumentColumns.VERSION.eq((Long) null))))
                .bind(before.stream()
                        .map(row -> new Object[] {row.id(), row.version()})
                        .toArray(Object[][]::new))
                .execute();
        if (IntStream.of(deleted).anyMatch(rows -> rows == 0)) {
            throw new OptimisticLockingFailureException("Somebody else has changed the rows of a batch");
        }
    }

    private Object[] values(Projected<V> row) {
        return Stream.concat(columns.values(row).stream(), searched.stream().map(column -> column.value()
                        .apply(row.value())))
                .toArray();
    }
}
