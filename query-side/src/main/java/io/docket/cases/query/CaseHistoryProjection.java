package io.docket.cases.query;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.docket.cases.api.CaseEvent;
import io.docket.cases.api.CaseHistory;
import io.docket.cases.api.CaseVersion;
import io.docket.cases.api.CaseView;
import io.docket.cases.api.FindCaseHistory;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.BatchedProjection;
import io.docket.platform.projection.Changed;
import io.docket.platform.projection.Projected;
import io.docket.platform.projection.ProjectionTable;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** Every version of every case: one for each of its events. */
@Component
@ProcessingGroup(CaseHistoryProjection.NAME)
class CaseHistoryProjection implements ProjectionTable<CaseView> {

    static final String NAME = "case-history";

    private static final Table<Record> HISTORY = table(name("case_history"));
    private static final Field<String> CASE_ID = field(name("case_id"), String.class);
    private static final Field<Long> VERSION = field(name("version"), Long.class);
    private static final Field<Long> POSITION = field(name("position"), Long.class);
    private static final Field<String> CHANGE = field(name("change"), String.class);
    private static final Field<OffsetDateTime> CHANGED_AT = field(name("changed_at"), OffsetDateTime.class);
    private static final Field<String> DOCUMENT = field(name("document"), String.class);
    private static final List<Field<?>> COLUMNS = List.of(CASE_ID, VERSION, POSITION, CHANGE, CHANGED_AT, DOCUMENT);

    private final BatchedProjection<CaseView> batches;
    private final DSLContext sql;
    private final StoredJson json;

    CaseHistoryProjection(DSLContext sql, StoredJson json, PlatformTransactionManager transactions) {
        this.sql = sql;
        this.json = json;
        this.batches = new BatchedProjection<>(this, transactions);
    }

    @EventHandler
    void on(CaseEvent event, DomainEventMessage<CaseEvent> message) {
        batches.apply(message, before -> CaseEvolution.after(message, event, before));
    }

    @QueryHandler
    Optional<CaseHistory> handle(FindCaseHistory query) {
        String caseId = query.caseId().value();
        return Optional.ofNullable(read(List.of(caseId)).get(caseId)).map(latest -> {
            Paging paging = query.paging();
            List<CaseVersion> versions = sql.select(COLUMNS)
                    .from(HISTORY)
                    .where(CASE_ID.eq(caseId).and(VERSION.le(latest.version())))
                    .orderBy(paging.ascending() ? VERSION.asc() : VERSION.desc())
                    .limit(paging.size())
                    .offset(paging.offset())
                    .fetch(found -> {
                        Projected<CaseView> version = projected(found);
                        return new CaseVersion(version.position(), version.change(), version.time(), version.value());
                    });
            return new CaseHistory(
                    latest.value().registration().customer().id(),
                    latest.version(),
                    Page.of(versions, latest.version() + 1, paging));
        });
    }

    @Override
    public Map<String, Projected<CaseView>> read(Collection<String> ids) {
        return sql.select(COLUMNS)
                .from(HISTORY)
                .where(row(CASE_ID, VERSION)
                        .in(select(CASE_ID, max(VERSION))
                                .from(HISTORY)
                                .where(CASE_ID.in(ids))
                                .groupBy(CASE_ID)))
                .fetchMap(CASE_ID, this::projected);
    }

    private Projected<CaseView> projected(Record found) {
        return new Projected<>(
                found.get(CASE_ID),
                found.get(VERSION),
                found.get(POSITION),
                found.get(CHANGE),
                found.get(CHANGED_AT).toInstant(),
                json.read(found.get(DOCUMENT), CaseView.class));
    }

    @Override
    public void write(Collection<Changed<CaseView>> changes) {
        Object[][] rows = changes.stream()
                .flatMap(change -> change.versions().stream())
                .map(version -> new Object[] {
                    version.id(),
                    version.version(),
                    version.position(),
                    version.change(),
                    version.time().atOffset(ZoneOffset.UTC),
                    json.write(version.value())
                })
                .toArray(Object[][]::new);
        sql.batch(sql.insertInto(HISTORY, COLUMNS).values(Collections.nCopies(COLUMNS.size(), null)))
                .bind(rows)
                .execute();
    }
}
