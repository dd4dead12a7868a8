package io.docket.cardorders.command.model;

import io.docket.cardorders.api.event.workitem.OrderCanceled;
import io.docket.cardorders.api.event.workitem.OrderExpired;
import io.docket.cardorders.api.event.workitem.OrderRejected;
import io.docket.cardorders.api.event.workitem.ProcessingSucceeded;
import io.docket.platform.privacy.OpenBusiness;
import java.util.Set;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** The card orders that somebody still waits for. */
@Component
class OpenWorkItems implements OpenBusiness {

    private final Repository<WorkItem> workItems;

    OpenWorkItems(Repository<WorkItem> workItems) {
        this.workItems = workItems;
    }

    @Override
    public String aggregateType() {
        return "WorkItem";
    }

    @Override
    public Set<Class<?>> ends() {
        return Set.of(OrderCanceled.class, OrderExpired.class, OrderRejected.class, ProcessingSucceeded.class);
    }

    @Override
    public boolean isOpen(String aggregateId) {
        return workItems.load(aggregateId).invoke(WorkItem::isOpen);
    }
}
