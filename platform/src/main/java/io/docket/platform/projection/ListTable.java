package io.docket.platform.projection;

import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import com.github.benmanes.caffeine.cache.Ticker;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Finds aggregates by what they look like now: a row for each, which points to the last row of its history. Is written with
 * the history.
 */
public final class ListTable<V> implements ProjectionTable<V> {

    private static final Field<Object> SORTED_BY = DSL.field(name("sorted_by"), Object.class);
    private static final Field<String> FOUND_ID = DSL.field(name("found_id"), String.class);

    private final DSLContext sql;
    private final HistoryTable<V> history;
    private final Table<Record> table;
    private final Totals totals;
    private final List<Column<V>> searched;
    private final List<Field<?>> all;

    /**
     * A table of the database.
     *
     * @param history of the same aggregates; its column of the aggregate's id has the same name
     * @param searched the columns beside the id and the version
     */
    public ListTable(DSLContext sql, HistoryTable<V> history, String tableName, List<Column<V>> searched) {
        this.sql = sql;
        this.history = history;
        this.table = table(name(tableName));
        this.totals = new Totals(sql, table, Ticker.systemTicker());
        this.searched = List.copyOf(searched);
        this.all = Stream.concat(
                        Stream.of(history.id, HistoryTable.VERSION),
                        searched.stream().<Field<?>>map(Column::field))
                .toList();
    }

    /**
     * A column that lists are filtered or sorted by.
     *
     * @param value what stands in it
     */
    public record Column<V>(Field<?> field, Function<V, ? extends @Nullable Object> value) {}

    /**
     * A page of those aggregates that meet a condition.
     *
     * @param sortedBy what they are sorted by, and then by their ids
     * @param recount whether the total has to be that of now; else that of a long list may be some seconds old
     */
    public Page<V> page(Condition condition, Field<?> sortedBy, Paging paging, boolean recount) {
        long total = recount ? totals.exactly(condition) : totals.about(condition);
        if (!recount && 2 * paging.offset() > total) {
            // What is found from the end has to know where the end is.
            total = totals.exactly(condition);
        }
        if (paging.offset() >= total) {
            return Page.of(List.of(), total, paging);
        }
        // From the end that is nearer: those before the page are passed over one by one.
        long behind = Math.max(0, total - paging.offset() - paging.size());
        boolean fromTheEnd = behind < paging.offset();
        boolean ascending = paging.ascending() != fromTheEnd;
        Table<?> page = sql.select(history.id.as(FOUND_ID), sortedBy.as(SORTED_BY))
                .from(table)
                .where(condition)
                .orderBy(order(ascending, sortedBy, history.id))
                .limit(Math.min(paging.size(), total - paging.offset()))
                .offset(fromTheEnd ? behind : paging.offset())
                .asTable("page");
        Table<?> rows = sql.select(
                        history.id.as(HistoryTable.WANTED_ID),
                        HistoryTable.VERSION.as(HistoryTable.WANTED_VERSION),
                        SORTED_BY)
                .from(page)
                .join(table)
                .on(history.id.eq(FOUND_ID))
                .asTable("found");
        Select<Record1<String>> documents = sql.select(HistoryTable.DOCUMENT)
                .from(rows)
                .join(history.versions)
                .on(history.isWanted())
                .orderBy(order(paging.ascending(), SORTED_BY, HistoryTable.WANTED_ID));
        PageMemory.holdFor(sql, documents);
        return Page.of(documents.fetch(history::value), total, paging);
    }

    private static List<SortField<?>> order(boolean ascending, Field<?>... fields) {
        return Stream.of(fields)
                .<SortField<?>>map(field -> ascending ? field.asc() : field.desc())
                .toList();
    }

    /** Sorts a column of literals in the order of the constants that they stand for. */
    public static <E extends Enum<E>> Field<Integer> rank(
            Field<String> column, E[] constants, Function<E, String> literal) {
        return DSL.case_(column).mapValues(Arrays.stream(constants).collect(toMap(literal, Enum::ordinal)));
    }

    @Override
    public Map<String, Projected<V>> read(Collection<String> ids) {
        return history.read(ids);
    }

    @Override
    public void write(Collection<Changed<V>> changes) {
        history.write(changes);
        List<String> replaced = changes.stream()
                .filter(change -> change.before() != null)
                .map(change -> change.after().id())
                .toList();
        if (!replaced.isEmpty()) {
            sql.deleteFrom(table).where(history.id.in(replaced)).execute();
        }
        sql.batch(sql.insertInto(table, all).values(Collections.nCopies(all.size(), null)))
                .bind(changes.stream().map(change -> values(change.after())).toArray(Object[][]::new))
                .execute();
    }

    @Override
    public List<TableRows<V>> tables() {
        var list = new TableRows<V>(
                table.getName(),
                history.id.getName(),
                all.stream().map(Field::getName).toList(),
                (version, last) -> last ? Stream.<@Nullable Object[]>of(values(version)) : Stream.empty());
        return Stream.concat(history.tables().stream(), Stream.of(list)).toList();
    }

    private @Nullable Object[] values(Projected<V> row) {
        return Stream.concat(
                        Stream.of(row.id(), row.version()),
                        searched.stream().map(column -> column.value().apply(row.value())))
                .toArray();
    }
}
