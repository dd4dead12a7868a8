package io.docket.cases.query;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.docket.cases.api.CaseClass;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.Importance;
import io.docket.cases.api.event.CaseEvent;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.BatchedProjection;
import io.docket.platform.projection.Changed;
import io.docket.platform.projection.Conditions;
import io.docket.platform.projection.HistoryTable;
import io.docket.platform.projection.Latest;
import io.docket.platform.projection.ListTable;
import io.docket.platform.projection.ListTable.Column;
import io.docket.platform.projection.Projected;
import io.docket.platform.projection.ProjectionTable;
import io.docket.platform.projection.Rebuildable;
import io.docket.platform.projection.TableRows;
import io.docket.platform.scrubbing.ReadModelOfPersons;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryHandler;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** The cases: one by one, their versions, and as a list that can be filtered, searched and sorted. */
@Component
@ProcessingGroup(CaseProjection.NAME)
public class CaseProjection implements ProjectionTable<CaseView>, Rebuildable, ReadModelOfPersons {

    public static final String NAME = "cases";

    private static final Field<String> CASE_ID = field(name("case_id"), String.class);
    private static final Field<String> CASE_CLASS = field(name("case_class"), String.class);
    private static final Field<String> CASE_TYPE = field(name("case_type"), String.class);
    private static final Field<String> STATE = field(name("state"), String.class);
    private static final Field<String> IMPORTANCE = field(name("importance"), String.class);
    private static final Field<String> CUSTOMER_ID = field(name("customer_id"), String.class);
    private static final Field<OffsetDateTime> REGISTERED_AT = field(name("registered_at"), OffsetDateTime.class);

    private static final List<Column<CaseView>> SEARCHED = List.of(
            new Column<>(CASE_CLASS, view -> view.caseClass().literal()),
            new Column<>(CASE_TYPE, CaseView::caseType),
            new Column<>(STATE, view -> view.state().literal()),
            new Column<>(IMPORTANCE, view -> view.registration().importance().literal()),
            new Column<>(CUSTOMER_ID, view -> view.registration().customer().id()),
            new Column<>(REGISTERED_AT, view -> view.registeredAt().atOffset(ZoneOffset.UTC)));

    private static final Table<Record> WORDS = table(name("case_word"));
    private static final Field<String> WORD = field(name("word"), String.class);

    private final DSLContext sql;
    private final HistoryTable<CaseView> history;
    private final ListTable<CaseView> list;
    private final BatchedProjection<CaseView> batches;

    CaseProjection(DSLContext sql, StoredJson json, EventStore log, PlatformTransactionManager transactions) {
        this.sql = sql;
        this.history =
                new HistoryTable<>(sql, json, log, CaseView.class, "case_history", "case_id", new CaseEvolution());
        this.list = new ListTable<>(sql, history, "case_list", SEARCHED);
        this.batches = new BatchedProjection<>(this, new CaseEvolution(), transactions);
    }

    @EventHandler(payloadType = CaseEvent.class)
    void on(DomainEventMessage<?> event) {
        batches.apply(event);
    }

    @Override
    public BatchedProjection<CaseView> batches() {
        return batches;
    }

    @QueryHandler
    Latest handle(FindCase query) {
        return history.latest(query.caseId().value());
    }

    @QueryHandler
    CaseHistory handle(FindCaseHistory query) {
        return new CaseHistory(history.page(query.caseId().value(), query.last(), query.paging()));
    }

    @QueryHandler
    CaseList handle(ListCases query) {
        var conditions = new Conditions()
                .anyOf(STATE, query.states(), CaseState::literal)
                .anyOf(CASE_TYPE, query.caseTypes(), Function.identity())
                .anyOf(CASE_CLASS, query.caseClasses(), CaseClass::literal)
                .anyOf(IMPORTANCE, query.importances(), Importance::literal)
                .equal(CUSTOMER_ID, query.customerId())
                .between(REGISTERED_AT, query.registeredFrom(), query.registeredBefore());
        for (String word : query.words()) {
            conditions.and(CASE_ID.in(select(CASE_ID).from(WORDS).where(WORD.eq(word))));
        }
        return new CaseList(
                list.page(conditions.all(), sortedBy(query.paging().sortBy()), query.paging(), query.recount()));
    }

    private static Field<?> sortedBy(String field) {
        return switch (field) {
            case "registration-date" -> REGISTERED_AT;
            case "case-id" -> CASE_ID;
            case "case-type" -> CASE_TYPE;
            case "customer-id" -> CUSTOMER_ID;
            case "importance" -> ListTable.rank(IMPORTANCE, Importance.values(), Importance::literal);
            case "state" -> ListTable.rank(STATE, CaseState.values(), CaseState::literal);
            default -> throw new IllegalArgumentException("Cannot sort by " + field);
        };
    }

    @Override
    public String place() {
        return NAME;
    }

    /** Under the lock of its last version, which whoever writes the case takes before its words. */
    @Override
    public Scrub scrub(String caseId) {
        Optional<HistoryTable.Anew<CaseView>> anew = history.makeAnew(caseId);
        anew.map(HistoryTable.Anew::change).ifPresent(change -> {
            // By their key: nobody looks for the words of a case otherwise.
            delete(Stream.concat(missing(change.before(), change.after()), missing(change.after(), null)));
            insert(missing(change.after(), null));
        });
        return anew.map(made -> new Scrub(1, made.differs())).orElse(Scrub.NOTHING);
    }

    @Override
    public Map<String, Projected<CaseView>> read(Collection<String> ids) {
        return list.read(ids);
    }

    @Override
    public void write(Collection<Changed<CaseView>> changes) {
        list.write(changes);
        delete(changes.stream().flatMap(change -> missing(change.before(), change.after())));
        insert(changes.stream().flatMap(change -> missing(change.after(), change.before())));
    }

    private void delete(Stream<Object[]> words) {
        Object[][] rows = words.toArray(Object[][]::new);
        if (rows.length > 0) {
            sql.batch(sql.deleteFrom(WORDS).where(WORD.eq((String) null).and(CASE_ID.eq((String) null))))
                    .bind(rows)
                    .execute();
        }
    }

    private void insert(Stream<Object[]> words) {
        Object[][] rows = words.toArray(Object[][]::new);
        if (rows.length > 0) {
            sql.batch(sql.insertInto(WORDS, WORD, CASE_ID).values((String) null, null))
                    .bind(rows)
                    .execute();
        }
    }

    /** The words of a case that it has not at another time, with the case. */
    private static Stream<Object[]> missing(@Nullable Projected<CaseView> some, @Nullable Projected<CaseView> others) {
        if (some == null) {
            return Stream.empty();
        }
        Set<String> there = others == null ? Set.of() : Words.of(others.value());
        return Words.of(some.value()).stream()
                .filter(word -> !there.contains(word))
                .map(word -> new Object[] {word, some.id()});
    }

    @Override
    public List<TableRows<CaseView>> tables() {
        var words = new TableRows<CaseView>(
                WORDS.getName(),
                CASE_ID.getName(),
                List.of(WORD.getName(), CASE_ID.getName()),
                (version, last) -> last ? missing(version, null) : Stream.empty());
        return Stream.concat(list.tables().stream(), Stream.of(words)).toList();
    }
}
