package io.docket.cardorders.query;

import static java.util.Objects.requireNonNull;

import io.docket.cardorders.api.Actor;
import io.docket.cardorders.api.AdditionalCard;
import io.docket.cardorders.api.ArrangementNumber;
import io.docket.cardorders.api.CardId;
import io.docket.cardorders.api.CardOrder;
import io.docket.cardorders.api.OrderKind;
import io.docket.cardorders.api.WorkItemId;
import io.docket.cardorders.api.event.workitem.AdditionalCardRequested;
import io.docket.cardorders.api.event.workitem.CardOrderRequested;
import io.docket.cardorders.api.event.workitem.WorkItemEvent;
import java.time.Instant;
import java.util.Map;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/** Orders that tests begin with. */
public final class Orders {

    public static final WorkItemId ID = new WorkItemId("WI0000499335");
    public static final Instant REQUESTED_AT = Instant.parse("2015-10-20T23:22:10Z");

    static final Actor TELLER = new Actor("A-1001", "Stevan.Kostoski");

    private static final MetaData BY_TELLER =
            MetaData.from(Map.of("actor", "bank-agent", "agent-id", "A-1001", "agent-name", "Stevan.Kostoski"));

    /** The order of the Customer Order API's tutorial, step 4. */
    public static final AdditionalCardRequested ISSUANCE = new AdditionalCardRequested(
            ID,
            new AdditionalCard(
                    "MIGR00002",
                    "Mileva Grujic",
                    "BRVU00002",
                    "Branislav Vukovic",
                    new ArrangementNumber("0064200001930"),
                    "MasterCard"),
            "For my daughter");

    private Orders() {}

    public static CardOrderRequested of(OrderKind kind) {
        return new CardOrderRequested(
                ID,
                new CardOrder(
                        kind,
                        new CardId("CARD-0002"),
                        "5010000202",
                        "BRVU00002",
                        "Left it on the train",
                        kind == OrderKind.CARD_BLOCKADE ? "temporary-blockage" : null,
                        kind == OrderKind.CARD_REPLACEMENT ? "card-losses" : null,
                        null));
    }

    /** The order after events that follow each other by an hour, the first of which asks for it. */
    public static OrderView after(WorkItemEvent... events) {
        OrderView view = null;
        for (int i = 0; i < events.length; i++) {
            view = next(view, i, events[i], BY_TELLER);
        }
        return requireNonNull(view);
    }

    static OrderView next(@Nullable OrderView before, int sequenceNumber, WorkItemEvent event, MetaData metaData) {
        var message = new GenericDomainEventMessage<>(
                "CardOrder",
                ID.value(),
                sequenceNumber,
                event,
                metaData,
                "event-" + sequenceNumber,
                hour(sequenceNumber));
        return new OrderEvolution().after(message, before);
    }

    /** When an event happened: so many hours after the first. */
    static Instant hour(int sequenceNumber) {
        return REQUESTED_AT.plusSeconds(3600L * sequenceNumber);
    }
}
