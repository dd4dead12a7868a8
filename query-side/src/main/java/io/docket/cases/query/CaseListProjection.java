package io.docket.cases.query;

import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import io.docket.cases.api.CaseClass;
import io.docket.cases.api.CaseEvent;
import io.docket.cases.api.CaseList;
import io.docket.cases.api.CaseState;
import io.docket.cases.api.CaseView;
import io.docket.cases.api.FindCase;
import io.docket.cases.api.Importance;
import io.docket.cases.api.ListCases;
import io.docket.common.api.Page;
import io.docket.common.api.Paging;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.BatchedProjection;
import io.docket.platform.projection.Changed;
import io.docket.platform.projection.Projected;
import io.docket.platform.projection.ProjectionTable;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** The cases as they stand: one by one, and as a list that can be filtered, searched and sorted. */
@Component
@ProcessingGroup(CaseListProjection.NAME)
class CaseListProjection implements ProjectionTable<CaseView> {

    static final String NAME = "case-list";

    private static final Table<Record> CASES = table(name("case_list"));
    private static final Field<String> CASE_ID = field(name("case_id"), String.class);
    private static final Field<Long> VERSION = field(name("version"), Long.class);
    private static final Field<Long> POSITION = field(name("position"), Long.class);
    private static final Field<String> CHANGE = field(name("change"), String.class);
    private static final Field<OffsetDateTime> CHANGED_AT = field(name("changed_at"), OffsetDateTime.class);
    private static final Field<String> CASE_CLASS = field(name("case_class"), String.class);
    private static final Field<String> CASE_TYPE = field(name("case_type"), String.class);
    private static final Field<String> STATE = field(name("state"), String.class);
    private static final Field<String> IMPORTANCE = field(name("importance"), String.class);
    private static final Field<String> CUSTOMER_ID = field(name("customer_id"), String.class);
    private static final Field<OffsetDateTime> REGISTERED_AT = field(name("registered_at"), OffsetDateTime.class);
    private static final Field<String> DOCUMENT = field(name("document"), String.class);

    private static final List<Field<?>> COLUMNS = List.of(
            CASE_ID,
            VERSION,
            POSITION,
            CHANGE,
            CHANGED_AT,
            CASE_CLASS,
            CASE_TYPE,
            STATE,
            IMPORTANCE,
            CUSTOMER_ID,
            REGISTERED_AT,
            DOCUMENT);

    private static final Table<Record> WORDS = table(name("case_word"));
    private static final Field<String> WORD = field(name("word"), String.class);

    private final BatchedProjection<CaseView> batches;
    private final DSLContext sql;
    private final StoredJson json;

    CaseListProjection(DSLContext sql, StoredJson json, PlatformTransactionManager transactions) {
        this.sql = sql;
        this.json = json;
        this.batches = new BatchedProjection<>(this, transactions);
    }

    @EventHandler
    void on(CaseEvent event, DomainEventMessage<CaseEvent> message) {
        batches.apply(message, before -> CaseEvolution.after(message, event, before));
    }

    @QueryHandler
    Optional<CaseView> handle(FindCase query) {
        return sql.select(DOCUMENT)
                .from(CASES)
                .where(CASE_ID.eq(query.caseId().value()))
                .fetchOptional(row -> json.read(row.value1(), CaseView.class));
    }

    @QueryHandler
    CaseList handle(ListCases query) {
        Condition condition = condition(query);
        Paging paging = query.paging();
        long total = sql.fetchCount(CASES, condition);
        List<CaseView> items = paging.offset() >= total
                ? List.of()
                : sql.select(DOCUMENT)
                        .from(CASES)
                        .where(condition)
                        .orderBy(order(paging))
                        .limit(paging.size())
                        .offset(paging.offset())
                        .fetch(row -> json.read(row.value1(), CaseView.class));
        return new CaseList(Page.of(items, total, paging));
    }

