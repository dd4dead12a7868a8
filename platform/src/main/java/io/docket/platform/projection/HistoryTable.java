package io.docket.platform.projection;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.platform.eventstore.StoredJson;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectFromStep;
import org.jooq.Table;

/** What aggregates looked like after each of their events: a row for every event. */
public final class HistoryTable<V> implements ProjectionTable<V> {

    private final DSLContext sql;
    private final Table<Record> versions;
    private final Field<String> id;
    private final DocumentColumns<V> columns;

    /**
     * A table of the database.
     *
     * @param type what the documents hold
     * @param idColumn the column of the aggregate's id; the others have the same names in all histories
     */
    public HistoryTable(DSLContext sql, StoredJson json, Class<V> type, String tableName, String idColumn) {
        this.sql = sql;
        this.versions = table(name(tableName));
        this.id = field(name(idColumn), String.class);
        this.columns = new DocumentColumns<>(json, type, id);
    }

    /** The last version of an aggregate. */
    public Optional<Projected<V>> latest(String aggregateId) {
        return Optional.ofNullable(read(List.of(aggregateId)).get(aggregateId));
    }

    /** A page of the versions of an aggregate, in their order; those after the latest that is given are left out. */
    public Page<Projected<V>> page(Projected<V> latest, Paging paging) {
        PageMemory.holdFor(sql, ofPage(sql.select(DocumentColumns.DOCUMENT), latest, paging));
        List<Projected<V>> items =
                ofPage(sql.select(columns.all()), latest, paging).fetch(columns::row);
        return Page.of(items, latest.version() + 1, paging);
    }

    private <R extends Record> Select<R> ofPage(SelectFromStep<R> selected, Projected<V> latest, Paging paging) {
        return selected.from(versions)
                .where(id.eq(latest.id()).and(DocumentColumns.VERSION.le(latest.version())))
                .orderBy(paging.ascending() ? DocumentColumns.VERSION.asc() : DocumentColumns.VERSION.desc())
                .limit(paging.size())
                .offset(paging.offset());
    }

    @Override
    public Map<String, Projected<V>> read(Collection<String> ids) {
        return sql.select(columns.all())
                .from(versions)
                .where(row(id, DocumentColumns.VERSION)
                        .in(select(id, max(DocumentColumns.VERSION))
                                .from(versions)
                                .where(id.in(ids))
                                .groupBy(id)))
                .fetchMap(id, columns::row);
    }

    @Override
    public void write(Collection<Changed<V>> changes) {
        Object[][] rows = changes.stream()
                .flatMap(change -> change.versions().stream())
                .map(version -> columns.values(version).toArray())
                .toArray(Object[][]::new);
        List<Field<?>> all = columns.all();
        sql.batch(sql.insertInto(versions, all).values(Collections.nCopies(all.size(), null)))
                .bind(rows)
                .execute();
    }
}
