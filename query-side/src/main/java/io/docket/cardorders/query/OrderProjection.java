package io.docket.cardorders.query;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.OrderStatus;
import io.docket.cardorders.api.event.workitem.WorkItemEvent;
import io.docket.platform.eventstore.StoredJson;
import io.docket.platform.projection.BatchedProjection;
import io.docket.platform.projection.Conditions;
import io.docket.platform.projection.HistoryTable;
import io.docket.platform.projection.Latest;
import io.docket.platform.projection.ListTable;
import io.docket.platform.projection.ListTable.Column;
import io.docket.platform.projection.Rebuildable;
import io.docket.platform.scrubbing.ReadModelOfPersons;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryHandler;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** The card orders: one by one, their versions, and as a list that can be filtered and sorted. */
@Component
@ProcessingGroup(OrderProjection.NAME)
public class OrderProjection implements Rebuildable, ReadModelOfPersons {

    public static final String NAME = "card-orders";

    private static final Field<String> WORK_ITEM_ID = field(name("work_item_id"), String.class);
    private static final Field<String> KIND = field(name("kind"), String.class);
    private static final Field<String> STATUS = field(name("status"), String.class);
    private static final Field<String> CUSTOMER_NUMBER = field(name("customer_number"), String.class);
    private static final Field<String> AUTHORIZED_CUSTOMER_NUMBER =
            field(name("authorized_customer_number"), String.class);
    private static final Field<String> CARD_ID = field(name("card_id"), String.class);
    private static final Field<OffsetDateTime> CREATED_AT = field(name("created_at"), OffsetDateTime.class);

    private static final List<Column<OrderView>> SEARCHED = List.of(
            new Column<>(KIND, view -> view.kind().literal()),
            new Column<>(STATUS, view -> view.status().literal()),
            new Column<>(CUSTOMER_NUMBER, OrderView::customerNumber),
            new Column<>(
                    AUTHORIZED_CUSTOMER_NUMBER,
                    view -> view.additionalCard() == null
                            ? null
                            : view.additionalCard().authorizedCustomerNumber()),
            new Column<>(
                    CARD_ID,
                    view -> view.order() == null ? null : view.order().cardId().value()),
            new Column<>(CREATED_AT, view -> view.createdAt().atOffset(ZoneOffset.UTC)));

    private final HistoryTable<OrderView> history;
    private final ListTable<OrderView> list;
    private final BatchedProjection<OrderView> batches;

    OrderProjection(DSLContext sql, StoredJson json, EventStore log, PlatformTransactionManager transactions) {
        this.history = new HistoryTable<>(
                sql, json, log, OrderView.class, "order_history", "work_item_id", new OrderEvolution());
        this.list = new ListTable<>(sql, history, "order_list", SEARCHED);
        this.batches = new BatchedProjection<>(list, new OrderEvolution(), transactions);
    }

    @EventHandler(payloadType = WorkItemEvent.class)
    void on(DomainEventMessage<?> event) {
        batches.apply(event);
    }

    @Override
    public BatchedProjection<OrderView> batches() {
        return batches;
    }

    @Override
    public String place() {
        return NAME;
    }

    @Override
    public Scrub scrub(String aggregateId) {
        return history.makeAnew(aggregateId)
                .map(anew -> new Scrub(1, anew.differs()))
                .orElse(Scrub.NOTHING);
    }

    @QueryHandler
    Latest handle(FindOrder query) {
        return history.latest(query.workItemId().value());
    }

    @QueryHandler
    OrderHistory handle(FindOrderHistory query) {
        return new OrderHistory(history.page(query.workItemId().value(), query.last(), query.paging()));
    }

    @QueryHandler
    OrderList handle(ListOrders query) {
        var conditions = new Conditions()
                .anyOf(KIND, query.kinds(), OrderKind::literal)
                .anyOf(STATUS, query.statuses(), OrderStatus::literal)
                .equal(CUSTOMER_NUMBER, query.ownedBy())
                .equal(CARD_ID, query.cardId())
                .between(CREATED_AT, query.createdFrom(), query.createdBefore());
        String customer = query.customerNumber();
        if (customer != null) {
            conditions.and(CUSTOMER_NUMBER.eq(customer).or(AUTHORIZED_CUSTOMER_NUMBER.eq(customer)));
        }
        return new OrderList(
                list.page(conditions.all(), sortedBy(query.paging().sortBy()), query.paging(), query.recount()));
    }

    private static Field<?> sortedBy(String field) {
        return switch (field) {
            case "creation-date" -> CREATED_AT;
            case "id" -> WORK_ITEM_ID;
            case "card-id" -> CARD_ID;
            case "kind" -> ListTable.rank(KIND, OrderKind.values(), OrderKind::literal);
            case "status" -> ListTable.rank(STATUS, OrderStatus.values(), OrderStatus::literal);
            default -> throw new IllegalArgumentException("Cannot sort by " + field);
        };
    }
}