    private static Condition condition(ListCases query) {
        List<Condition> conditions = new ArrayList<>();
        addAnyOf(conditions, STATE, query.states(), CaseState::literal);
        addAnyOf(conditions, CASE_TYPE, query.caseTypes(), Function.identity());
        addAnyOf(conditions, CASE_CLASS, query.caseClasses(), CaseClass::literal);
        addAnyOf(conditions, IMPORTANCE, query.importances(), Importance::literal);
        if (query.customerId() != null) {
            conditions.add(CUSTOMER_ID.eq(query.customerId()));
        }
        if (query.registeredFrom() != null) {
            conditions.add(REGISTERED_AT.ge(query.registeredFrom().atOffset(ZoneOffset.UTC)));
        }
        if (query.registeredBefore() != null) {
            conditions.add(REGISTERED_AT.lt(query.registeredBefore().atOffset(ZoneOffset.UTC)));
        }
        for (String word : query.words()) {
            conditions.add(CASE_ID.in(select(CASE_ID).from(WORDS).where(WORD.eq(word))));
        }
        return DSL.and(conditions);
    }

    private static <T> void addAnyOf(
            List<Condition> conditions, Field<String> column, Set<T> values, Function<T, String> literal) {
        if (!values.isEmpty()) {
            conditions.add(column.in(values.stream().map(literal).toList()));
        }
    }

    private static List<OrderField<?>> order(Paging paging) {
        Field<?> column =
                switch (paging.sortBy()) {
                    case "registration-date" -> REGISTERED_AT;
                    case "case-id" -> CASE_ID;
                    case "case-type" -> CASE_TYPE;
                    case "customer-id" -> CUSTOMER_ID;
                    case "importance" ->
                        rank(
                                IMPORTANCE,
                                Arrays.stream(Importance.values())
                                        .map(Importance::literal)
                                        .toList());
                    case "state" ->
                        rank(
                                STATE,
                                Arrays.stream(CaseState.values())
                                        .map(CaseState::literal)
                                        .toList());
                    default -> throw new IllegalArgumentException("Cannot sort by " + paging.sortBy());
                };
        return paging.ascending() ? List.of(column.asc(), CASE_ID.asc()) : List.of(column.desc(), CASE_ID.desc());
    }

    private static Field<Integer> rank(Field<String> column, List<String> literals) {
        Map<String, Integer> ranks = literals.stream().collect(toMap(Function.identity(), literals::indexOf));
        return DSL.case_(column).mapValues(ranks);
    }

    @Override
    public Map<String, Projected<CaseView>> read(Collection<String> ids) {
        return sql.select(CASE_ID, VERSION, POSITION, CHANGE, CHANGED_AT, DOCUMENT)
                .from(CASES)
                .where(CASE_ID.in(ids))
                .fetchMap(
                        CASE_ID,
                        row -> new Projected<>(
                                row.get(CASE_ID),
                                row.get(VERSION),
                                row.get(POSITION),
                                row.get(CHANGE),
                                row.get(CHANGED_AT).toInstant(),
                                json.read(row.get(DOCUMENT), CaseView.class)));
    }

    @Override
    public void write(Collection<Changed<CaseView>> changes) {
        List<String> changed = changes.stream()
                .filter(change -> change.before() != null)
                .map(change -> change.after().id())
                .toList();
        if (!changed.isEmpty()) {
            sql.deleteFrom(CASES).where(CASE_ID.in(changed)).execute();
            sql.deleteFrom(WORDS).where(CASE_ID.in(changed)).execute();
        }
        sql.batch(sql.insertInto(CASES, COLUMNS).values(Collections.nCopies(COLUMNS.size(), null)))
                .bind(changes.stream().map(change -> row(change.after())).toArray(Object[][]::new))
                .execute();
        Object[][] words = changes.stream()
                .map(Changed::after)
                .flatMap(row -> Words.of(row.value()).stream().map(word -> new Object[] {word, row.id()}))
                .toArray(Object[][]::new);
        if (words.length > 0) {
            sql.batch(sql.insertInto(WORDS, WORD, CASE_ID).values((String) null, null))
                    .bind(words)
                    .execute();
        }
    }

    private Object[] row(Projected<CaseView> row) {
        CaseView view = row.value();
        return new Object[] {
            row.id(),
            row.version(),
            row.position(),
            row.change(),
            row.time().atOffset(ZoneOffset.UTC),
            view.caseClass().literal(),
            view.caseType(),
            view.state().literal(),
            view.registration().importance().literal(),
            view.registration().customer().id(),
            view.registeredAt().atOffset(ZoneOffset.UTC),
            json.write(view)
        };
    }
}
